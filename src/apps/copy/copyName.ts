/** What a copy is called beside its original: `Plan copy`, then `Plan copy 2`; of a file before its ending. */
export function copyName(name: string, isFile: boolean, taken: ReadonlySet<string>): string {
  const dot = isFile ? name.lastIndexOf('.') : -1
  const end = dot > 0 ? name.slice(dot) : ''
  const begin = `${(end === '' ? name : name.slice(0, dot)).replace(/ copy( \d+)?$/, '')} copy`
  let copy = begin + end
  for (let count = 2; taken.has(copy); count += 1) copy = `${begin} ${count}${end}`
  return copy
}
