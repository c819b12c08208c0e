import { expect, it } from 'vitest'
import type { SearchNews } from '../../../home/search/searchMessages'
import type { Tab } from './Tab'
import { TabSearchers } from './TabSearchers'

/** A tab that keeps what it is sent. */
function newTab() {
  const ports: MessagePort[] = []
  const send = (_message: unknown, sent: MessagePort[]): void => {
    ports.push(...sent)
  }
  return { tab: { send } as unknown as Tab, ports }
}

function newSearcher(searchers: TabSearchers) {
  const news: SearchNews[] = []
  let ends = 0
  const helper = searchers.start({ onNews: (one) => news.push(one), onGone: () => (ends += 1) })
  return { helper, news, ends: () => ends }
}

it('[SE20] starts the worker in the newest tab, and hears of it when that tab ends or could not start it', async () => {
  const tabs = new Set<Tab>()
  const searchers = new TabSearchers(tabs)
  expect(() => newSearcher(searchers)).toThrow()
  const [one, other] = [newTab(), newTab()]
  tabs.add(one.tab).add(other.tab)
  const first = newSearcher(searchers)
  expect([one.ports.length, other.ports.length]).toEqual([0, 1])
  const port = other.ports[0]!
  const told = new Promise((resolve) => (port.onmessage = ({ data }) => resolve(data)))
  first.helper.tell({ kind: 'index', no: 1, spaceId: 'a' })
  expect(await told).toEqual({ kind: 'index', no: 1, spaceId: 'a' })
  searchers.lost(one.tab)
  expect(first.ends()).toBe(0)
  tabs.delete(other.tab)
  searchers.lost(other.tab)
  searchers.lost(other.tab)
  expect(first.ends()).toBe(1)
  const second = newSearcher(searchers)
  expect(one.ports).toHaveLength(1)
  await second.helper.end()
  searchers.lost(one.tab)
  expect(second.ends()).toBe(1)
  for (const left of [...one.ports, port]) left.close()
})
