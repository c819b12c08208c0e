/** An attribute that should be text; empty when it is not. */
export function attributeText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** An attribute that may be text; null when it is not, or empty. */
export function optionalText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
