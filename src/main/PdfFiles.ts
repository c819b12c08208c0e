import path from 'node:path'
import { app, dialog, shell } from 'electron'
import { AppError } from '../core/AppError'
import { plainFileName } from '../core/plainFileName'
import type { GroveWindow } from './GroveWindow'
import { writeFileAtomically } from './writeFileAtomically'

/** Countries whose printers have Letter; everybody else's have A4. */
const LETTER_COUNTRIES = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'VE', 'GT', 'CR', 'PA', 'DO', 'PR'])

/** What windows show, as PDFs: each where a person says. */
export class PdfFiles {
  readonly #lastByWindow = new WeakMap<GroveWindow, string>()

  /** Null when the person closed the dialog. Rejects with `not-exported`, and leaves there what was there. */
  async save(window: GroveWindow, name: string): Promise<{ readonly file: string } | null> {
    const { canceled, filePath } = await dialog.showSaveDialog(window.browserWindow, {
      title: 'Save as PDF',
      defaultPath: path.join(app.getPath('documents'), plainFileName(`${name}.pdf`)),
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
    })
    if (canceled || !filePath) return null
    const file = path.extname(filePath) === '' ? `${filePath}.pdf` : filePath
    try {
      await writeFileAtomically(file, await pdfOf(window), 0o666)
    } catch (error) {
      const { message } = error instanceof Error ? error : new Error(String(error))
      throw new AppError({ code: 'not-exported', path: file, reason: message }, { cause: error })
    }
    this.#lastByWindow.set(window, file)
    return { file: path.basename(file) }
  }

  show(window: GroveWindow): void {
    const file = this.#lastByWindow.get(window)
    if (file === undefined) throw new AppError({ code: 'bad-request', reason: 'nothing was saved yet' })
    shell.showItemInFolder(file)
  }
}

function pdfOf({ browserWindow }: GroveWindow): Promise<Uint8Array> {
  return browserWindow.webContents.printToPDF({
    pageSize: LETTER_COUNTRIES.has(app.getLocaleCountryCode()) ? 'Letter' : 'A4',
    printBackground: true,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  })
}
