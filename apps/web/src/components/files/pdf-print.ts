import { drawPage, type PDFDocumentProxy } from './pdf.ts';
import styles from './pdf.module.css';

/** Prints every page of the document and nothing else of the screen: pages are drawn at 150 dots an inch, as images. */
export async function printPdf(pdf: PDFDocumentProxy, signal: AbortSignal): Promise<void> {
  const sheet = document.createElement('div');
  sheet.className = styles.print ?? '';
  const urls: string[] = [];
  try {
    for (let n = 1; n <= pdf.numPages && !signal.aborted; n++) {
      const page = await pdf.getPage(n),
        canvas = document.createElement('canvas');
      await drawPage(page, canvas, 150 / 72, signal, 1);
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
      if (!blob) throw new Error('the page could not be drawn');
      const image = new Image(),
        url = URL.createObjectURL(blob);
      urls.push(url);
      image.src = url;
      image.alt = '';
      await image.decode();
      sheet.append(image);
    }
    if (signal.aborted) return;
    document.body.append(sheet);
    document.documentElement.dataset['printing'] = 'pdf';
    window.print(); // comes back when the dialog is closed
  } finally {
    delete document.documentElement.dataset['printing'];
    sheet.remove();
    for (const url of urls) URL.revokeObjectURL(url);
  }
}
