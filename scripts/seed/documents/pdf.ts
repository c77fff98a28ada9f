import { createRequire } from 'node:module';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import { documentKinds, type DocumentSpec, type Section } from './spec.ts';

// Liberation Sans (SIL OFL), which comes with pdfjs-dist: the fonts built into PDF lack ł and other letters of names.
const fonts = path.join(
  path.dirname(
    createRequire(new URL('../../../apps/web/package.json', import.meta.url)).resolve(
      'pdfjs-dist/package.json',
    ),
  ),
  'standard_fonts',
);
const regular = readFileSync(path.join(fonts, 'LiberationSans-Regular.ttf')),
  bold = readFileSync(path.join(fonts, 'LiberationSans-Bold.ttf'));

const left = 56,
  width = 483;

/** A letter on the hospital's paper, several pages if needed. The same spec gives the same bytes. */
export async function renderPdf(spec: DocumentSpec): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: 56, bottom: 64, left, right: 56 },
    bufferPages: true,
    lang: 'fr-FR',
    displayTitle: true,
    info: {
      Title: spec.title,
      Author: spec.author,
      CreationDate: new Date(spec.date),
      ModDate: new Date(spec.date),
      Creator: 'Centre hospitalier du Val-Fleuri',
      Producer: 'Centre hospitalier du Val-Fleuri',
    },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    doc.on('data', (c: Buffer) => chunks.push(c));
    doc.once('end', () => resolve());
    doc.once('error', reject);
  });
  doc.registerFont('regular', regular);
  doc.registerFont('bold', bold);
  header(doc, spec);
  for (const section of spec.sections) write(doc, section);
  signature(doc, spec);
  footers(doc, spec);
  doc.end();
  await done;
  return Buffer.concat(chunks);
}

function header(doc: PDFDocument, spec: DocumentSpec): void {
  doc.rect(0, 0, 595, 8).fill('#0b5c7a').fillColor('#12232b');
  doc.font('bold').fontSize(13).text('Centre hospitalier du Val-Fleuri', left, 40);
  doc
    .font('regular')
    .fontSize(9)
    .fillColor('#44545c')
    .text(`${spec.service}\n12 avenue de la Loire, 37000 Tours · 02 47 00 00 00`);
  const p = spec.patient,
    top = 88;
  doc.roundedRect(left, top, width, 56, 4).lineWidth(0.8).stroke('#9fb3bc').fillColor('#12232b');
  doc
    .font('bold')
    .fontSize(11)
    .text(
      `${p.birthName} ${p.given}${p.usedName && p.usedName !== p.birthName ? ` (nom utilisé : ${p.usedName})` : ''}`,
      left + 10,
      top + 9,
      { width: width - 20 },
    );
  doc
    .font('regular')
    .fontSize(9)
    .text(
      `${p.sex} · né${p.sex === 'F' ? 'e' : ''} le ${p.birthDate} · IPP ${p.ipp}${p.ins ? ` · INS ${p.ins}` : ''}`,
      left + 10,
      Math.max(doc.y + 4, top + 27),
    );
  doc
    .font('bold')
    .fontSize(15)
    .fillColor('#0b5c7a')
    .text(spec.title, left, top + 74, { width });
  doc
    .font('regular')
    .fontSize(9)
    .fillColor('#44545c')
    .text(`${documentKinds[spec.kind][1]} · ${frenchDate(spec.date)}`)
    .moveDown(0.8);
}

function write(doc: PDFDocument, section: Section): void {
  if (doc.y > 730) doc.addPage();
  doc.font('bold').fontSize(11).fillColor('#12232b').text(section.title, left).moveDown(0.2);
  if (section.text) doc.font('regular').fontSize(10).text(section.text, { width, align: 'left', lineGap: 2 });
  for (const row of section.rows ?? []) {
    if (doc.y > 760) doc.addPage();
    const y = doc.y,
      columns = Math.max(row.length, 1);
    let lowest = y;
    row.forEach((cell, i) => {
      doc
        .font(i === 0 ? 'bold' : 'regular')
        .fontSize(9.5)
        .text(cell, left + (i * width) / columns, y, { width: width / columns - 8 });
      lowest = Math.max(lowest, doc.y);
    });
    doc
      .moveTo(left, lowest + 2)
      .lineTo(left + width, lowest + 2)
      .lineWidth(0.4)
      .stroke('#d5dee2');
    doc.y = lowest + 5;
    doc.x = left;
  }
  doc.moveDown(0.7);
}

function signature(doc: PDFDocument, spec: DocumentSpec): void {
  if (doc.y > 700) doc.addPage();
  doc
    .moveDown(1)
    .font('regular')
    .fontSize(10)
    .fillColor('#12232b')
    .text(
      `Signé électroniquement par ${spec.author}${spec.rpps ? ` (RPPS ${spec.rpps})` : ''}, le ${frenchDate(spec.date)}.`,
      left,
      doc.y,
      { width, align: 'right' },
    );
}

function footers(doc: PDFDocument, spec: DocumentSpec): void {
  const { start, count } = doc.bufferedPageRange();
  for (let i = start; i < start + count; i++) {
    doc.switchToPage(i);
    doc.page.margins.bottom = 0; // else a line below the margin opens a page
    doc
      .font('regular')
      .fontSize(8)
      .fillColor('#44545c')
      .text(
        `IPP ${spec.patient.ipp} · données fictives de démonstration · page ${i - start + 1} / ${count}`,
        left,
        806,
        { width, align: 'center' },
      );
  }
}

export const frenchDate = (iso: string): string =>
  `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
