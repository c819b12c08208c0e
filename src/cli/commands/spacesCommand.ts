import type { CommandContext } from '../CommandContext'
import { Workplace } from '../Workplace'

/** `grove spaces`: what lies in the data folder. */
export async function spacesCommand({ folder, environment, terminal, json }: CommandContext): Promise<void> {
  const spaces = await Workplace.use(folder, environment, (workplace) => workplace.list())
  if (json) terminal.result(JSON.stringify(spaces, null, 2))
  else if (spaces.length === 0) terminal.result(`There are no spaces in ${folder.root} yet.`)
  else
    for (const { id, icon, name, problem } of spaces)
      terminal.result([`${id}  ${icon} ${name}`, problem].filter(Boolean).join('\n    '))
}
