import type { LinkLook } from '../../../bridge/contract'
import { AppError, describeError, type ErrorCode } from '../../../core/AppError'
import { Attempt } from '../../state/Attempt.svelte'
import type { WindowState } from '../../state/WindowState.svelte'

export type JoinField = 'user' | 'password' | 'again'

/** The field in which a person can mend it. */
const FIELD_BY_CODE: { readonly [C in ErrorCode]?: JoinField } = {
  'name-taken': 'user',
  'weak-password': 'password',
  'wrong-password': 'password',
}

/** An invitation from its link to the open space: looked at first, taken up only when the person says so. */
export class JoinFlow {
  link = $state('')
  look = $state.raw<LinkLook>()
  /** Why the link leads nowhere. */
  linkProblem = $state<string>()
  isLooking = $state(false)
  isNew = $state(true)
  user = $state('')
  password = $state('')
  again = $state('')
  isDifferent = $state(false)
  readonly attempt = new Attempt()
  /** Nothing is left to do but to open it. A link mends a space whose key or membership was lost, so being here is not enough. */
  readonly isJoined: boolean = $derived.by(() => {
    const { look } = this
    if (!look?.isHere) return false
    const space = this.window.sync.of(look.spaceId)
    const layer = space.layers.find(({ place }) => place === look.server)
    return layer !== undefined && layer.role !== null && (space.hasKey || !layer.isEncrypted)
  })
  readonly needsAccount = $derived(this.look?.signedInAs === null && !this.isJoined)
  readonly errorField: JoinField | undefined = $derived(
    this.isDifferent ? 'again' : this.attempt.problem && FIELD_BY_CODE[this.attempt.problem.code],
  )

  constructor(readonly window: WindowState) {}

  edited(): void {
    this.look = undefined
    this.linkProblem = undefined
  }

  async open(): Promise<void> {
    const link = this.link.trim()
    if (link === '' || this.isLooking) return
    this.isLooking = true
    this.edited()
    try {
      this.look = await this.window.bridge.request('links.look', { link })
    } catch (error) {
      this.linkProblem = describeError(AppError.detailOf(error))
    } finally {
      this.isLooking = false
    }
  }

  /** True when the space is open in this window. */
  async join(): Promise<boolean> {
    const { look, user, password, isNew, window } = this
    if (!look) return false
    this.isDifferent = this.needsAccount && isNew && password !== this.again
    if (this.isDifferent) return false
    const account = this.needsAccount ? { account: { user: user.trim(), password, isNew } } : {}
    const isOpen = await this.attempt.run(async () => {
      if (this.isJoined) await window.openSpace(look.spaceId)
      else await window.openArrived(await window.bridge.request('links.join', { link: this.link.trim(), ...account }))
      return true
    })
    return isOpen === true
  }

  /** What stands at a field, or, without one, below them all. */
  sentenceAt(field: JoinField | undefined): string | undefined {
    if (this.errorField !== field) return undefined
    return field === 'again' ? 'The two are not the same.' : this.attempt.sentence
  }

  typed(): void {
    this.isDifferent = false
    this.attempt.forget()
  }
}
