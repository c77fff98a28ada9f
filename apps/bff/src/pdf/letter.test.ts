import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, it } from 'vitest';
import { documentOf, readPdf } from './testing-pdf.ts';
import { typeset } from './typeset.ts';

const code = '7QK3M-2X9RT';
const points = (mm: number) => (mm * 72) / 25.4;
const letter = (lines: string[], count = 1) =>
  typeset(
    documentOf({
      title: 'Convocation',
      recipient: lines,
      blocks: [
        ...Array.from({ length: count }, () => ({ kind: 'paragraph' as const, text: 'Vous êtes attendue.' })),
        { kind: 'signature', text: 'Pour l’établissement :' },
      ],
    }),
    code,
  );

it('puts the address, and nothing else, into the window of the envelope', async () => {
  const file = await letter(['Marie LEFÈVRE', '3 rue des Tilleuls', '69003 Lyon']);
  const pdf = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  const { items } = await (await pdf.getPage(1)).getTextContent();
  const seen = items.flatMap((item) => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [x, y] = [item.transform[4] as number, 841.89 - (item.transform[5] as number)];
    return x > points(100) && y > points(45) && y < points(90) ? [item.str] : [];
  });
  expect(seen.join(' ')).toBe('Marie LEFÈVRE 3 rue des Tilleuls 69003 Lyon');
});

it('is a tagged PDF/A like every document, with room to sign, over as many pages as it takes', async () => {
  const read = await readPdf(await letter(['Marie LEFÈVRE'], 80));
  expect(read).toMatchObject({ conformance: '2A', isTagged: true, language: 'fr-FR', title: 'Convocation' });
  expect(read.pages.length).toBeGreaterThan(1);
  expect(read.pages[0]?.roles).toEqual(expect.arrayContaining(['H1', 'P']));
  expect(read.pages.at(-1)?.text).toContain('Pour l’établissement');
  expect(
    read.pages
      .map(({ text }) => text)
      .join()
      .match(/Vous êtes attendue/g),
  ).toHaveLength(80);
});
