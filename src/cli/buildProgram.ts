import path from 'node:path'
import { Command, Option } from 'commander'
import { version } from '../../package.json'
import type { Environment } from '../core/environment'
import { DataFolder } from '../layers/runtime/DataFolder'
import { usedDataFolder } from '../layers/runtime/usedDataFolder'
import type { CommandContext } from './CommandContext'
import { backupCommand } from './commands/backupCommand'
import { checkCommand } from './commands/checkCommand'
import { compactCommand } from './commands/compactCommand'
import { exportCommand } from './commands/exportCommand'
import { importCommand } from './commands/importCommand'
import { pageCommand } from './commands/pageCommand'
import { restoreCommand } from './commands/restoreCommand'
import { searchCommand } from './commands/searchCommand'
import { addServerCommands } from './commands/serverCommands'
import { spacesCommand } from './commands/spacesCommand'
import { treeCommand } from './commands/treeCommand'
import { warnOfPlace } from './placeOfData'
import { readInput as readStandardInput } from './readInput'
import type { Terminal } from './Terminal'

export interface ProgramParts {
  readonly environment: Environment
  readonly terminal: Terminal
  /** Called with 1 by a command that answered, and whose answer is "no". */
  readonly setExitCode: (code: number) => void
  /** What is piped in; by default standard input. */
  readonly readInput?: () => Promise<string>
}

interface SharedOptions {
  readonly data: string
  readonly json?: boolean
}

interface WordsOption {
  readonly wordsFromStdin?: boolean
}

/** The `grove` command: the spaces of this machine without a window. */
export function buildProgram({
  environment,
  terminal,
  setExitCode,
  readInput = readStandardInput,
}: ProgramParts): Command {
  const program = new Command('grove')
    .description(
      'Your Grove spaces from the command line. Close the app first: one program at a time uses a data folder.',
    )
    .version(version, '--version', 'say which Grove this is')
    .showHelpAfterError('(grove --help shows how it goes)')
    .exitOverride()
  const context = ({ data, json = false }: SharedOptions): CommandContext => {
    return { folder: new DataFolder(path.resolve(data)), environment, terminal, json }
  }
  const wordsOf = async ({ wordsFromStdin }: WordsOption): Promise<string | undefined> =>
    wordsFromStdin ? readInput() : undefined
  const add = (usage: string, description: string): Command =>
    program
      .command(usage)
      .description(description)
      .addOption(new Option('--data <folder>', 'the data folder').default(usedDataFolder(), 'the app’s own'))
      .option('--json', 'print one JSON value instead of text')
      .hook('preAction', (command) => warnOfPlace(path.resolve(command.opts<SharedOptions>().data), terminal))

  add('spaces', 'list the spaces').action((options: SharedOptions) => spacesCommand(context(options)))
  add('tree <space>', 'show the folders, pages, boards and files of a space').action(
    (space: string, options: SharedOptions) => treeCommand(space, context(options)),
  )
  add('page <space> <page>', 'print a page or board as Markdown, by title or id').action(
    (space: string, page: string, options: SharedOptions) => pageCommand(space, page, context(options)),
  )
  add('search <space> <words...>', 'find the pages in which words stand').action(
    (space: string, words: string[], options: SharedOptions) => searchCommand(space, words.join(' '), context(options)),
  )
  add('check <space>', 'prove that everything in a space is there and whole; exit code 1 if it is not').action(
    async (space: string, options: SharedOptions) => {
      if (!(await checkCommand(space, context(options)))) setExitCode(1)
    },
  )
  add('compact <space>', 'store the history of a space in less room, with nothing left out').action(
    (space: string, options: SharedOptions) => compactCommand(space, context(options)),
  )
  add(
    'import <folder>',
    'import a folder of Markdown files and what they link to, or bring an earlier import up to date',
  )
    .requiredOption('--space <space>', 'the space to import into, made when it is missing')
    .option('--dry-run', 'only say what would be imported')
    .action((source: string, options: SharedOptions & { readonly space: string; readonly dryRun?: boolean }) =>
      importCommand(
        { source: path.resolve(source), space: options.space, isDryRun: options.dryRun ?? false },
        context(options),
      ),
    )
  add('export <space> <folder>', 'write a space as a folder of Markdown and other files').action(
    (space: string, target: string, options: SharedOptions) =>
      exportCommand({ space, target: path.resolve(target) }, context(options)),
  )
  add('backup <space> <folder>', 'keep a backup of a space in a folder, and prove it; exit code 1 if it is not whole')
    .option('--words-from-stdin', 'seal it with the recovery kit’s words, piped in')
    .action(async (space: string, target: string, options: SharedOptions & WordsOption) => {
      const question = { space, target: path.resolve(target), words: await wordsOf(options) }
      if (!(await backupCommand(question, context(options)))) setExitCode(1)
    })
  add('restore <folder>', 'restore a space from its backup; exit code 1 if not all of it is there')
    .option('--words-from-stdin', 'open it with the recovery kit’s words, piped in')
    .action(async (source: string, options: SharedOptions & WordsOption) => {
      const question = { source: path.resolve(source), words: await wordsOf(options) }
      if (!(await restoreCommand(question, context(options)))) setExitCode(1)
    })
  addServerCommands(program, { environment, terminal, setExitCode })
  return program
}
