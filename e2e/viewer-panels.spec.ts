import { dicomObject } from '../packages/config/src/testing-dicom.ts';
import { recordStudy, storeDicom } from './dicom.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { viewer } from './pages/imaging.ts';
import { openViewer, say } from './pages/viewer-inside.ts';
import { viewerStudies } from './viewer-studies.ts';

/** Of the page that embeds the viewer: it has the heading and the landmark around it. */
const ofThePage = ['landmark-one-main', 'page-has-heading-one', 'region', 'heading-order'];
const presentation = '1.2.840.10008.5.1.4.1.1.11.1';

test.describe.configure({ timeout: 180_000 });

test('on a phone the image has the whole width; the panels are laid over it when they are asked for', async ({
  signedInPage,
  stack,
  fhir,
  patient,
}) => {
  const { radiograph, ct, prior } = await viewerStudies(stack, fhir, patient);
  const page = await signedInPage('radiologist', { viewport: { width: 390, height: 844 } });
  await openViewer(page, patient.id, radiograph);
  const inside = viewer(page);
  const width = async () =>
    (await inside.locator('.cornerstone-viewport-element').first().boundingBox())?.width ?? 0;
  const room = (await page.locator('iframe').boundingBox())?.width ?? 0;
  expect(room).toBe(390);
  await expect.poll(width).toBeGreaterThan(room - 8);
  const series = inside.getByRole('button', { name: 'Séries', exact: true });
  const thumbnail = inside.locator('[data-cy="study-browser-thumbnail"]').first();
  await expect(thumbnail).toBeHidden();
  await series.click();
  await expect(thumbnail).toBeVisible();
  expect(await width()).toBeGreaterThan(room - 8);
  await series.click();
  await expect(thumbnail).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  // a comparison that is opened by its address: which is which, in full, and the link between them
  await page.goto(`/patients/${patient.id}/imaging/${ct}?prior=${prior}`);
  await expect(inside.getByRole('button', { name: 'Défilement lié' })).toBeVisible({ timeout: 60_000 });
  for (const date of ['3 févr. 2026', '3 févr. 2025']) {
    const said = inside.getByText(date, { exact: true });
    await expect(said).toBeVisible();
    expect(await said.evaluate((span) => span.scrollWidth - span.clientWidth)).toBeLessThanOrEqual(0);
  }
});

test('a panel is opened and closed from the keyboard by Enter and Space', async ({
  signedInPage,
  stack,
  fhir,
  patient,
}) => {
  const { ct } = await viewerStudies(stack, fhir, patient);
  const page = await signedInPage('radiologist');
  await openViewer(page, patient.id, ct);
  const inside = viewer(page);
  const header = inside
    .locator('#viewerLayoutResizableLeftPanel')
    .getByRole('button', { name: 'Ouvrir ou fermer le volet' });
  const thumbnail = inside.locator('[data-cy="study-browser-thumbnail"]').first();
  await expect(thumbnail).toBeVisible();
  for (const key of ['Enter', ' ']) {
    await header.focus();
    await page.keyboard.press(key);
    await expect(thumbnail).toBeHidden();
    await header.focus();
    await page.keyboard.press(key);
    await expect(thumbnail).toBeVisible();
  }
  // a tool that has the focus is chosen, and the image keeps still
  const zoom = inside.getByRole('button', { name: 'Zoom', exact: true }).first();
  for (const key of ['Enter', ' ']) {
    await inside.getByRole('button', { name: 'Fenêtrage', exact: true }).first().click();
    await zoom.focus();
    await page.keyboard.press(key);
    await expect(zoom).toHaveClass(/bg-highlight|active/);
  }
  await expect(page).toHaveURL(new RegExp(`/imaging/${ct}`));
});

test('what the viewer does not draw is named in it', async ({ signedInPage, stack, fhir, patient }) => {
  const { ct } = await viewerStudies(stack, fhir, patient);
  const state = (study: string, n: number) =>
    dicomObject({
      study,
      series: `${study}.${n}`,
      instance: `${study}.${n}.1`,
      modality: 'PR',
      sopClass: presentation,
      pixels: null,
      patientId: patient.ipp,
      seriesDescription: 'Présentation du radiologue',
    });
  const alone = `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;
  await storeDicom(stack, [state(ct, 9), state(alone, 1)]);
  await recordStudy(fhir, patient.reference, alone, 'Présentation', [
    { uid: `${alone}.1`, modality: 'PR', sopClass: presentation, instances: 1 },
  ]);
  const page = await signedInPage('radiologist');
  await openViewer(page, patient.id, ct);
  const note = viewer(page).getByRole('note');
  await expect(note).toContainText('Ne s’affiche pas ici : Présentation du radiologue · PR.');
  await expectAccessible(page, 'the viewer with a note', ofThePage);
  await note.getByRole('button', { name: 'Masquer' }).click();
  await say(page, { type: 'layout', mode: 'mpr' });
  await expect(note).toBeHidden();
  // a study without any image is not waited for
  await page.goto(`/patients/${patient.id}/imaging/${alone}`);
  await expect(viewer(page).getByRole('note')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('viewer-stage')).toHaveAttribute('data-phase', 'shown');
});
