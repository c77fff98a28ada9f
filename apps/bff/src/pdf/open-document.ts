import PDFDocument from 'pdfkit';

/** What a file says of itself. */
export interface FileFacts {
  title: string;
  /** The hospital. */
  author: string;
  subject: string;
  language: 'fr' | 'en';
  at: Date;
}

/** An empty PDF/A-2a that is tagged, in its language; the same facts give the same bytes. */
export function openDocument(
  { title, author, subject, language, at }: FileFacts,
  size: 'A4' | readonly [number, number],
): { doc: PDFDocument; finished: Promise<Buffer> } {
  const doc = new PDFDocument({
    size,
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-2a',
    tagged: true,
    lang: language === 'fr' ? 'fr-FR' : 'en-GB',
    displayTitle: true,
    info: {
      Title: title,
      Author: author,
      Subject: subject,
      Creator: 'KeneyApp',
      Producer: 'KeneyApp',
      CreationDate: at,
      ModDate: at,
    },
  });
  const chunks: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk) => chunks.push(chunk));
    doc.once('end', () => resolve(Buffer.concat(chunks)));
    doc.once('error', reject);
  });
  return { doc, finished };
}
