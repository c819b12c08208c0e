import { createInterface } from 'node:readline'
import { AppError } from '../core/AppError'

/** Asks a person for a password, or takes the next line of what is piped in. */
export type AskPassword = (question: string) => Promise<string>

const [ENTER, RETURN, INTERRUPT, END, BACKSPACE, DELETE] = ['\n', '\r', '\u0003', '\u0004', '\b', '\u007f']

/** From the terminal without showing it, else the first line of standard input; never from the arguments, where others on
 *  the machine could read it. */
export const askPassword: AskPassword = (question) =>
  process.stdin.isTTY ? askUnseen(question) : firstLine(process.stdin)

async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input })) return line
  throw new AppError({ code: 'bad-request', reason: 'no password was given' })
}

function askUnseen(question: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  stdin.resume()
  return new Promise((resolve, reject) => {
    let typed: string[] = []
    const end = (settle: () => void): void => {
      stdin.off('data', onData)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write('\n')
      settle()
    }
    const onData = (text: string): void => {
      for (const character of text) {
        if (character === ENTER || character === RETURN) {
          end(() => resolve(typed.join('')))
          return
        }
        if (character === INTERRUPT || character === END) {
          end(() => reject(new AppError({ code: 'cancelled' })))
          return
        }
        if (character === BACKSPACE || character === DELETE) typed = typed.slice(0, -1)
        else typed.push(character)
      }
    }
    stdin.on('data', onData)
  })
}
