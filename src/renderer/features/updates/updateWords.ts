import type { UpdatesSummary } from '../../../bridge/contract'

/** One sentence on how it stands. */
export function updateSentence({ version, way, state }: UpdatesSummary): string {
  switch (state.kind) {
    case 'none':
      return `This is Grove ${version}.`
    case 'checking':
      return 'Asking the update server…'
    case 'newest':
      return `Grove ${version} is the newest.`
    case 'available':
      return way.kind === 'itself'
        ? `Grove ${state.update.version} is there. This is ${version}.`
        : `Grove ${state.update.version} is there: get it with your package manager.`
    case 'downloading':
      return `Grove ${state.update.version} is on its way. You can go on working.`
    case 'ready':
      return `Grove ${state.update.version} is here. It is installed when you restart Grove.`
    case 'installing':
      return `Installing Grove ${state.update.version}.`
  }
}
