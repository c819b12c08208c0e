/** Longer ones are no links of ours. */
const MAX_LENGTH = 8000

/** The link among the arguments of a program, as systems hand over one that was clicked; undefined when there is none. */
export function openedLink(argv: readonly string[]): string | undefined {
  return argv.find((argument) => /^grove:\/\//i.test(argument) && argument.length <= MAX_LENGTH)
}
