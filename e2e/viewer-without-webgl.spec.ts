import { expect, test } from './fixtures.ts';
import { complaints, opened, settled } from './pages/viewer-drawing.ts';
import { browserOptions } from './stack.ts';
import { viewerOf, viewerStudies } from './viewer-studies.ts';

/** A browser without any WebGL, as locked-down workstations have it. */
test.use({
  launchOptions: { ...browserOptions(), args: [...(browserOptions().args ?? []), '--disable-3d-apis'] },
});

test('without WebGL images are drawn, and multiplanar views say what they need', async ({
  signedInPage,
  stack,
  fhir,
  patient,
}) => {
  test.setTimeout(180_000);
  const { radiograph, ct, prior } = await viewerStudies(stack, fhir, patient);
  const page = await signedInPage('radiologist');
  await page.goto('/ohif/app-config.js');
  expect(await page.evaluate(() => document.createElement('canvas').getContext('webgl2'))).toBeNull();
  for (const [address, count, letters] of [
    [viewerOf([radiograph]), 1, ''],
    [viewerOf([ct]), 1, 'AR'],
    [viewerOf([ct, prior], '@ohif/hpCompare'), 2, 'AR'],
  ] as const) {
    const bad = (await opened(page, address, count)).flatMap((view) => complaints(view, letters));
    await page.setViewportSize({ width: 1100, height: 760 });
    bad.push(...(await settled(page, count)).flatMap((view) => complaints(view, letters)));
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(bad, address).toEqual([]);
  }
  await page.goto(viewerOf([ct], 'mpr'));
  await expect(page.getByRole('alert').filter({ hasText: 'besoin de WebGL' })).toHaveCount(3, {
    timeout: 30_000,
  });
});
