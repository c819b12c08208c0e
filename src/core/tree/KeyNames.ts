import { InternedStrings } from './InternedStrings'
import { sharedNames } from './shared'

/** The keys of a tree's properties by number. Trees with the same few keys hold one list of them together. */
export class KeyNames extends InternedStrings {
  protected override kept(names: string[]): string[] {
    return sharedNames(names)
  }
}
