import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { long } from './long.ts';
import { command, complaints, opened, settled, views, type View } from './pages/viewer-drawing.ts';
import { viewerOf, viewerStudies, type ViewerStudies } from './viewer-studies.ts';

/** Windows as people have and make them. */
const sizes: [number, number][] = [
  [1200, 800],
  [1000, 700],
  [1440, 700],
  [1440, 900],
];
interface Kind {
  name: string;
  address(studies: ViewerStudies): string;
  views: number;
  letters?: string;
}
const kinds: Kind[] = [
  { name: 'radiograph', address: (s) => viewerOf([s.radiograph]), views: 1, letters: '' },
  { name: 'CT', address: (s) => viewerOf([s.ct]), views: 1, letters: 'AR' },
  {
    name: 'comparison',
    address: (s) => viewerOf([s.ct, s.prior], '@ohif/hpCompare'),
    views: 2,
    letters: 'AR',
  },
  { name: 'MPR', address: (s) => viewerOf([s.ct], 'mpr'), views: 3 },
];

const wrong = (found: View[], { views: count, letters }: Kind) => [
  ...(found.length === count ? [] : [`${found.length} viewports`]),
  ...found.flatMap((view) => complaints(view, letters)),
];

/** Opens it `openings` times in one browser, changes the window `resizes` times after the last; what is wrong, and a line of figures. */
async function tried(page: Page, kind: Kind, studies: ViewerStudies, openings: number, resizes: number) {
  const resizeErrors: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Caught resize exception')) resizeErrors.push(message.text());
  });
  const bad: string[] = [];
  let [badOpenings, badResizes] = [0, 0];
  for (let i = 0; i < openings; i += 1) {
    const found = wrong(await opened(page, kind.address(studies), kind.views), kind);
    if (found.length > 0) badOpenings += 1;
    bad.push(...found.map((text) => `${kind.name}, opening ${i + 1}: ${text}`));
  }
  for (let i = 0; i < resizes; i += 1) {
    const [width, height] = sizes[i % sizes.length] ?? [1440, 900];
    await page.setViewportSize({ width: width - (i % 7), height });
    const found = wrong(await settled(page, kind.views), kind);
    if (found.length > 0) badResizes += 1;
    bad.push(...found.map((text) => `${kind.name}, ${width}×${height}: ${text}`));
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  console.log(
    `${kind.name}: ${badOpenings}/${openings} openings, ${badResizes}/${resizes} after a change of size`,
  );
  return [...bad, ...resizeErrors];
}

/** Of `wanted` kinds: the radiograph four times, the others once, each with changes of the window. */
const fewTimes = async (wanted: typeof kinds, { page, studies }: { page: Page; studies: ViewerStudies }) => {
  const bad: string[] = [];
  for (const kind of wanted)
    bad.push(
      ...(await tried(page, kind, studies, kind.name === 'radiograph' ? 4 : 1, kind.name === 'MPR' ? 2 : 4)),
    );
  return bad;
};

test('radiograph, CT and comparison open in the middle and stay there when the window changes', async ({
  signedInPage,
  stack,
  fhir,
  patient,
}) => {
  test.setTimeout(240_000);
  const studies = await viewerStudies(stack, fhir, patient);
  const page = await signedInPage('radiologist');
  const wanted = kinds.filter((kind) => kind.name !== 'MPR');
  expect(await fewTimes(wanted, { page, studies })).toEqual([]);
});

// volumes are drawn by a simulated card here: minutes on a busy machine
const volumes = 'MPR opens in the middle and stays there when the window changes';
test(volumes, long(volumes), async ({ signedInPage, stack, fhir, patient }) => {
  test.setTimeout(240_000);
  const studies = await viewerStudies(stack, fhir, patient);
  const page = await signedInPage('radiologist');
  const wanted = kinds.filter((kind) => kind.name === 'MPR');
  expect(await fewTimes(wanted, { page, studies })).toEqual([]);
});

const often = 'thirty openings and thirty changes of size of each';
test(often, long(often), async ({ signedInPage, stack, fhir, patient }) => {
  test.setTimeout(3_600_000);
  const studies = await viewerStudies(stack, fhir, patient);
  const bad: string[] = [];
  for (const kind of kinds)
    bad.push(...(await tried(await signedInPage('radiologist'), kind, studies, 30, 30)));
  expect(bad).toEqual([]);
});

/** The bright quarter of the radiograph: where it was taken to. */
const bright = ({ quarters }: View) =>
  ['top left', 'top right', 'bottom left', 'bottom right'][quarters.indexOf(Math.max(...quarters))];
const only = async (page: Page) => {
  const [view] = await settled(page, 1);
  if (!view) throw new Error('no viewport');
  return view;
};

test('turned, mirrored and reset images stay so when the window changes', async ({
  signedInPage,
  stack,
  fhir,
  patient,
}) => {
  test.setTimeout(180_000);
  const { radiograph } = await viewerStudies(stack, fhir, patient);
  const page = await signedInPage('radiologist');
  await opened(page, viewerOf([radiograph]), 1);
  const seen: [string, string | undefined, string[]][] = [];
  const after = async (step: string) => {
    const view = await only(page);
    // a turned image is as large as it was: only where it lies is looked at
    seen.push([step, bright(view), complaints(view).filter((text) => !text.startsWith('larger side'))]);
  };
  const resize = (width: number, height: number) => page.setViewportSize({ width, height });
  await command(page, 'flipViewportHorizontal');
  await after('mirrored');
  await resize(1200, 800);
  await after('mirrored, resized');
  await command(page, 'rotateViewportCW');
  await after('turned');
  await resize(1000, 700);
  await after('turned, resized');
  await command(page, 'resetViewport');
  await after('reset');
  await resize(1440, 900);
  await after('reset, resized');
  await command(page, 'flipViewportVertical');
  await after('upside down');
  expect(seen).toEqual([
    ['mirrored', 'top right', []],
    ['mirrored, resized', 'top right', []],
    ['turned', 'bottom right', []],
    ['turned, resized', 'bottom right', []],
    ['reset', 'top left', []],
    ['reset, resized', 'top left', []],
    ['upside down', 'bottom left', []],
  ]);
});

test('window, inversion and size are those of the person, else of each image, whatever is done in between', async ({
  signedInPage,
  stack,
  fhir,
  patient,
}) => {
  test.setTimeout(180_000);
  const { pair, ct } = await viewerStudies(stack, fhir, patient);
  const page = await signedInPage('radiologist');
  const [first] = await opened(page, viewerOf([pair]), 1);
  expect(first && complaints(first)).toEqual([]);
  expect(first && bright(first), 'MONOCHROME1: what is high is dark').not.toBe('top left');
  await command(page, 'resetViewport');
  expect((await only(page)).quarters, 'a reset turns no image into its negative').toEqual(first?.quarters);
  await command(page, 'invertViewport');
  expect(bright(await only(page)), 'inverted by the first press').toBe('top left');
  await command(page, 'resetViewport');
  await command(page, 'nextImage');
  await expect.poll(() => properties(page)).toMatchObject({ image: 1, window: [1600, 2400] });
  expect(complaints(await only(page)), 'another size in one series').toEqual([]);

  await opened(page, viewerOf([ct]), 1);
  await command(page, 'setViewportWindowLevel', {
    viewportId: await activeViewport(page),
    windowCenter: 1200,
    windowWidth: 800,
  });
  await command(page, 'nextImage');
  await expect.poll(() => properties(page)).toMatchObject({ image: 1, window: [1200, 800] });
  await command(page, 'setViewportGridLayout', { numRows: 1, numCols: 2 });
  await expect.poll(async () => (await views(page)).length).toBeGreaterThanOrEqual(1);
  await settled(page, 1);
  await command(page, 'setViewportGridLayout', { numRows: 1, numCols: 1 });
  const view = await only(page);
  expect(complaints(view, 'AR')).toEqual([]);
  await expect
    .poll(() => properties(page), 'the person’s window after another layout')
    .toMatchObject({ window: [1200, 800] });
});

const activeViewport = (page: Page) =>
  page.evaluate(() =>
    (
      window as unknown as { services: { viewportGridService: { getActiveViewportId(): string } } }
    ).services.viewportGridService.getActiveViewportId(),
  );

/** What the first viewport shows: index of the image, centre and width of its window. */
const properties = (page: Page) =>
  page.evaluate(() => {
    const [viewport] = (
      window as unknown as {
        services: {
          cornerstoneViewportService: {
            getRenderingEngine(): {
              getViewports(): {
                getCurrentImageIdIndex(): number;
                getProperties(): { voiRange?: { lower: number; upper: number } };
              }[];
            };
          };
        };
      }
    ).services.cornerstoneViewportService
      .getRenderingEngine()
      .getViewports();
    const { lower = 0, upper = 0 } = viewport?.getProperties().voiRange ?? {};
    return {
      image: viewport?.getCurrentImageIdIndex(),
      window: [Math.round((lower + upper + 1) / 2), Math.round(upper - lower + 1)],
    };
  });
