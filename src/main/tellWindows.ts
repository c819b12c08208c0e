import type { GroveHome } from '../home/GroveHome'
import type { Settings } from '../home/Settings'
import type { Windows } from './Windows'

/** All windows hear of what changes for all of them. */
export function tellWindows(windows: Windows, settings: Settings, home: GroveHome): void {
  settings.value.subscribe((changed) => windows.tellAll('settings.changed', changed))
  home.catalogue.summaries.subscribe((summaries) => windows.tellAll('spaces.changed', summaries))
  home.syncSummaries.subscribe((summaries) => windows.tellAll('sync.changed', summaries))
  home.serverSummaries.subscribe((summaries) => windows.tellAll('servers.changed', summaries))
  home.keysState.subscribe((state) => windows.tellAll('keys.changed', state))
}
