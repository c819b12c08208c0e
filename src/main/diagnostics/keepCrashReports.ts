import { app, crashReporter } from 'electron'
import { CrashReports } from './CrashReports'

/** From now on what crashes leaves a report on this machine, and nowhere else. As early as can be. */
export function keepCrashReports(): CrashReports {
  crashReporter.start({ uploadToServer: false, compress: false })
  const reports = new CrashReports(app.getPath('crashDumps'))
  void reports.prune(Date.now())
  return reports
}
