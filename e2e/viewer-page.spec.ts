import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { dicomObject } from '../packages/config/src/testing-dicom.ts';
import { recordStudy, storeAnew, storeDicom } from './dicom.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { banner } from './pages/chart.ts';
import { long } from './long.ts';
import { expectImage, stage } from './pages/imaging.ts';
import { sharedData } from './stack.ts';

const uid = () => `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;
const chest = (page: Page) => page.getByRole('listitem').filter({ hasText: 'Scanner thoracique' }).first();
const sections = (page: Page) => page.getByRole('navigation', { name: 'Rubriques du dossier' });
const tall = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().height);

/**
 * What is around the viewer is looked at here; what it draws, in imaging.spec.ts. Its frame stays empty: drawing without
 * a graphics card takes all of a small machine.
 */
const emptyViewer = (page: Page) =>
  page
    .context()
    .route('**/ohif/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>-</title>' }));

test.describe('the page of the viewer', () => {
  const fullBleed =
    'opens over the whole window below one line of banner; menus, keys and full screen are a press away';
  test(fullBleed, long(fullBleed), async ({ signedInPage }) => {
    const page = await signedInPage('radiologist');
    await emptyViewer(page);
    await page.goto('/patients/pat-demo/imaging');
    await chest(page)
      .getByRole('link', { name: /visionneuse/i })
      .click();
    await expect(page).toHaveURL(/\/imaging\/[\d.]+$/);
    await expect(page.locator('iframe')).toBeVisible();
    await expect(banner(page)).toContainText('DURAND');
    await expect(banner(page)).toContainText('IPP');
    await expect(banner(page)).toContainText(/Allergies \(\d\)|Allergie|Aucune allergie connue/);
    expect(await tall(page, 'section[aria-labelledby="patient-name"]')).toBeLessThan(48);
    expect(await tall(page, 'iframe')).toBeGreaterThan(900 - 48 - 60);
    await expect(sections(page)).toBeHidden();
    await expect(page.getByRole('banner')).toBeHidden();
    // what another program draws in its frame has its own test
    await expectAccessible(page, 'viewer page', [], ['iframe']);

    await page.getByRole('button', { name: 'Menus' }).click();
    await expect(sections(page)).toBeVisible();
    await page.getByRole('button', { name: 'Menus' }).click();
    await expect(sections(page)).toBeHidden();

    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Touches des images' })).toBeVisible();
    await expectAccessible(page, 'keys of the images', [], ['iframe']);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('f');
    await expect.poll(() => page.evaluate(() => document.fullscreenElement?.tagName)).toBe('HTML');
    await expect(banner(page)).toBeVisible();
  });

  const ownWindow =
    'in a window of its own keeps the patient’s name, says when another chart is opened, and follows';
  test(ownWindow, long(ownWindow), async ({ signedInPage, patient }) => {
    const page = await signedInPage('radiologist');
    await emptyViewer(page);
    await page.goto('/patients/pat-demo/imaging');
    await chest(page)
      .getByRole('link', { name: /visionneuse/i })
      .click();
    const opened = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Fenêtre séparée' }).click();
    const own = await opened;
    await expect(own).toHaveURL(/window=own$/);
    await expect(banner(own)).toContainText('DURAND');
    await expect(own).toHaveTitle(/^DURAND .* · Visionneuse · KeneyApp$/);
    // the chart has its window back
    await expect(page).toHaveURL(/\/imaging\?study=/);

    await page.goto(`/patients/${patient.id}/summary`);
    const alert = own.getByRole('alert').filter({ hasText: 'Le dossier ouvert est maintenant celui de' });
    await expect(alert).toContainText(patient.family.toUpperCase());
    await expect(alert).toContainText('Ces images sont celles de DURAND');
    await expect(banner(own)).toContainText('DURAND');
    await alert.getByRole('button', { name: /^Suivre/ }).click();
    await expect(own).toHaveURL(new RegExp(`/patients/${patient.id}/imaging\\?window=own$`));
    await expect(banner(own)).toContainText(patient.family.toUpperCase());
    await expect(own.locator('iframe')).toHaveCount(0);
  });
});

test('on a phone the image of the quick look has the width of the screen, with sides and name on it', async ({
  signedInPage,
}) => {
  const page = await signedInPage('radiologist', { viewport: { width: 360, height: 740 } });
  await page.goto('/patients/pat-demo/imaging');
  await chest(page)
    .getByRole('button', { name: /^Aperçu/ })
    .click();
  await expectImage(page);
  const box = await stage(page).boundingBox();
  const screen = await page.evaluate(() => document.body.getBoundingClientRect().width);
  expect(box?.width).toBe(screen);
  expect(box?.height).toBeGreaterThan(280);
  await expect(stage(page).getByText('DURAND')).toBeVisible();
  await expect(page.getByTestId('edge-left')).toHaveText('R');
  await expectAccessible(page, 'quick look on a phone');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(screen);
});

test('what is no image is read, drawn or named, and is taken as a file', async ({
  signedInPage,
  fhir,
  stack,
  patient,
}) => {
  const folder = sharedData('dicom');
  test.skip(folder === null, 'the public test data is not beside this checkout (../shared/data)');
  if (folder === null) return;
  const real = async (name: string, modality: string) => {
    const bytes = readFileSync(path.join(folder, 'objects', `${name}.dcm`));
    const { study, series, sopClass } = await storeAnew(bytes, stack);
    await recordStudy(fhir, patient.reference, study, name, [
      { uid: series, modality, sopClass, instances: 1 },
    ]);
    return study;
  };
  const study = uid();
  const pdfClass = '1.2.840.10008.5.1.4.1.1.104.1',
    contours = '1.2.840.10008.5.1.4.1.1.481.3';
  const made = (n: number, modality: string, sopClass: string, extra: [number, string, Buffer | string][]) =>
    dicomObject({
      study,
      series: `${study}.${n}`,
      instance: `${study}.${n}.1`,
      modality,
      sopClass,
      pixels: null,
      patientId: patient.ipp,
      extra,
    });
  await storeDicom(stack, [
    made(1, 'DOC', pdfClass, [
      [0x00420010, 'ST', 'Courrier'],
      [0x00420011, 'OB', pdf('Bonjour confrère')],
      [0x00420012, 'LO', 'application/pdf'],
    ]),
    made(2, 'RTSTRUCT', contours, [[0x30060002, 'SH', 'Prostate']]),
  ]);
  await recordStudy(fhir, patient.reference, study, 'Autres objets', [
    { uid: `${study}.1`, modality: 'DOC', sopClass: pdfClass, instances: 1, description: 'Courrier' },
    { uid: `${study}.2`, modality: 'RTSTRUCT', sopClass: contours, instances: 1, description: 'Contours' },
  ]);
  const page = await signedInPage('radiologist');
  const look = (of: string) => page.goto(`/patients/${patient.id}/imaging?study=${of}`);

  await look(await real('test-SR', 'SR'));
  const article = page.getByRole('article');
  await expect(article.getByRole('heading', { name: 'Compte rendu structuré' })).toBeVisible();
  await expect(article.getByRole('listitem').nth(5)).toBeVisible();
  await expectAccessible(page, 'a structured report');
  const saved = page.waitForEvent('download');
  await article.getByRole('link', { name: 'Télécharger (DICOM)' }).click();
  expect(readFileSync(await (await saved).path()).toString('latin1', 128, 132)).toBe('DICM');

  await look(await real('waveform_ecg', 'ECG'));
  await expect(article.getByRole('img', { name: /secondes/ }).nth(11)).toBeVisible();
  await expectAccessible(page, 'an ECG');

  await look(study);
  await expect(page.getByText('Bonjour confrère')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: /Contours/ }).click();
  await expect(article).toContainText('Contours de radiothérapie');
  await expect(article).toContainText('Nom : Prostate');
});

/** One page with one line of text. */
function pdf(line: string): Buffer {
  const content = `BT /F1 24 Tf 40 700 Td (${line}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  const offsets: number[] = [];
  let text = '%PDF-1.4\n';
  for (const [i, object] of objects.entries()) {
    offsets.push(text.length);
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 6\n0000000000 65535 f \n${table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF`;
  return Buffer.from(text + end, 'latin1');
}
