import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dicomObject } from '../packages/config/src/testing-dicom.ts';
import { recordStudy, storeAnew, storeDicom } from './dicom.ts';
import type { FhirAsSystem, TestPatient } from './fhir.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { long, turn } from './long.ts';
import { counter, expectImage, expectViewerImages, shades, stage, viewer } from './pages/imaging.ts';
import { sharedData, type StackUnderTest } from './stack.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const uid = () => `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;

/** A round of brightening discs: every slice differs, none is uniform. */
function slice(n: number, size = 128): Buffer {
  const out = Buffer.alloc(size * size * 2);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1)
      out.writeUInt16LE(
        Math.hypot(x - size / 2, y - size / 2) < 16 + n * 3 ? 800 + ((x * 5 + y * 3) & 255) : (x + y) & 127,
        (y * size + x) * 2,
      );
  return out;
}

/** A study of one image, on the image server and in the patient's record; its UID. */
async function oneImage(
  { fhir, stack, patient }: { fhir: FhirAsSystem; stack: StackUnderTest; patient: TestPatient },
  description: string,
): Promise<string> {
  const study = uid(),
    series = `${study}.1`;
  await storeDicom(stack, [
    dicomObject({
      study,
      series,
      instance: `${series}.1`,
      rows: 128,
      columns: 128,
      pixels: slice(1),
      patientId: patient.ipp,
    }),
  ]);
  await recordStudy(fhir, patient.reference, study, description, [
    { uid: series, modality: 'CT', sopClass: ct, instances: 1 },
  ]);
  return study;
}

test.describe('images in the chart', () => {
  test('a study opens in the quick look: stack, presets, zoom, keyboard, back to the list', async ({
    signedInPage,
  }) => {
    const page = await signedInPage('doctor');
    await page.goto('/patients/pat-demo/imaging');
    const card = page.getByRole('listitem').filter({ hasText: 'Scanner thoracique' }).first();
    await expect
      .poll(() => card.locator('img').evaluate((i: HTMLImageElement) => i.naturalWidth))
      .toBeGreaterThan(32);
    await card.getByRole('button', { name: /^Aperçu/ }).click();
    await expectImage(page);
    await expect(counter(page)).toHaveText('Image 36 / 72');
    const image = page.getByRole('application');
    await image.focus();
    await page.keyboard.press('ArrowDown');
    await expect(counter(page)).toHaveText('Image 37 / 72');
    await page.keyboard.press('Home');
    await expect(counter(page)).toHaveText('Image 1 / 72');
    await image.hover();
    for (let notch = 0; notch < 10; notch += 1) await page.mouse.wheel(0, 120);
    await expect(counter(page)).toHaveText('Image 11 / 72');
    await page.getByRole('button', { name: 'Poumon' }).click();
    await expect(page.getByText('C -600 L 1500')).toBeVisible();
    await image.focus();
    await page.keyboard.press('+');
    await expect(page.getByText(/Zoom 1[2-9]\d %/)).toBeVisible();
    await page.keyboard.press('0');
    await expect(page.getByText('Zoom 100 %')).toBeVisible();
    await expectAccessible(page, 'quick look');
    await page.reload();
    await expectImage(page);
    await page.getByRole('button', { name: 'Fermer l’aperçu' }).click();
    await expect(stage(page)).toHaveCount(0);
    await expect(page).toHaveURL(/\/imaging$/);
  });

  test('the viewer opens on the study below the banner, with a prior and reformatted, and leads back', async ({
    signedInPage,
  }) => {
    test.setTimeout(240_000);
    const page = await signedInPage('radiologist');
    await page.goto('/patients/pat-demo/imaging');
    const card = page.getByRole('listitem').filter({ hasText: 'Scanner thoracique' }).first();
    await card.getByRole('button', { name: /^Aperçu/ }).click();
    await card.getByRole('link', { name: /visionneuse/i }).click();
    await expect(page).toHaveURL(/\/imaging\/[\d.]+$/);
    await expect(page.getByText('DURAND').first()).toBeVisible();
    await expectViewerImages(page);
    await page.getByRole('button', { name: 'Coupes multiplanaires' }).click();
    await expectViewerImages(page, 3);
    await page.getByRole('combobox', { name: 'Comparer avec' }).selectOption({ index: 1 });
    await expectViewerImages(page, 2);
    await page.getByRole('link', { name: /Retour au dossier/ }).click();
    await expect(page).toHaveURL(/\/imaging\?study=/);
    await expect(stage(page)).toBeVisible();
  });

  test('pictures of a series and an object come, whatever list of types the browser sends', async ({
    signedInPage,
    fhir,
    stack,
    patient,
  }) => {
    const study = await oneImage({ fhir, stack, patient }, 'Examen'),
      at = `/dicom-web/studies/${study}/series/${study}.1`;
    const page = await signedInPage('doctor');
    await page.goto(`/patients/${patient.id}/imaging`);
    for (const below of ['/rendered?viewport=512,512', `/instances/${study}.1.1/rendered`, '/thumbnail'])
      expect(
        await page.evaluate(async (source) => {
          const image = new Image();
          image.src = source;
          return image.decode().then(
            () => image.naturalWidth,
            () => 0,
          );
        }, at + below),
        below,
      ).toBeGreaterThan(32);
  });

  test('a study of another patient is not shown below this banner', async ({
    signedInPage,
    fhir,
    stack,
    patient,
  }) => {
    const study = await oneImage({ fhir, stack, patient }, 'Examen d’un autre');
    const page = await signedInPage('doctor');
    await page.goto(`/patients/pat-demo/imaging/${study}`);
    await expect(page.getByText('Cet examen n’est pas au dossier de ce patient')).toBeVisible();
    await expect(page.locator('iframe')).toHaveCount(0);
    const own = await signedInPage('patient');
    await own.goto('/patients/pat-demo/imaging');
    expect(
      await own.evaluate(async (u) => (await fetch(`/dicom-web/studies/${u}/metadata`)).status, study),
    ).toBe(404);
  });

  test('what is no image says what it is; images the server does not have are explained', async ({
    signedInPage,
    fhir,
    stack,
    patient,
  }) => {
    const report = uid(),
      absent = uid();
    await storeDicom(stack, [
      dicomObject({
        study: report,
        series: `${report}.1`,
        instance: `${report}.1.1`,
        modality: 'SR',
        sopClass: '1.2.840.10008.5.1.4.1.1.88.33',
        pixels: null,
        patientId: patient.ipp,
      }),
    ]);
    await recordStudy(fhir, patient.reference, report, 'Mesures', [
      { uid: `${report}.1`, modality: 'SR', sopClass: '1.2.840.10008.5.1.4.1.1.88.33', instances: 1 },
    ]);
    await recordStudy(fhir, patient.reference, absent, 'Archivé ailleurs', [
      { uid: `${absent}.1`, modality: 'CT', sopClass: ct, instances: 4 },
    ]);
    const page = await signedInPage('doctor');
    await page.goto(`/patients/${patient.id}/imaging?study=${report}`);
    await expect(page.getByText('Compte rendu structuré')).toBeVisible();
    await page.goto(`/patients/${patient.id}/imaging?study=${absent}`);
    await expect(page.getByText('Le serveur d’images n’a pas ces images')).toBeVisible();
    await expectAccessible(page, 'imaging without images');
  });

  test('secretaries see no images; a chart without studies says so', async ({ signedInPage, patient }) => {
    const page = await signedInPage('secretary');
    await page.goto('/patients/pat-demo/imaging');
    await expect(page.getByText('Accès non autorisé').first()).toBeVisible();
    const doctor = await signedInPage('doctor');
    await doctor.goto(`/patients/${patient.id}/imaging`);
    await expect(doctor.getByText('Aucune image enregistrée')).toBeVisible();
  });

  test('when the session ends inside the viewer the page says so', async ({ signedInPage }) => {
    const page = await signedInPage('doctor');
    await page.route('**/dicom-web/**', (route) =>
      route.fulfill({ status: 401, contentType: 'application/json', body: '{"error":"unauthorized"}' }),
    );
    await page.goto('/patients/pat-demo/imaging');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Scanner thoracique' })
      .first()
      .getByRole('link', { name: /visionneuse/i })
      .click();
    await expect(page.getByText('La session est terminée').first()).toBeVisible({ timeout: 60_000 });
  });
});

const encodings = [
  'CT1_RLE',
  'CT1_J2KR',
  'CT1_JLSL',
  'CT1_JPLL',
  'MG1_JPLY',
  'MR1_J2KR',
  'US1_RLE',
  'XA1_RLE',
];
/** One of them each time, another with each run; all of them among the long tests. */
const some = encodings.slice(turn % encodings.length).slice(0, 1);
const everyEncoding = 'every encoding of the real files is drawn under the strict CSP';
for (const { title, tags, wanted } of [
  { title: 'an encoding of the real files is drawn under the strict CSP', tags: {}, wanted: some },
  { title: everyEncoding, tags: long(everyEncoding), wanted: encodings },
])
  test(
    `${title}, by the quick look and by the viewer`,
    tags,
    async ({ signedInPage, fhir, stack, patient }) => {
      const folder = sharedData('dicom');
      test.skip(folder === null, 'the public test data is not beside this checkout (../shared/data)');
      if (folder === null) return;
      test.setTimeout(600_000);
      const page = await signedInPage('radiologist');
      for (const name of wanted) {
        const bytes = readFileSync(path.join(folder, 'transfer-syntaxes', `${name}.dcm`));
        const { study, series, modality, sopClass } = await storeAnew(bytes, stack);
        // The record of this test's own patient names the study; the study stays what it is on the image server.
        const record = await recordStudy(fhir, patient.reference, study, name, [
          { uid: series, modality, sopClass, instances: 1 },
        ]);
        await page.goto(`/patients/${patient.id}/imaging?study=${study}`);
        await expectImage(page);
        await page.goto(`/patients/${patient.id}/imaging/${study}`);
        await expectViewerImages(page);
        expect(await shades(viewer(page).locator('body')), name).toBeGreaterThan(16);
        await fhir.request('DELETE', `ImagingStudy/${record.id}`);
      }
    },
  );
