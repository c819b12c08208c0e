import { checkSpace, type CheckedSpace } from '../checkSpace'
import type { CommandContext } from '../CommandContext'
import { counted } from '../counted'
import { findSpaceId } from '../findSpaceId'

/** `grove check <space>`: true when all is well. Changes nothing, and works while the app is open. */
export async function checkCommand(nameOrId: string, context: CommandContext): Promise<boolean> {
  const { folder, environment, terminal, json } = context
  const spaceId = await findSpaceId(folder, nameOrId)
  terminal.progress('Checking…')
  const checked = await checkSpace(folder, spaceId, environment)
  terminal.progress('')
  terminal.result(json ? JSON.stringify(checked, null, 2) : report(checked))
  return checked.ok
}

function report({ ok, ops, trees, pages, files, fingerprint, problems }: CheckedSpace): string {
  const things = [counted(ops, 'change'), counted(trees, 'tree'), counted(pages, 'page'), counted(files, 'file')]
  const counts = `${things.join(', ')}; fingerprint ${fingerprint}`
  if (ok) return `Everything is there and whole: ${counts}.`
  return [
    `${counted(problems.length, 'problem')} found (${counts}):`,
    ...problems.map((problem) => `- ${problem}`),
  ].join('\n')
}
