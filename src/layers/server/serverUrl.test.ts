import { describe, expect, it } from 'vitest'
import { normalizeServerUrl, socketUrlOf } from './serverUrl'

describe('the address of a server', () => {
  it.each([
    ['grove.example.org', 'https://grove.example.org'],
    [' Grove.Example.ORG:8443/ ', 'https://grove.example.org:8443'],
    ['https://grove.example.org/', 'https://grove.example.org'],
    ['https://grove.example.org:443/join#abc', 'https://grove.example.org'],
    ['http://grove.example.org', 'http://grove.example.org'],
    ['localhost:7070', 'http://localhost:7070'],
    ['127.0.0.1', 'http://127.0.0.1'],
    ['[::1]:7070', 'http://[::1]:7070'],
    ['https://localhost:7070', 'https://localhost:7070'],
    ['localhost.example.org', 'https://localhost.example.org'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['192.168.1.20:7070', 'https://192.168.1.20:7070'],
  ])('[SC5] %s is used as %s', (typed, url) => {
    expect(normalizeServerUrl(typed)).toBe(url)
  })

  it.each([
    '',
    '   ',
    'https://',
    'ftp://example.org',
    'javascript:alert(1)',
    'https://me:word@example.org',
    'a b',
    'x'.repeat(400),
  ])('[SC5] "%s" is none', (typed) => {
    expect(() => normalizeServerUrl(typed)).toThrow('not the address of a server')
  })

  it('[SC5] the socket is at the same place, as safe as the rest', () => {
    expect(socketUrlOf('https://example.org:8443')).toBe('wss://example.org:8443/api/v1/socket')
    expect(socketUrlOf('http://localhost:7070')).toBe('ws://localhost:7070/api/v1/socket')
  })
})
