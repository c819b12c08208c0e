import { expect, it } from 'vitest'
import './tokens.css'
import './base.css'

const INK = 24

/** How many of its points are neither grey nor clear. */
function colouredPoints(text: string, font: string): number {
  const canvas = new OffscreenCanvas(2 * INK, 2 * INK)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.font = `${INK}px ${font}`
  context.fillText(text, 0, INK)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  let points = 0
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.slice(at, at + 3)
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > 40) points += 1
  }
  return points
}

it.each(['--font-ui', '--font-code', '--font-emoji'])('[UI245] %s has emoji in colour', async (name) => {
  const font = getComputedStyle(document.documentElement).getPropertyValue(name)
  for (const emoji of ['🌳', '👩‍💻', '🇩🇪', '✅']) {
    await document.fonts.load(`${INK}px ${font}`, emoji)
    expect(colouredPoints(emoji, font), emoji).toBeGreaterThan(50)
  }
})

it('[UI245] digits and words are left to the fonts of text', async () => {
  const font = getComputedStyle(document.documentElement).getPropertyValue('--font-ui')
  const text = document.body.appendChild(document.createElement('span'))
  text.textContent = '12 #*'
  text.style.font = `${INK}px ${font}`
  await document.fonts.load(text.style.font, text.textContent)
  const width = text.getBoundingClientRect().width
  text.style.font = `${INK}px ${font.replace("'Emoji in Text',", '')}`
  expect(text.getBoundingClientRect().width).toBe(width)
})
