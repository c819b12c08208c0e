import type { Cancel } from '../../../core/environment'

/** Until the returned function is called, every write of this page fails as it does when the browser gives no more room. */
export function breakStorage(): Cancel {
  const stores = IDBObjectStore.prototype
  const { add, put } = stores
  const fail = (): never => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  }
  stores.add = fail
  stores.put = fail
  return () => {
    stores.add = add
    stores.put = put
  }
}
