import { describe, expect, it } from 'vitest'
import { isOwnPage, pageFile } from './pageFile'

describe('pageFile', () => {
  it.each([
    ['grove-app://window/', '/out/index.html'],
    ['grove-app://window/index.html?space=1', '/out/index.html'],
    ['grove-app://window/assets/a%20b.js', '/out/assets/a b.js'],
    ['grove-app://window/../main/index.cjs', '/out/main/index.cjs'],
    ['grove-app://window/%2e%2e/main/index.cjs', '/out/main/index.cjs'],
    ['grove-app://window/..%2fmain%2findex.cjs', undefined],
    ['grove-app://window/..%5cmain', undefined],
    ['grove-app://window/a%00b', undefined],
    ['grove-app://window/%E0%A4%A', undefined],
    ['grove-app://elsewhere/index.html', undefined],
    ['https://window/index.html', undefined],
  ])('[UI53] %s is %j', (url, expected) => {
    expect(pageFile(url, '/out')).toBe(expected)
  })
})

describe('isOwnPage', () => {
  it('[UI54] knows the app’s page and, while developing, the served one', () => {
    expect(isOwnPage('grove-app://window/index.html', undefined)).toBe(true)
    expect(isOwnPage('grove-app://other/index.html', undefined)).toBe(false)
    expect(isOwnPage('http://localhost:5173/', undefined)).toBe(false)
    expect(isOwnPage('http://localhost:5173/x', 'http://localhost:5173/')).toBe(true)
    expect(isOwnPage('https://example.org/', 'http://localhost:5173/')).toBe(false)
    expect(isOwnPage('about:blank', 'about:blank')).toBe(false)
    expect(isOwnPage('', undefined)).toBe(false)
  })
})
