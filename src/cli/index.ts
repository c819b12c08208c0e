#!/usr/bin/env node
import { CommanderError } from 'commander'
import { AppError, describeError } from '../core/AppError'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { buildProgram } from './buildProgram'
import { answerAsThread } from './prepareInThread'
import { processTerminal } from './Terminal'

if (!answerAsThread()) run()

function run(): void {
  const terminal = processTerminal()
  const program = buildProgram({
    environment: nodeEnvironment,
    terminal,
    setExitCode: (code) => {
      process.exitCode = code
    },
  })

  program.parseAsync().catch((error: unknown) => {
    if (error instanceof CommanderError) {
      // Commander has said what is wrong; asking for help is not wrong.
      process.exitCode = error.exitCode === 0 ? 0 : 2
      return
    }
    terminal.notice(describeError(AppError.detailOf(error)))
    process.exitCode = 1
  })
}
