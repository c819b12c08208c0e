import { InvalidArgumentError, Option, type Command } from 'commander'
import { askPassword as askAtTerminal, type AskPassword } from '../askPassword'
import type { ProgramParts } from '../buildProgram'
import { serveCommand, type ServeQuestion } from './serveCommand'
import { serverBackupCommand, serverRestoreCommand } from './serverBackupCommand'
import { serverUserCommand } from './serverUserCommand'

interface DataOption {
  readonly data: string
}

/** `grove serve` and `grove server …`: running a sync server, and looking after one. */
export function addServerCommands(
  program: Command,
  { environment, terminal, setExitCode }: ProgramParts,
  askPassword: AskPassword = askAtTerminal,
): void {
  const add = (parent: Command, usage: string, description: string): Command =>
    parent
      .command(usage)
      .description(description)
      .addOption(
        new Option('--data <folder>', 'the folder of the server').env('GROVE_SERVER_DATA').makeOptionMandatory(),
      )
      // What a server keeps is for its own user alone.
      .hook('preAction', () => void process.umask(0o077))
  const userContext = ({ data }: DataOption, json = false) => ({ data, environment, terminal, askPassword, json })
  const copyContext = ({ data }: DataOption) => ({ data, environment, terminal })

  add(program, 'serve', 'run a sync server until it is told to stop')
    .option('--port <number>', 'where it listens', wholeNumber, 4747)
    .option('--host <address>', 'who may reach it (default: this machine only; with TLS everybody)')
    .option('--tls-cert <file>', 'certificate with its chain, PEM')
    .option('--tls-key <file>', 'its key, PEM')
    .option('--behind-proxy', 'a proxy on the way says who asks (X-Forwarded-For)')
    .option('--web <folder>', 'the web app to serve at / (default: the one that came along)')
    .option('--space-quota <GiB>', 'most that one space may take', positive)
    .option('--user-quota <GiB>', 'most that all spaces one person made may take', positive)
    .option('--allow-synced-folder', 'serve from a folder that Dropbox or the like keeps in step, at your risk')
    .addOption(
      new Option('--log-level <level>', 'what is logged').choices(['debug', 'info', 'warn', 'error']).default('info'),
    )
    .action((options: ServeQuestion) => serveCommand(options, environment, terminal))

  const server = program.command('server').description('look after a sync server')
  const user = server.command('user').description('the people who may sign in')
  add(user, 'add <name>', 'add a person; asks for a password').action((name: string, options: DataOption) =>
    serverUserCommand.add(name, userContext(options)),
  )
  add(user, 'passwd <name>', 'set a new password and sign out all devices').action(
    (name: string, options: DataOption) => serverUserCommand.passwd(name, userContext(options)),
  )
  add(user, 'list', 'who there is')
    .option('--json', 'print one JSON value instead of text')
    .action((options: DataOption & { readonly json?: boolean }) =>
      serverUserCommand.list(userContext(options, options.json)),
    )
  add(user, 'remove <name>', 'remove a person and sign out all devices')
    .option('--with-spaces', 'also the spaces that nobody else owns')
    .action((name: string, options: DataOption & { readonly withSpaces?: boolean }) =>
      serverUserCommand.remove(name, options.withSpaces ?? false, userContext(options)),
    )
  add(server, 'backup <folder>', 'copy everything to a new folder, also while the server runs').action(
    async (folder: string, options: DataOption) => {
      if (!(await serverBackupCommand(folder, copyContext(options)))) setExitCode(1)
    },
  )
  add(server, 'restore <folder>', 'bring back a backup while the server is stopped').action(
    async (folder: string, options: DataOption) => {
      if (!(await serverRestoreCommand(folder, copyContext(options)))) setExitCode(1)
    },
  )
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new InvalidArgumentError('Not a port.')
  return number
}

function positive(text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new InvalidArgumentError('Not a number above zero.')
  return number
}
