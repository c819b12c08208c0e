import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appLinkOf, readJoinLink } from '../core/keys/JoinLink'
import { HomeBench } from './testing/HomeBench'
import { SERVER } from './testing/TestHome'

let bench: HomeBench
beforeEach(() => {
  bench = new HomeBench()
})
afterEach(() => bench.close())

describe('an invitation', () => {
  it('[HO11] brings somebody new in with one link, once', async () => {
    const { ada, id } = await bench.connected()
    await ada.layer(id)
    const { link } = await ada.settle(ada.home.invitations.make(id, SERVER, 'editor', 24))
    const eve = await bench.machine()
    expect(await eve.settle(eve.home.invitations.look(link))).toMatchObject({
      server: SERVER,
      spaceId: id,
      spaceName: 'Garden',
      role: 'editor',
      signedInAs: null,
      isHere: false,
    })
    const account = { user: 'eve', password: 'long enough', isNew: true }
    expect(await eve.settle(eve.home.invitations.join(link, account))).toBe(id)
    expect(await eve.settle(eve.home.catalogue.summary(id))).toMatchObject({
      name: 'Garden',
      canOpen: true,
      problem: null,
    })
    expect(await eve.layer(id)).toMatchObject({ state: 'in-step', isVerified: true, role: 'editor' })

    const bob = await bench.machine()
    const joining = bob.settle(
      bob.home.invitations.join(link, { ...account, user: 'bob', password: 'password of bob', isNew: false }),
    )
    await expect(joining).rejects.toMatchObject({ detail: { code: 'invite-invalid', reason: 'used' } })
    expect(bob.mediumById.size).toBe(0)
  })

  it('[HO11] that was used and went wrong afterwards works again for who used it', async () => {
    const { ada, id } = await bench.connected()
    await ada.layer(id)
    const { link } = await ada.settle(ada.home.invitations.make(id, SERVER, 'editor', 24))
    const bob = await bench.machine()
    await bob.signIn('bob')
    bob.store.failure = { code: 'disk-full', path: '/' }
    await expect(bob.settle(bob.home.invitations.join(link))).rejects.toMatchObject({ detail: { code: 'disk-full' } })
    bob.store.failure = null
    expect(await bob.settle(bob.home.invitations.join(link))).toBe(id)
    expect((await bob.layer(id)).isVerified).toBe(true)
  })

  it('[HO6, HO11] with another key, or none, makes nothing and leaves the invite unused', async () => {
    const { ada, id } = await bench.connected()
    const { link } = await ada.settle(ada.home.invitations.make(id, SERVER, 'editor', 24))
    const bob = await bench.machine()
    await bob.signIn('bob')
    for (const [key, code] of [
      [new Uint8Array(32), 'wrong-key'],
      [null, 'bad-link'],
    ] as const) {
      const forged = appLinkOf({ ...readJoinLink(link), key })
      await expect(bob.settle(bob.home.invitations.look(forged))).rejects.toMatchObject({ detail: { code } })
      await expect(bob.settle(bob.home.invitations.join(forged))).rejects.toMatchObject({ detail: { code } })
    }
    expect([bob.mediumById.size, bob.home.keyring.space(id)]).toEqual([0, undefined])
    expect([...bench.server.inviteByCode.values()].map(({ isUsed }) => isUsed)).toEqual([false])
  })
})
