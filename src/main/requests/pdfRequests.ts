import type { RequestHandlers } from '../../home/requests/answerRequest'
import type { GroveWindow } from '../GroveWindow'
import type { PdfFiles } from '../PdfFiles'

/** Pages as PDFs. */
export function pdfRequests(pdfs: PdfFiles): Pick<RequestHandlers<GroveWindow>, 'pdf.save' | 'pdf.show'> {
  return {
    'pdf.save': ({ name }, window) => pdfs.save(window, name),
    'pdf.show': (_question, window) => {
      pdfs.show(window)
      return null
    },
  }
}
