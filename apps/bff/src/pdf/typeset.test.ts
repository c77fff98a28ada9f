import { expect, it } from 'vitest';
import { documentOf, readPdf } from './testing-pdf.ts';
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

it('breaks a word that no line holds, and keeps line breaks', async () => {
  const read = await readPdf(
    await typeset(
      documentOf({ blocks: [{ kind: 'paragraph', text: `un\ndeux\n${'w'.repeat(900)}` }] }),
      code,
    ),
  );
  expect(read.pages[0]?.text.match(/w/g)?.length).toBe(900);
});
