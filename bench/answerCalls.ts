/** Answers what `ChildProcess.call` asks this process, until the one who asks is gone. */
export function answerCalls(calls: Readonly<Record<string, (argument: unknown) => unknown>>): void {
  const answer = async (call: string, argument: unknown): Promise<unknown> => {
    const work = calls[call]
    if (!work) throw new Error(`cannot ${call}`)
    return work(argument)
  }
  process.on('message', ({ id, call, argument }: { id: number; call: string; argument: unknown }) => {
    answer(call, argument).then(
      (result) => process.send?.({ id, result }),
      (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit())
}
