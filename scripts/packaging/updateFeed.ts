import type { Configuration } from 'electron-builder'

/**
 * Where packages look for updates, by the environment they are made in: `GROVE_UPDATES_URL`, a folder on any web server;
 * or `GROVE_UPDATES_REPOSITORY` (`owner/name`), the releases of a repository on GitHub. With neither, packages look
 * nowhere.
 */
export function updateFeed(environment: NodeJS.ProcessEnv): NonNullable<Configuration['publish']> | null {
  const url = environment['GROVE_UPDATES_URL']
  if (url) return { provider: 'generic', url: new URL(url).href }

  const repository = environment['GROVE_UPDATES_REPOSITORY']
  if (!repository) return null
  const [owner, repo, ...rest] = repository.split('/')
  if (!owner || !repo || rest.length > 0) throw new Error(`GROVE_UPDATES_REPOSITORY is no owner/name: ${repository}`)
  return { provider: 'github', owner, repo }
}
