import { dicomObject } from '../packages/config/src/testing-dicom.ts';
import { recordStudy, storeDicom } from './dicom.ts';
import { expect, test } from './fixtures.ts';
import { long } from './long.ts';
import { expectViewerImages, viewer } from './pages/imaging.ts';
import { drawLength, measured, openViewer, say, shown, tabStops, toldLast } from './pages/viewer-inside.ts';
import type { FhirAsSystem, TestPatient } from './fhir.ts';
import type { StackUnderTest } from './stack.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const uid = () => `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;

/** A disc that grows from image to image. */
function slice(n: number, size = 96): Buffer {
  const out = Buffer.alloc(size * size * 2);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1)
      out.writeUInt16LE(
        Math.hypot(x - size / 2, y - size / 2) < 14 + n ? 900 + ((x * 5 + y * 3) & 255) : (x * 3 + y) & 127,
        (y * size + x) * 2,
      );
  return out;
}

/** A CT of this patient, `images` slices a millimetre apart. */
async function ctOf(
  { stack, fhir, patient }: { stack: StackUnderTest; fhir: FhirAsSystem; patient: TestPatient },
  date: string,
  images: number,
): Promise<string> {
  const study = uid();
  const objects = Array.from({ length: images }, (_, i) =>
    dicomObject({
      study,
      series: `${study}.1`,
      instance: `${study}.1.${i + 1}`,
      number: i + 1,
      rows: 96,
      columns: 96,
      pixels: slice(i),
      patientId: patient.ipp,
      date,
      seriesDescription: 'Thorax',
    }),
  );
  await storeDicom(stack, objects);
  await recordStudy(fhir, patient.reference, study, 'Scanner', [
    { uid: `${study}.1`, modality: 'CT', sopClass: ct, instances: images },
  ]);
  return study;
}

test.describe.configure({ timeout: 180_000 });

test('the table of keys works as soon as the viewer is open; what is the page’s is told to it', async ({
  signedInPage,
  stack,
  fhir,
  patient,
}) => {
  const page = await signedInPage('radiologist');
  await openViewer(page, patient.id, await ctOf({ stack, fhir, patient }, '20261101', 24));
  await expect.poll(() => toldLast(page, 'ready')).toBeTruthy();
  await expect.poll(() => toldLast(page, 'progress')).toMatchObject({ loaded: 24, total: 24, first: true });
  const only = async () => Object.values(await shown(page))[0];
  const start = (await only())?.image ?? -1;
  // nothing was clicked before: the page hands the focus over
  await say(page, { type: 'focus' });
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await only())?.image).toBe(start + 1);
  await page.keyboard.press('End');
  await expect.poll(async () => (await only())?.image).toBe(23);
  await page.keyboard.press('PageUp');
  await expect.poll(async () => (await only())?.image).toBe(13);
  await page.keyboard.press('4');
  await expect.poll(only).toMatchObject({ center: 40, width: 80 });
  await page.keyboard.press('2');
  await expect.poll(only).toMatchObject({ center: -600, width: 1500 });
  const before = (await only())?.invert;
  await page.keyboard.press('i');
  await expect.poll(async () => (await only())?.invert).toBe(!before);
  // after a tool was chosen with the mouse the arrows are still the images'
  await viewer(page).getByRole('button', { name: 'Zoom', exact: true }).first().click();
  await page.keyboard.press('ArrowUp');
  await expect.poll(async () => (await only())?.image).toBe(12);
  for (const [key, action] of [
    ['Control+k', 'palette'],
    ['?', 'help'],
    ['f', 'fullScreen'],
    ['Escape', 'leave'],
  ] as const) {
    await say(page, { type: 'focus' });
    await page.keyboard.press(key);
    await expect.poll(() => toldLast(page, 'key')).toMatchObject({ action });
    if (action !== 'palette' && action !== 'help') continue;
    // it has the focus now, and keeps it until it is closed
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('Tab crosses the viewer in eight stops', async ({ signedInPage, stack, fhir, patient }) => {
  const page = await signedInPage('radiologist');
  await openViewer(page, patient.id, await ctOf({ stack, fhir, patient }, '20261101', 12));
  await expect.poll(() => toldLast(page, 'progress')).toMatchObject({ loaded: 12 });
  await expect.poll(() => toldLast(page, 'ready')).toBeTruthy(); // after which the page hands the focus over
  const stops = await tabStops(page);
  expect(stops.length, stops.join('\n')).toBeLessThanOrEqual(8);
  expect(stops[0]).toContain('Aller à l’image');
});

const stays = 'a measurement stays through MPR and comparison, and is stored under the person’s name';
test(stays, long(stays), async ({ signedInPage, stack, fhir, patient }) => {
  const page = await signedInPage('radiologist');
  const now = await ctOf({ stack, fhir, patient }, '20261101', 24);
  const before = await ctOf({ stack, fhir, patient }, '20250301', 16);
  await openViewer(page, patient.id, now);
  await expect.poll(() => toldLast(page, 'progress')).toMatchObject({ loaded: 24 });
  await drawLength(page);
  await expect.poll(() => toldLast(page, 'measurements')).toMatchObject({ unsaved: 1, mayStore: true });

  await say(page, { type: 'layout', mode: 'mpr' });
  await expect.poll(() => toldLast(page, 'layout')).toMatchObject({ mode: 'mpr', ok: true });
  await expectViewerImages(page, 3);
  expect(await measured(page)).toBe(1);

  await say(page, { type: 'layout', mode: 'compare', prior: before });
  await expect
    .poll(() => toldLast(page, 'layout'))
    .toMatchObject({ mode: 'compare', prior: before, ok: true });
  await expectViewerImages(page, 2);
  await expect(viewer(page).getByText('Actuel', { exact: true })).toBeVisible();
  await expect(viewer(page).getByText('Antérieur', { exact: true })).toBeVisible();
  await expect(viewer(page).getByText('1 nov. 2026')).toBeVisible();
  await expect(viewer(page).getByText('1 mars 2025')).toBeVisible();
  // the prior opens where the current one is, both a millimetre an image, and they go on together
  const images = async () => {
    const { 'compare-current': current, 'compare-prior': prior } = await shown(page);
    return [current?.image, prior?.image];
  };
  await expect.poll(images).toEqual([0, 0]);
  await say(page, { type: 'focus' });
  await page.keyboard.press('PageDown');
  await expect.poll(images).toEqual([10, 10]);
  await viewer(page).getByRole('button', { name: 'Défilement lié' }).click();
  await say(page, { type: 'focus' });
  await page.keyboard.press('ArrowUp');
  await expect.poll(images).toEqual([9, 10]);

  await say(page, { type: 'layout', mode: 'stack' });
  await expect.poll(() => toldLast(page, 'layout')).toMatchObject({ mode: 'stack', prior: null, ok: true });
  await expectViewerImages(page);
  expect(await measured(page)).toBe(1);
  await say(page, { type: 'store' });
  await expect.poll(() => toldLast(page, 'stored')).toMatchObject({ ok: true });
  expect(await toldLast(page, 'measurements')).toMatchObject({ unsaved: 0 });
  const stored = await page.evaluate(async (study) => {
    const answer = await fetch(`/dicom-web/studies/${study}/metadata`);
    return (await answer.json()) as Record<string, { Value?: unknown[] }>[];
  }, now);
  const report = stored.find((instance) => instance['00080060']?.Value?.[0] === 'SR');
  expect(report).toBeDefined();
  const text = JSON.stringify(report);
  expect(text).not.toContain('unknown');
  // Person Observer Name (121008, DCM)
  expect(text).toMatch(/121008.{0,400}Benali/s);
});

const temporary = 'who may not store measures all the same; the page is told that it is not kept';
test(temporary, long(temporary), async ({ signedInPage, stack, fhir, patient }) => {
  const page = await signedInPage('doctor');
  await openViewer(page, patient.id, await ctOf({ stack, fhir, patient }, '20261101', 8));
  await expect.poll(() => toldLast(page, 'progress')).toMatchObject({ loaded: 8 });
  await drawLength(page);
  await expect.poll(() => toldLast(page, 'measurements')).toMatchObject({ unsaved: 1, mayStore: false });
  await say(page, { type: 'store' });
  await expect.poll(() => toldLast(page, 'stored')).toMatchObject({ ok: false, reason: 'forbidden' });
  await say(page, { type: 'discard' });
  await expect.poll(() => toldLast(page, 'measurements')).toMatchObject({ unsaved: 0 });
});
