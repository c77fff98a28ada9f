import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { accountOf } from './accounts.ts';
import { expect, test } from './fixtures.ts';

const demo = (accountOf('patient').fhirUser ?? '').replace('Patient/', '');

interface Sheet {
  text: string;
  /** Its texts as they were set, each on one line. */
  runs: string[];
  /** Right ends of its words, as a part of its width. */
  rightmost: number;
}

/** Prints as the browser does, and reads each sheet back. */
const printed = async (page: Page): Promise<Sheet[]> =>
  sheetsOf(await page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true }));

async function sheetsOf(file: Buffer): Promise<Sheet[]> {
  const pdf = getDocument({ data: new Uint8Array(file), verbosity: 0 });
  const { numPages, ...opened } = await pdf.promise.then((f) => ({
    numPages: f.numPages,
    page: f.getPage.bind(f),
  }));
  const sheets: Sheet[] = [];
  for (let n = 1; n <= numPages; n++) {
    const sheet = await opened.page(n);
    const { items } = await sheet.getTextContent();
    const words = items.filter((item) => 'str' in item);
    sheets.push({
      runs: words.map((word) => word.str.trim()),
      text: words
        .map((word) => word.str)
        .join(' ')
        .replace(/\s+/g, ' '),
      rightmost: Math.max(
        ...words
          .filter((w) => w.str.trim())
          .map((w) => ((w.transform[4] as number) + w.width) / sheet.getViewport({ scale: 1 }).width),
      ),
    });
  }
  await pdf.destroy();
  return sheets;
}

/** The frame knows its words once the author's place of work is there. */
async function openFramed(page: Page, address: string) {
  const answered = page.waitForResponse((response) => response.url().includes('session.workplaces'));
  await page.goto(address);
  await answered;
}

function expectFramed(
  sheets: Sheet[],
  { identity, content, author }: Record<'identity' | 'content' | 'author', string | RegExp>,
) {
  for (const [i, { text, rightmost }] of sheets.entries()) {
    expect(text).toMatch(identity);
    expect(text).toMatch(content);
    expect(text).toMatch(author);
    expect(text).toContain(`${i + 1} / ${sheets.length}`);
    expect(rightmost, 'nothing is cut at the right').toBeLessThan(1);
  }
}

test('each sheet of the results says whose, what, by whom, when and which page', async ({ signedInPage }) => {
  const page = await signedInPage('doctor', { colorScheme: 'dark' });
  await openFramed(page, `/patients/${demo}/results?view=grid&period=all`);
  await expect(page.getByRole('table')).toBeVisible();
  const days = await page.getByRole('columnheader', { name: /^\d\d\/\d\d\/\d{4}$/ }).allInnerTexts();
  const sheets = await printed(page);
  expect(sheets.length).toBeGreaterThan(2);
  expectFramed(sheets, {
    identity: /[A-Z]{3,} \S+ · née? le \d\d\/\d\d\/\d{4} · INS \S+ · IPP \d+/,
    content: /Résultats · Grille · Toute la période/,
    author: new RegExp(
      `Imprimé le \\d\\d/\\d\\d/\\d{4} .*\\d\\d:\\d\\d par .*${accountOf('doctor').family}.*, Médecin, Service de cardiologie`,
    ),
  });
  // the table is wider than a sheet: every day is on one of them, below the headings of its columns
  const all = sheets.map(({ text }) => text).join(' ');
  for (const day of days) expect(all).toContain(day);
  for (const { text } of sheets) expect(text).toMatch(/Analyse .*\d\d\/\d\d\/\d{4}/);
  // the screen is as it was
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('table')).toHaveCount(1);
});

test('on paper both ends of a reference range stay on one line, and the summary is saved as a PDF', async ({
  signedInPage,
}) => {
  const page = await signedInPage('doctor');
  await openFramed(page, `/patients/${demo}/results?period=all`);
  await expect(page.getByRole('grid').first()).toBeVisible();
  const runs = (await printed(page)).flatMap(({ runs }) => runs);
  expect(runs.filter((run) => /^[\d,]+ – [\d,]+$/.test(run)).length).toBeGreaterThan(10);
  expect(runs.filter((run) => /^[\d,]+ –$/.test(run))).toEqual([]);

  await page.goto(`/patients/${demo}/summary`);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Synthèse en PDF' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^[A-Z-]+-Jeanne_\d+_synthese_\d{4}-\d\d-\d\d\.pdf$/);
  for (const { text } of await sheetsOf(await readFile(await file.path())))
    expect(text).toMatch(/Synthèse du dossier.*IPP \d+.*Page \d+ sur \d+/);
});

test('the trail is printed with its period, in the language of the reader', async ({
  signedInPage,
  stack,
}) => {
  const page = await signedInPage('dpo');
  await page.context().addCookies([{ name: 'NEXT_LOCALE', value: 'en', url: stack.publicUrl }]);
  await openFramed(page, '/audit?from=2026-01-01');
  await expect(page.getByRole('table')).toBeVisible();
  expectFramed(await printed(page), {
    identity: /./,
    content: /Audit.*2026-01-01|Audit.*01\/01\/2026/,
    author: new RegExp(`Printed .*${accountOf('dpo').family}.*, Data protection officer`),
  });
});
