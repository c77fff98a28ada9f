import { describe, expect, it } from 'vitest';
import type { Block } from './document.ts';
import { documentOf, readPdf, type ReadPage } from './testing-pdf.ts';
import { typeset } from './typeset.ts';

const code = '7QK3M-2X9RT';
const list = (...leads: string[]) => [
  { kind: 'list' as const, items: leads.map((lead) => ({ lead, rest: ['suite'], aside: '28/11/2026' })) },
];
const tableOf = (count: number) => ({
  kind: 'table' as const,
  caption: 'Derniers résultats',
  columns: [
    { header: 'Examen', share: 3 },
    { header: 'Valeur', share: 1, align: 'right' as const },
  ],
  rows: Array.from({ length: count }, (_, i) => ({ cells: [`Analyse ${i + 1}`, `${i},5 mmol/L`] })),
});

it('is tagged, in its language, with its title, says what a PDF/A says, and is the same for the same input', async () => {
  const document = documentOf({
    blocks: [{ kind: 'heading', text: 'Allergies', note: '' }, ...list('Pénicilline')],
  });
  const file = await typeset(document, code);
  const read = await readPdf(file);
  expect(read).toMatchObject({
    title: 'Synthèse du dossier',
    language: 'fr-FR',
    conformance: '2A',
    isTagged: true,
  });
  expect(read.pages[0]?.roles).toEqual(expect.arrayContaining(['H1', 'P', 'H2', 'L', 'LI', 'Lbl', 'LBody']));
  for (const words of [
    'Allergies',
    'Pénicilline',
    'suite',
    '28/11/2026',
    'Document 7QK3M-2X9RT · Page 1 sur 1',
  ])
    expect(read.pages[0]?.text).toContain(words);
  expect((await typeset(document, code)).equals(file)).toBe(true);
  expect((await typeset(document, '00000-00000')).equals(file)).toBe(false);
});

it('breaks long tables and texts over pages: each says whose it is and which one it is, and repeats the headings', async () => {
  const long = 'Compte rendu très long. '.repeat(400);
  const read = await readPdf(
    await typeset(documentOf({ blocks: [tableOf(300), { kind: 'paragraph', text: long }] }), code),
  );
  const total = read.pages.length;
  expect(total).toBeGreaterThan(5);
  const whole = read.pages
    .map(({ text }) => text)
    .join(' ')
    .replaceAll('\n', ' ');
  for (let i = 1; i <= 300; i += 1) expect(whole).toMatch(new RegExp(`Analyse ${i}\\b`));
  expect(whole.match(/Compte rendu/g)?.length).toBe(400);
  read.pages.forEach(({ text }, i) => {
    expect(text).toContain('LEFÈVRE Marie');
    expect(text).toContain('INS qualifiée · IPP 800012345');
    expect(text).toContain(`Page ${i + 1} sur ${total}`);
    if (/Analyse \d/.test(text)) expect(text).toContain('Valeur');
  });
  // repeated headings are no second table to a reader
  expect(read.pages[0]?.roles.filter((role) => role === 'TH')).toHaveLength(302);
});

it('draws other scripts, and says which characters it cannot draw', async () => {
  const names = ['Łukasz Żółć', 'Nguyễn Thị Ánh', 'Иванов Пётр', 'Στέφανος', 'PA ≥ 120 ≤ 4 mg ↑ ↓'];
  const read = await readPdf(
    await typeset(documentOf({ blocks: list(...names, 'محمد علي', '王小明', '👩‍⚕️') }), code),
  );
  const text = read.pages[0]?.text ?? '';
  for (const name of names) expect(text).toContain(name);
  expect(text).toMatch(/محمد/u);
  expect(text).toContain('□□□');
  expect(text).toMatch(/remplace des caractères U\+738B, U\+5C0F, U\+660E, U\+1F469/);
  expect((await readPdf(await typeset(documentOf(), code))).pages[0]?.text).not.toContain('remplace');
});

it('writes the sign of a negative number, and leaves hyphens and dates', async () => {
  const words = ['Excès de base : -2,5 mmol/L', '(-0,75 → -1)', 'CIM-10', '2026-11-28', '3-5', 'rendez-vous'];
  const text = (await readPdf(await typeset(documentOf({ blocks: list(...words) }), code))).pages[0]?.text;
  for (const said of ['−2,5 mmol/L', '(−0,75 → −1)', 'CIM-10', '2026-11-28', '3-5', 'rendez-vous'])
    expect(text).toContain(said);
});

it('breaks a word that no line holds, and keeps line breaks', async () => {
  const read = await readPdf(
    await typeset(
      documentOf({ blocks: [{ kind: 'paragraph', text: `un\ndeux\n${'w'.repeat(900)}` }] }),
      code,
    ),
  );
  expect(read.pages[0]?.text.match(/w/g)?.length).toBe(900);
});

describe('what is taller than a page', () => {
  const count = 150;
  const linesOf = (mark: string) =>
    Array.from({ length: count }, (_, i) => `${mark}${String(i + 1).padStart(3, '0')}`);
  const set = async (block: Block) => {
    const { pages } = await readPdf(await typeset(documentOf({ blocks: [block] }), code));
    expect(pages.length).toBeGreaterThan(2);
    return pages;
  };
  const expectAll = (pages: readonly ReadPage[], mark: string) =>
    expect(pages.flatMap(({ text }) => text.match(new RegExp(`${mark}\\d{3}`, 'g')) ?? [])).toEqual(
      linesOf(mark),
    );

  it.each([
    ['the first column', [linesOf('A').join('\n'), 'court', 'court']],
    [
      'several columns',
      [linesOf('A').join('\n'), linesOf('B').slice(0, 70).join('\n'), linesOf('C').join('\n')],
    ],
  ])(
    'is a row of a table with %s: it goes on below repeated headings, in the same cells',
    async (_, cells) => {
      const columns = ['Examen', 'Valeur', 'Avis'].map((header) => ({ header, share: 1 }));
      const rows = [{ cells: ['avant', '1', '2'] }, { cells }, { cells: ['après', '3', '4'] }];
      const pages = await set({ kind: 'table', caption: 'Résultats', columns, rows });
      expectAll(pages, 'A');
      if (cells[2] !== 'court') expectAll(pages, 'C');
      const text = pages.map((page) => page.text).join();
      expect(text.match(/B\d{3}/g)?.length ?? 0).toBe(cells[1] === 'court' ? 0 : 70);
      expect(text.indexOf('après')).toBeGreaterThan(text.indexOf('A150'));
      // it begins where it stands
      expect(pages[0]?.text).toContain('A001');
      for (const page of pages) expect(page.text).toMatch(/Examen[^]*Valeur[^]*Avis/);
      // three headings and three rows, of which the tall one is on every page
      for (const page of pages) expect(page.roles.filter((role) => role === 'TH')).toHaveLength(6);
    },
  );

  it('is a cell of one word, headings, a list with its asides, a paragraph: nothing of them is lost', async () => {
    const pages = await set({
      kind: 'table',
      caption: 'x',
      columns: [
        { header: 'h'.repeat(500), share: 1 },
        { header: 'Examen', share: 70 },
      ],
      rows: [{ cells: ['', 'w'.repeat(15_000)] }],
    });
    const count = (letter: string) =>
      pages.reduce((sum, { text }) => sum + (text.match(new RegExp(letter, 'g'))?.length ?? 0), 0);
    expect(count('w')).toBe(15_000);
    expect(count('h')).toBeGreaterThanOrEqual(500);
    const item = {
      lead: linesOf('A').join('\n'),
      rest: ['fin'],
      aside: linesOf('D').slice(0, 100).join('\n'),
    };
    const listed = await set({ kind: 'list', items: [{ ...item, lead: 'avant', aside: '' }, item] });
    expectAll(listed, 'A');
    expect(
      listed
        .map(({ text }) => text)
        .join()
        .match(/D\d{3}/g),
    ).toHaveLength(100);
    expectAll(await set({ kind: 'paragraph', text: linesOf('A').join('\n'), tone: undefined }), 'A');
  });
});
