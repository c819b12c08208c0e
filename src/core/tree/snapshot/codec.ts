import { Packr } from 'msgpackr'

/** MessagePack as packs use it: JSON values and bytes, nothing else. */
export const codec = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true })
