import type { GroveHome } from '../GroveHome'
import type { RequestHandlers } from './answerRequest'
import { copyRequests } from './copyRequests'
import { keyRequests } from './keyRequests'
import { memberRequests } from './memberRequests'
import { restorePointRequests } from './restorePointRequests'
import { secretRequests } from './secretRequests'
import { serverRequests } from './serverRequests'
import { syncRequests } from './syncRequests'
import { versionRequests } from './versionRequests'

/** The requests that every home answers the same way. */
export type HomeRequestName = keyof (ReturnType<typeof copyRequests> &
  ReturnType<typeof keyRequests> &
  ReturnType<typeof serverRequests> &
  ReturnType<typeof syncRequests> &
  ReturnType<typeof memberRequests> &
  ReturnType<typeof secretRequests> &
  ReturnType<typeof restorePointRequests> &
  ReturnType<typeof versionRequests>)

export function homeRequests(home: GroveHome): Pick<RequestHandlers<unknown>, HomeRequestName> {
  return {
    ...copyRequests(home),
    ...keyRequests(home),
    ...serverRequests(home),
    ...syncRequests(home),
    ...memberRequests(home),
    ...secretRequests(home),
    ...restorePointRequests(home),
    ...versionRequests(home),
  }
}
