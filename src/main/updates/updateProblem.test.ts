import { describe, expect, it } from 'vitest'
import { AppError } from '../../core/AppError'
import { askingProblem, fetchingProblem } from './updateProblem'

const failure = (message: string, more: Readonly<Record<string, unknown>> = {}): Error =>
  Object.assign(new Error(message), more)

describe('what people read of a failed update', () => {
  it.each([
    [failure('net::ERR_INTERNET_DISCONNECTED'), { code: 'update-unreachable', reason: 'this machine is offline' }],
    [failure('net::ERR_QUIC_SOMETHING'), { code: 'update-unreachable', reason: 'ERR_QUIC_SOMETHING' }],
    [failure('503 busy', { statusCode: 503 }), { code: 'update-unreachable', reason: 'it answers 503' }],
    [
      failure('not found', { code: 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND' }),
      { code: 'update-unreachable', reason: 'it has no versions for this system' },
    ],
    [
      failure('no semver', { code: 'ERR_UPDATER_INVALID_VERSION' }),
      { code: 'update-unreadable', reason: 'it is no list of versions' },
    ],
    [failure('odd\nat a stack'), { code: 'update-unreadable', reason: 'odd' }],
    [new AppError({ code: 'cancelled' }), { code: 'cancelled' }],
  ])('[UP9] while asking: %s', (error, detail) => {
    expect(askingProblem(error).detail).toEqual(detail)
  })

  it.each([
    [failure('sha512', { code: 'ERR_CHECKSUM_MISMATCH' }), { code: 'update-damaged', version: '0.2.0' }],
    [failure('EROFS', { code: 'EROFS' }), { code: 'update-blocked', path: '/opt/Grove' }],
    [failure('ENOSPC', { code: 'ENOSPC' }), { code: 'update-failed', version: '0.2.0', reason: 'the disk is full' }],
    [failure('Request has been aborted'), { code: 'update-unreachable', reason: 'the connection broke' }],
    [failure('odd'), { code: 'update-failed', version: '0.2.0', reason: 'odd' }],
  ])('[UP7] while fetching: %s', (error, detail) => {
    expect(fetchingProblem(error, '0.2.0', '/opt/Grove', false).detail).toEqual(detail)
  })

  it('[UP4] what was cancelled is no problem, whatever it broke', () => {
    expect(fetchingProblem(failure('aborted'), '0.2.0', '/opt/Grove', true).detail).toEqual({ code: 'cancelled' })
  })
})
