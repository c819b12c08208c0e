import { FILE_SCHEME } from '../bridge/channels'

/**
 * What the app's own pages may load: their own scripts and styles, and stored files as pictures and media. No script
 * that is written into the page, none from elsewhere, no network. Style attributes are allowed, because the editor
 * writes column widths and caret colours with them; style elements are not.
 */
export const pagePolicy = policy({
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'style-src-attr': "'unsafe-inline'",
  'img-src': `'self' data: blob: ${FILE_SCHEME}:`,
  'media-src': `${FILE_SCHEME}: blob:`,
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
})

/** The same while developing: Vite serves styles as elements and reloads over a socket. */
export const developmentPagePolicy = policy({
  'default-src': "'none'",
  'script-src': "'self' 'unsafe-inline'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': `'self' data: blob: ${FILE_SCHEME}:`,
  'media-src': `${FILE_SCHEME}: blob:`,
  'font-src': "'self' data:",
  'connect-src': "'self' ws:",
  'worker-src': "'self'",
})

function policy(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ')
}
