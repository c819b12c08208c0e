import type { RunningBrowser } from './RunningBrowser'
import { RunningChromium } from './RunningChromium'
import { RunningFirefox } from './RunningFirefox'

/** The browser that this run of the tests is for. */
export function startBrowser(profile: string): Promise<RunningBrowser> {
  return process.env['GROVE_BROWSER'] === 'firefox' ? RunningFirefox.start(profile) : RunningChromium.start(profile)
}
