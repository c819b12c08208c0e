interface Versioned {
  version: string
  packages?: Record<string, { version?: string } | undefined>
}

/** A package.json or package-lock.json with another version of the project itself. */
export function setVersion(json: string, version: string): string {
  const parsed = JSON.parse(json) as Versioned
  parsed.version = version
  // A lockfile says it a second time, of the package without a name.
  const own = parsed.packages?.['']
  if (own) own.version = version
  return `${JSON.stringify(parsed, null, 2)}\n`
}
