import { AppError } from '../../core/AppError'
import type { VaultJob } from './VaultJob'
import type { VaultNews, VaultWord } from './vaultMessages'

/** A helper hears something from its home: a word about what it does, or an order, whose outcome `job` tells. */
export function obeyVaultMessage<Order extends { readonly kind: string }>(
  job: VaultJob,
  message: Order | VaultWord,
  obey: (order: Order) => Promise<VaultNews>,
): void {
  if (!isWord(message)) {
    obey(message).then(job.tell, (error: unknown) => job.tell({ kind: 'failed', detail: AppError.detailOf(error) }))
  } else if (message.kind === 'cancel') job.cancel()
  else job.fileCame(message.hash, message.detail)
}

function isWord(message: { readonly kind: string }): message is VaultWord {
  return message.kind === 'cancel' || message.kind === 'file-came'
}
