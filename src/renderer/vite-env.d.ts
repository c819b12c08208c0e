interface ImportMetaEnv {
  /** False while developing. */
  readonly PROD: boolean
  /** Set in the web build only. */
  readonly GROVE_HOME?: 'browser'
  /** Of the web build; the desktop app knows its own. */
  readonly GROVE_VERSION: string
}

interface ImportMeta {
  readonly env: ImportMetaEnv
}
