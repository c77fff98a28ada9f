import { expect, type Frame, type Page } from '@playwright/test';
import type { FromViewer, ToViewer } from '../../packages/viewer/src/messages.ts';
import { expectViewerImages } from './imaging.ts';

type Bare<Message> = Message extends unknown ? Omit<Message, 'source'> : never;
declare global {
  interface Window {
    /** What the viewer told its page, in order. */
    told: FromViewer[];
  }
}

/** The viewer on a study of this patient, with what it tells kept. */
export async function openViewer(page: Page, patient: string, study: string): Promise<void> {
  await page.addInitScript(() => {
    if (window.parent !== window) return;
    window.told = [];
    window.addEventListener('message', ({ data }: MessageEvent<FromViewer | null>) => {
      if (data?.source === 'keneyapp-viewer') window.told.push(data);
    });
  });
  await page.goto(`/patients/${patient}/imaging/${study}`);
  await expectViewerImages(page);
}

/** What the viewer told last of this kind. */
export const toldLast = <Type extends FromViewer['type']>(page: Page, type: Type) =>
  page.evaluate((wanted) => window.told.findLast((message) => message.type === wanted), type) as Promise<
    Extract<FromViewer, { type: Type }> | undefined
  >;

/** Says something to the viewer as its page does. */
export const say = (page: Page, message: Bare<ToViewer>) =>
  page.evaluate((what) => {
    document
      .querySelector('iframe')
      ?.contentWindow?.postMessage({ source: 'keneyapp-page', ...what }, window.location.origin);
  }, message);

/** The frame itself, to ask OHIF's services. */
function inside(page: Page): Frame {
  const frame = page.frames().find((each) => new URL(each.url()).pathname.startsWith('/ohif/'));
  if (!frame) throw new Error('the viewer is not on the page');
  return frame;
}

interface OhifInside {
  services: {
    cornerstoneViewportService: {
      getRenderingEngine(): {
        getViewports(): {
          id: string;
          getCurrentImageIdIndex(): number;
          getProperties(): { voiRange?: { lower: number; upper: number }; invert?: boolean };
          getZoom(): number;
        }[];
      };
    };
    measurementService: { getMeasurements(): { label?: string; uid: string }[] };
  };
}

/** What each viewport shows: the image, its window and whether it is inverted. */
export const shown = (page: Page) =>
  inside(page).evaluate(() =>
    Object.fromEntries(
      (window as unknown as OhifInside).services.cornerstoneViewportService
        .getRenderingEngine()
        .getViewports()
        .map((viewport) => {
          const { voiRange, invert } = viewport.getProperties();
          return [
            viewport.id,
            {
              image: viewport.getCurrentImageIdIndex(),
              // as DICOM counts (PS3.3 C.11.2.1.2): both ends belong to the window
              center: voiRange && Math.round((voiRange.lower + voiRange.upper + 1) / 2),
              width: voiRange && Math.round(voiRange.upper - voiRange.lower + 1),
              invert: invert === true,
              zoom: Math.round(viewport.getZoom() * 100) / 100,
            },
          ];
        }),
    ),
  );

export const measured = (page: Page) =>
  inside(page).evaluate(
    () => (window as unknown as OhifInside).services.measurementService.getMeasurements().length,
  );

/** A length drawn across the middle of the first image. */
export async function drawLength(page: Page): Promise<void> {
  await say(page, { type: 'focus' });
  await page.keyboard.press('d');
  const box = await page
    .frameLocator('iframe')
    .locator('.cornerstone-viewport-element')
    .first()
    .boundingBox();
  if (!box) throw new Error('no image');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x - 60, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 10, { steps: 4 });
  await page.mouse.move(x + 60, y + 20, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => measured(page)).toBeGreaterThan(0);
}

/** The stops of Tab inside the frame, from its first to where Tab leaves it. */
export async function tabStops(page: Page): Promise<string[]> {
  const frame = inside(page);
  await frame.evaluate(() => {
    window.focus();
    // what had the focus is where Tab would go on from
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const stops: string[] = [];
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press('Tab');
    const at = await frame.evaluate(() =>
      document.hasFocus() && document.activeElement && document.activeElement !== document.body
        ? `${document.activeElement.tagName} ${document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent?.slice(0, 40)}`
        : null,
    );
    if (at === null) break;
    stops.push(at);
  }
  return stops;
}
