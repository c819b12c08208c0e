/**
 * Ends the program with this exit code, now. Setting `process.exitCode` is not enough once electron-builder was loaded: its exit
 * hook ends a program that has run out of work with 0, whatever went wrong.
 */
export function endWith(code: number): never {
  process.exit(code)
}
