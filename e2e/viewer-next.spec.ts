import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { newPatient } from './fhir.ts';
import { expectViewerImages } from './pages/imaging.ts';
import { drawLength, measured } from './pages/viewer-inside.ts';
import { openPalette } from './pages/shell.ts';
import { viewerStudies } from './viewer-studies.ts';

interface Kept {
  services?: {
    displaySetService: { getActiveDisplaySets(): { StudyInstanceUID: string }[] };
    measurementService: { getMeasurements(): unknown[] };
  };
}
const stage = (page: Page) => page.getByTestId('viewer-stage');
const frameOf = (page: Page, path: string) =>
  page.frames().find((each) => URL.parse(each.url())?.pathname.startsWith(path));

/** From the list of images of the chart that is open: the study, in the viewer. */
async function openFromList(page: Page, study: string) {
  await page
    .locator(`[data-study="${study}"]`)
    .getByRole('link', { name: /visionneuse/i })
    .click();
  await expect(stage(page)).toHaveAttribute('data-phase', 'shown', { timeout: 60_000 });
  await expectViewerImages(page);
}

test('the next study is opened in a viewer that was loaded beside the chart and has seen no patient', async ({
  signedInPage,
  stack,
  fhir,
  patient,
}) => {
  test.setTimeout(180_000);
  const next = await newPatient(fhir);
  const [before, after] = [await viewerStudies(stack, fhir, patient), await viewerStudies(stack, fhir, next)];
  const page = await signedInPage('radiologist');
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/dicom-web/')) asked.push(pathname + search);
  });
  await page.goto(`/patients/${patient.id}/imaging`);
  await openFromList(page, before.ct);
  expect(frameOf(page, '/ohif/empty')).toBeUndefined();
  await drawLength(page);
  expect(await measured(page)).toBe(1);
  await page.getByRole('link', { name: /Retour au dossier/ }).click();
  await page.getByRole('button', { name: 'Laisser de côté' }).click();
  await expect(page).toHaveURL(/\/imaging\?study=/);

  // another viewer, hidden and empty, once the page that was gone to is there
  await expect.poll(() => frameOf(page, '/ohif/empty') !== undefined).toBe(true);
  expect(frameOf(page, '/ohif/viewer')).toBeUndefined();
  await expect(page.locator('iframe[src="/ohif/empty"]')).toBeHidden();
  const spare = frameOf(page, '/ohif/empty');
  if (!spare) throw new Error('no viewer waits');
  await expect.poll(() => spare.evaluate(() => (window as Kept).services !== undefined)).toBe(true);
  await spare.evaluate(() => ((window as { mark?: string }).mark = 'the one that waited'));
  asked.length = 0;

  await (await openPalette(page)).fill(next.family);
  await page
    .getByRole('option', { name: new RegExp(next.family, 'i') })
    .first()
    .click();
  await expect(page).toHaveURL(new RegExp(`/patients/${next.id}/`));
  await page.getByRole('link', { name: 'Imagerie' }).first().click();
  await openFromList(page, after.ct);
  const viewer = frameOf(page, '/ohif/viewer');
  if (!viewer) throw new Error('no viewer');
  expect(await viewer.evaluate(() => (window as { mark?: string }).mark)).toBe('the one that waited');
  expect(page.frames()).toHaveLength(2);
  const held = await viewer.evaluate(() => {
    const { services } = window as Kept;
    return {
      studies: [
        ...new Set(services?.displaySetService.getActiveDisplaySets().map((s) => s.StudyInstanceUID)),
      ],
      measurements: services?.measurementService.getMeasurements().length,
      text: document.body.textContent,
    };
  });
  expect(held).toMatchObject({ studies: [after.ct], measurements: 0 });
  expect(held.text).not.toContain(patient.family);
  expect(asked.filter((address) => Object.values(before).some((uid) => address.includes(uid)))).toEqual([]);
  expect(asked.some((address) => address.includes(after.ct))).toBe(true);
  // the browser's own way back leads to the list, not through what the frame did
  await page.goBack();
  await expect(page).toHaveURL(/\/imaging(\?|$)/);
});
