import { endWith } from './endWith'
import { MissingPart } from './machine/MissingPart'

/** The end of a script that could not do its work: a sentence where a person can help, else all there is to know. */
export function reportFailure(reason: unknown): never {
  console.error(reason instanceof MissingPart ? reason.message : reason)
  endWith(1)
}
