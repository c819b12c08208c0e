/** Starts the worker that searches, and gives it the home's port. `onLost`: it could not be loaded. Returns what ends it at once. */
export function startSearcher(port: MessagePort, onLost: () => void): () => void {
  const worker = new Worker(new URL('../search/searchWorker.ts', import.meta.url), {
    type: 'module',
    name: 'grove-search',
  })
  worker.onerror = () => {
    worker.terminate()
    onLost()
  }
  worker.postMessage(null, [port])
  return () => worker.terminate()
}
