import type { Entry } from '../../core/space/Entry'
import type { Space } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'
import type { CommandContext } from '../CommandContext'
import { Workplace } from '../Workplace'

interface TreeNode {
  readonly id: VertexId
  readonly kind: Entry['kind']
  readonly name: string
  readonly children: readonly TreeNode[]
}

/** `grove tree <space>`: its folders, pages and files, as in the sidebar. */
export async function treeCommand(spaceName: string, context: CommandContext): Promise<void> {
  const { folder, environment, terminal, json } = context
  const { name, children } = await Workplace.use(folder, environment, async (workplace) => {
    const open = await workplace.open(spaceName)
    const space = await open.space()
    return { name: space.look.name, children: nodesOf(space, space.contentId) }
  })
  terminal.result(json ? JSON.stringify({ name, children }, null, 2) : [name, ...linesOf(children, '')].join('\n'))
}

function nodesOf(space: Space, parentId: VertexId): TreeNode[] {
  return space.entries
    .children(parentId)
    .map(({ id, kind, name }) => ({ id, kind, name, children: nodesOf(space, id) }))
}

function linesOf(nodes: readonly TreeNode[], indent: string): string[] {
  return nodes.flatMap((node, index) => {
    const isLast = index === nodes.length - 1
    const name = node.kind === 'folder' ? `${node.name}/` : node.name
    return [
      `${indent}${isLast ? '└── ' : '├── '}${name}`,
      ...linesOf(node.children, indent + (isLast ? '    ' : '│   ')),
    ]
  })
}
