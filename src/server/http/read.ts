import * as v from 'valibot'
import { AppError } from '../../core/AppError'

/** Foreign input as what it should be. Throws AppError `bad-request`, which names the place and repeats nothing of it. */
export function read<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input, { abortEarly: true })
  if (result.success) return result.output
  const where = v.getDotPath(result.issues[0])
  throw new AppError({ code: 'bad-request', reason: `${where ?? 'what was sent'} is not as it should be` })
}
