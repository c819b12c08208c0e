import type { Attribute } from '@tiptap/core'

type AttributeValue = string | number | boolean | null

/**
 * A node attribute that survives copy and paste as `data-<name>` (or `htmlName`); values equal to `fallback` are not
 * written. The type of `fallback` decides how the text is read back; with null, text stays text.
 */
export function attribute(name: string, fallback: AttributeValue, htmlName = dataName(name)): Attribute {
  return valueAttribute(name, htmlName, fallback, (text) => {
    if (typeof fallback === 'number') return Number.isFinite(Number(text)) ? Number(text) : fallback
    if (typeof fallback === 'boolean') return text === 'true'
    return text
  })
}

/** Like `attribute`, for a number that may be missing. */
export function numberAttribute(name: string): Attribute {
  return valueAttribute(name, dataName(name), null, (text) => (Number.isFinite(Number(text)) ? Number(text) : null))
}

function dataName(name: string): string {
  return `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function valueAttribute(
  name: string,
  htmlName: string,
  fallback: AttributeValue,
  read: (text: string) => AttributeValue,
): Attribute {
  return {
    default: fallback,
    keepOnSplit: false,
    parseHTML: (element: HTMLElement) => {
      const text = element.getAttribute(htmlName)
      return text === null ? fallback : read(text)
    },
    renderHTML: (attributes: Record<string, unknown>) => {
      const value = attributes[name]
      const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      return value === fallback || !isPlain ? {} : { [htmlName]: String(value) }
    },
  }
}
