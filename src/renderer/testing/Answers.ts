import type { RequestName, RequestOf, ResponseOf } from '../../bridge/contract'

/** What a home in tests answers, request by request. */
export type Answers = { [N in RequestName]?: (question: RequestOf<N>) => ResponseOf<N> | Promise<ResponseOf<N>> }
