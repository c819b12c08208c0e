import { vi } from 'vitest'
import type { Cancel } from '../../../core/environment'

/** Until the returned function is called, every write of this page fails as it does when the browser gives no more room. */
export function breakStorage(): Cancel {
  const fail = (): never => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  }
  const spies = (['add', 'put'] as const).map((name) =>
    vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(fail),
  )
  return () => {
    for (const spy of spies) spy.mockRestore()
  }
}
