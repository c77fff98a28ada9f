import { expectAccessible, expect, test } from './fixtures.ts';
import { opened } from './pages/viewer-drawing.ts';
import { viewerOf, viewerStudies } from './viewer-studies.ts';

/** Of the page that embeds the viewer: it has the heading and the landmark around it. */
const ofThePage = ['landmark-one-main', 'page-has-heading-one', 'region'];

test('axe finds nothing in the viewer: one image, comparison, MPR', async ({
  signedInPage,
  stack,
  fhir,
  patient,
}) => {
  test.setTimeout(180_000);
  const { ct, prior } = await viewerStudies(stack, fhir, patient);
  const page = await signedInPage('radiologist');
  for (const [where, address, count] of [
    ['one image', viewerOf([ct]), 1],
    ['comparison', viewerOf([ct, prior], '@ohif/hpCompare'), 2],
    ['MPR', viewerOf([ct], 'mpr'), 3],
  ] as const) {
    await opened(page, address, count);
    await expect(page.locator('[data-cy="study-browser-thumbnail"] img').first()).toBeVisible();
    await expectAccessible(page, `viewer, ${where}`, ofThePage);
  }
  // the tabs of the panels, whose handlers moved onto the buttons
  await page.locator('[data-cy="trackedMeasurements-btn"]').click();
  await expect(page.locator('[data-cy="trackedMeasurements-panel"]').first()).toBeVisible();
});
