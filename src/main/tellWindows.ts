import type { GroveHome } from '../home/GroveHome'
import type { Settings } from '../home/Settings'
import type { Updates } from './updates/Updates'
import type { Windows } from './Windows'

/** All windows hear of what changes for all of them. */
export function tellWindows(windows: Windows, settings: Settings, home: GroveHome, updates: Updates): void {
  settings.value.subscribe((changed) => windows.tellAll('settings.changed', changed))
  home.catalogue.summaries.subscribe((summaries) => windows.tellAll('spaces.changed', summaries))
  home.syncSummaries.subscribe((summaries) => windows.tellAll('sync.changed', summaries))
  home.serverSummaries.subscribe((summaries) => windows.tellAll('servers.changed', summaries))
  home.keysState.subscribe((state) => windows.tellAll('keys.changed', state))
  updates.summary.subscribe((summary) => windows.tellAll('updates.changed', summary))
}
