import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Configuration } from 'electron-builder'
import { parse } from 'yaml'
import { projectRoot } from '../projectRoot'
import { updateFeed } from './updateFeed'

/** electron-builder.yml, with what the environment says about updates. */
export function releaseConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const written = parse(readFileSync(path.join(projectRoot, 'electron-builder.yml'), 'utf8')) as Configuration
  return { ...written, publish: updateFeed(environment) }
}
