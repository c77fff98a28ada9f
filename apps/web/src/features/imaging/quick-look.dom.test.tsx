import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { here } from '../../testing/address.tsx';
import { banner } from '../../testing/people.ts';
import { serve } from '../../testing/serve.ts';
import { show } from '../../testing/show.tsx';
import { frame, serveImages, size, slice, stack, study, tag, view } from '../../testing/studies.ts';
import { waitFor } from '../../testing/wait-for.ts';
import type { DicomJson } from './dicom-json.ts';
import { ImagingPage } from './imaging-page.tsx';

let served: ReturnType<typeof serve> | undefined;
const images = (...answers: Parameters<typeof serveImages>) => {
  served = serveImages(...answers);
};
afterEach(() => served?.stop());
const answers = { imaging: { list: () => view(study()) }, patients: { banner: () => banner } };
const NoPdf = () => null;
const stage = () => page.getByRole('application');
/** Left and right half of the canvas, as grey levels. */
function halves(): [number, number] {
  const canvas = stage().element().querySelector('canvas') as HTMLCanvasElement;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const at = (x: number) =>
    context.getImageData(Math.floor(canvas.width * x), Math.floor(canvas.height / 2), 1, 1).data[0] ?? -1;
  return [at(0.42), at(0.58)];
}
async function look(at = '/patients/p1/imaging?study=1.2.3') {
  const shown = await show(<ImagingPage patientId="p1" pdfView={NoPdf} />, { at, answers });
  await expect.element(page.getByRole('heading', { name: 'Scanner thoracique' })).toBeVisible();
  return shown;
}

describe('the quick look', () => {
  it('opens on the middle image, painted in the window of the object', async () => {
    images(() => stack(5));
    await show(<ImagingPage patientId="p1" pdfView={NoPdf} />, { at: '/patients/p1/imaging', answers });
    await page.getByRole('button', { name: /^Aperçu : Scanner thoracique/ }).click();
    expect(here()).toBe('/patients/p1/imaging?study=1.2.3');
    await expect.element(page.getByTestId('image-counter')).toMatchTextContent('Image 3 / 5');
    await expect.element(page.getByText('C 0 L 100')).toBeVisible();
    await waitFor(() => expect(halves()).toEqual([0, 255]));
    await page.getByRole('button', { name: 'Inverser' }).click();
    await waitFor(() => expect(halves()).toEqual([255, 0]));
    await page.getByRole('button', { name: 'Réinitialiser' }).click();
    await waitFor(() => expect(halves()).toEqual([0, 255]));
    await page.getByRole('button', { name: 'Fermer l’aperçu' }).click();
    expect(here()).toBe('/patients/p1/imaging');
  });

  it('takes keys: images, zoom, windows', async () => {
    images(() => stack(5));
    await look();
    await expect.element(page.getByText('C 0 L 100')).toBeVisible();
    (stage().element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(page.getByTestId('image-counter')).toMatchTextContent('Image 4 / 5');
    await userEvent.keyboard('{End}{PageUp}');
    await expect.element(page.getByTestId('image-counter')).toMatchTextContent('Image 1 / 5');
    await userEvent.keyboard('{End}');
    await expect.element(page.getByTestId('image-counter')).toMatchTextContent('Image 5 / 5');
    await userEvent.keyboard('2');
    await expect.element(page.getByText('C -600 L 1500')).toBeVisible();
    await userEvent.keyboard('+');
    await expect.element(page.getByText('Zoom 120 %')).toBeVisible();
    await userEvent.keyboard('-{Shift>}{ArrowUp}{ArrowLeft}{/Shift}i0');
    await expect.element(page.getByText('C 0 L 100')).toBeVisible();
  });

  it('takes wheel, drags, and the slider', async () => {
    images(() => stack(5));
    await look();
    await expect.element(page.getByText('C 0 L 100')).toBeVisible();
    const target = stage().element();
    // until the keys and wheels are listened to, and then to the last image
    await waitFor(() => {
      target.dispatchEvent(new WheelEvent('wheel', { deltaY: 100, bubbles: true, cancelable: true }));
      expect(page.getByTestId('image-counter').element().textContent).toBe('Image 5 / 5');
    });
    target.dispatchEvent(
      new WheelEvent('wheel', { deltaY: -1, ctrlKey: true, bubbles: true, cancelable: true }),
    );
    await expect.element(page.getByText('Zoom 110 %')).toBeVisible();
    await page.getByRole('slider', { name: 'Image affichée' }).fill('2');
    await expect.element(page.getByTestId('image-counter')).toMatchTextContent('Image 2 / 5');
    (target as HTMLElement).setPointerCapture = () => undefined;
    const drag = (dx: number, dy: number) => {
      const send = (type: string, x: number, y: number) =>
        target.dispatchEvent(
          new PointerEvent(type, { pointerId: 1, buttons: 1, clientX: x, clientY: y, bubbles: true }),
        );
      send('pointerdown', 100, 100);
      send('pointermove', 100 + dx, 100 + dy);
      send('pointerup', 100 + dx, 100 + dy);
    };
    drag(0, 17);
    await expect.element(page.getByTestId('image-counter')).toMatchTextContent('Image 4 / 5');
    await page.getByRole('button', { name: 'Fenêtrer' }).click();
    drag(30, 0);
    await expect.element(page.getByText('C 0 L 110')).toBeVisible();
    await page.getByRole('button', { name: 'Zoomer' }).click();
    drag(0, -50);
    await expect.element(page.getByText(/Zoom 181 %/)).toBeVisible();
    await page.getByRole('button', { name: 'Poumon' }).click();
    await expect.element(page.getByText('C -600 L 1500')).toBeVisible();
  });

  it('keeps the image before one that cannot be loaded, and says which', async () => {
    images(
      () => stack(5),
      (path) => (path.includes('/1.2.3.1.1/') ? new Response(null, { status: 500 }) : frame()),
    );
    await look();
    await expect.element(page.getByText('C 0 L 100')).toBeVisible();
    await page.getByRole('slider', { name: 'Image affichée' }).fill('4');
    await expect.element(page.getByRole('alert')).toMatchTextContent('L’image 4 n’a pas pu être chargée');
    await expect.element(page.getByTestId('image-counter')).toMatchTextContent('Image 3 / 5');
  });

  it.each([
    [
      'no image in it',
      () => Response.json([slice(0, { '7FE00010': undefined, '00280010': undefined })]),
      'Ne s’affiche pas ici',
    ],
    [
      'an encoding nobody here reads',
      () => Response.json([slice(0, { '00083002': tag('1.2.840.10008.1.2.4.66') })]),
      'Encodage : 1.2.840.10008.1.2.4.66',
    ],
    [
      'nothing on the image server',
      () => new Response(null, { status: 404 }),
      'Le serveur d’images n’a pas ces images',
    ],
    ['a session that is over', () => new Response(null, { status: 401 }), 'La session est terminée'],
    ['a refusal', () => new Response(null, { status: 403 }), 'Votre profil n’ouvre pas'],
  ])('says that there is %s', async (_what, metadata, words) => {
    images(metadata);
    await look();
    await expect.element(page.getByText(words, { exact: false }).first()).toBeVisible();
  });

  it('asks the image server for the series that the record does not list', async () => {
    served = serve({
      '/dicom-web/studies/1.2.3/series?': () =>
        Response.json([
          {
            '0020000E': tag('1.2.3.1'),
            '00200011': tag(1),
            '00080060': tag('CT'),
            '0008103E': tag('Axial'),
            '00201209': tag(2),
          },
        ]),
      '/dicom-web/studies/1.2.3/series/1.2.3.1/metadata': () => stack(2),
      '/dicom-web/studies/1.2.3/series/1.2.3.1/instances/': () => frame(),
      '/dicom-web/': () => new Response(null, { status: 404 }),
    });
    await show(<ImagingPage patientId="p1" pdfView={NoPdf} />, {
      at: '/patients/p1/imaging?study=1.2.3',
      answers: { ...answers, imaging: { list: () => view(study({ series: [] })) } },
    });
    await expect.element(page.getByTestId('image-counter')).toMatchTextContent('Image 1 / 2');
  });
});

describe('images that ask for more', () => {
  const ramp =
    (values: [number, number], syntax = '1.2.840.10008.1.2.1') =>
    () =>
      new Response(
        Uint16Array.from({ length: size * size }, (_, i) => values[i % size < size / 2 ? 0 : 1]).buffer,
        { headers: { 'content-type': `application/octet-stream; transfer-syntax=${syntax}` } },
      );
  const twelve = { '00280101': tag(12), '00280103': tag(0), '00281050': tag(2048), '00281051': tag(4096) };
  const one = (part: DicomJson) => Response.json([slice(0, part)]);

  it('high bit 15: samples are read where they stand', async () => {
    images(() => one({ ...twelve, '00280102': tag(15) }), ramp([0x000f, 0xfff0]));
    await look();
    await expect.poll(halves).toEqual([0, 255]);
  });

  it('a VOI table is applied, and no window is named', async () => {
    const { '00281050': _c, '00281051': _w, ...bits } = { ...slice(0), ...twelve };
    const table = {
      vr: 'SQ',
      Value: [{ '00283002': tag(2, 0, 16), '00283006': { vr: 'US', Value: [0xffff, 0] } }],
    };
    images(() => Response.json([{ ...bits, '00283010': table }]), ramp([0, 1]));
    await look();
    await expect.poll(halves).toEqual([255, 0]);
    expect(page.getByText(/^C \d+ L|^C \d+ W/).elements()).toEqual([]);
  });

  it('an overlay is drawn', async () => {
    const bits = new Uint8Array((size * size) / 8).fill(0xff);
    images(() =>
      one({
        '60000010': tag(size),
        '60000011': tag(size),
        '60003000': { vr: 'OW', InlineBinary: btoa(String.fromCharCode(...bits)) },
      }),
    );
    await look();
    await expect.poll(halves).toEqual([255, 0]); // white, and black where the image is bright
  });

  it.each([
    ['another size', 'ffd8ffc0000b080004000401011100ffd9'],
    ['no stream at all', '00010203'],
  ])('%s than the object says: a word, and no picture', async (_name, hex) => {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (h) => Number.parseInt(h, 16));
    images(
      () => one({ '00083002': tag('1.2.840.10008.1.2.4.50'), '00280100': tag(8), '00280101': tag(8) }),
      () =>
        new Response(bytes, {
          headers: { 'content-type': 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.50' },
        }),
    );
    await look();
    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent(/ne peut pas être affichée correctement/);
  });
});
