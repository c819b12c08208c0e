import type { Role } from '../../bridge/contract'

/** What a member of a space may do, in words. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = { owner: 'Owner', editor: 'Can edit', viewer: 'Can read' }
