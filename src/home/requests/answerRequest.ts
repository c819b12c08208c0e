import * as v from 'valibot'
import { requestSchemas, type Answer, type RequestName, type RequestOf, type ResponseOf } from '../../bridge/contract'
import { AppError } from '../../core/AppError'

/** One handler per request; `From` is who asks. */
export type RequestHandlers<From> = {
  readonly [N in RequestName]: (question: RequestOf<N>, from: From) => ResponseOf<N> | Promise<ResponseOf<N>>
}

/**
 * Checks what a window asks for and answers it. Never rejects: trouble is an answer. `onUnexpected` hears of errors that
 * are mistakes of the program.
 */
export async function answerRequest<From>(
  handlers: RequestHandlers<From>,
  name: unknown,
  question: unknown,
  from: From,
  onUnexpected: (name: string, error: unknown) => void,
): Promise<Answer<unknown>> {
  if (!isRequestName(name)) return refusal('this window asked for something Grove does not know')
  const checked = v.safeParse(requestSchemas[name], question)
  if (!checked.success) return refusal(`${name} was asked with ${describeIssue(checked.issues[0])}`)
  try {
    const handler = handlers[name] as (question: unknown, from: From) => unknown
    return { ok: true, value: await handler(checked.output, from) }
  } catch (error) {
    if (!(error instanceof AppError)) onUnexpected(name, error)
    return { ok: false, detail: AppError.detailOf(error) }
  }
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requestSchemas, name)
}

function refusal(reason: string): Answer<never> {
  return { ok: false, detail: { code: 'bad-request', reason } }
}

/** Where and what kind of thing, never its value: that may be somebody's text. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue)
  return where === null ? `a wrong ${issue.type}` : `a wrong "${where}"`
}
