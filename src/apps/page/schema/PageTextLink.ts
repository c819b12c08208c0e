import { Link } from '@tiptap/extension-link'
import { attribute } from './attribute'
import { isSafeAddress } from './safeAddress'

/**
 * The mark `link`: text that leads to an address, or, where the text carries marks of its own, to an entry of this
 * space (`entryId`). Addresses that would run code are kept in the document and never rendered.
 */
export const PageTextLink = Link.extend({
  addAttributes() {
    return { href: { default: null }, title: { default: null }, entryId: attribute('entryId', null) }
  },
}).configure({
  openOnClick: false,
  autolink: true,
  defaultProtocol: 'https',
  HTMLAttributes: { target: null, rel: 'noopener noreferrer nofollow', class: null },
  isAllowedUri: isSafeAddress,
})
