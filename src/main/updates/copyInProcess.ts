import { askProcess } from '../askProcess'

export interface CopyOrder {
  readonly from: string
  readonly to: string
}

/** Copies a database in a process of its own, so that windows go on and a broken file takes nothing with it. */
export async function copyInProcess(from: string, to: string): Promise<void> {
  const order: CopyOrder = { from, to }
  await askProcess<null>({ program: 'copyProcess', serviceName: 'Grove copy', order })
}
