/* A peer's server: node --import tsx serverProcess.ts MODULE. MODULE exports `startServer(folder)`, which answers its address. */
process.on('message', ({ id, argument }: { id: number; argument: unknown }) => {
  start(argument as string).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())

async function start(folder: string): Promise<string> {
  const module = (await import(process.argv[2] ?? '')) as { startServer: (folder: string) => Promise<string> }
  return module.startServer(folder)
}
