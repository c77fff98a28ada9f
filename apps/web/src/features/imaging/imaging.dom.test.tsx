import type { ImagingView, StudyRow } from '@keneyapp/bff/features/imaging/view';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { here } from '../../testing/address.tsx';
import { refusal } from '../../testing/answers.ts';
import { serve } from '../../testing/serve.ts';
import { show } from '../../testing/show.tsx';
import type { DicomJson } from './dicom-json.ts';
import { ImagingPage } from './imaging-page.tsx';
import { ViewerPage } from './viewer-page.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const size = 16;
const study = (part: Partial<StudyRow> = {}): StudyRow => ({
  id: 's1',
  uid: '1.2.3',
  date: '2026-11-20T08:00:00+01:00',
  description: 'Scanner thoracique',
  modalities: ['CT'],
  bodySites: ['Thorax'],
  accession: 'A1',
  reason: 'Toux',
  instances: 5,
  state: 'available',
  series: [
    {
      uid: '1.2.3.1',
      number: 1,
      modality: 'CT',
      description: 'Axial',
      bodySite: null,
      instances: 5,
      kind: 'image',
    },
    {
      uid: '1.2.3.2',
      number: 2,
      modality: 'SR',
      description: null,
      bodySite: null,
      instances: 1,
      kind: 'report',
    },
  ],
  report: { id: 'r', status: 'final', title: null, conclusion: 'Normal.', issued: null, documentUrl: null },
  ...part,
});
const view = (...studies: StudyRow[]): ImagingView => ({
  studies,
  total: studies.length,
  truncated: false,
  reportsFailed: false,
});
const tag = (...Value: unknown[]) => ({ vr: 'XX', Value });
/** An uncompressed slice of 16 × 16 pixels; `at` is its place along the body. */
const slice = (at: number, part: DicomJson = {}): DicomJson => ({
  '0020000D': tag('1.2.3'),
  '0020000E': tag('1.2.3.1'),
  '00080018': tag(`1.2.3.1.${at}`),
  '00080060': tag('CT'),
  '00083002': tag('1.2.840.10008.1.2.1'),
  '00280010': tag(size),
  '00280011': tag(size),
  '00280100': tag(16),
  '00280101': tag(16),
  '00280103': tag(1),
  '00280004': tag('MONOCHROME2'),
  '00281050': tag(0),
  '00281051': tag(100),
  '00200037': tag(1, 0, 0, 0, 1, 0),
  '00200032': tag(0, 0, at),
  '7FE00010': { vr: 'OW', BulkDataURI: 'x' },
  ...part,
});
const frame = () => {
  const pixels = Int16Array.from({ length: size * size }, (_, i) => (i % size < size / 2 ? -200 : 200));
  return new Response(pixels.buffer, {
    headers: { 'content-type': 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1' },
  });
};
let served: ReturnType<typeof serve> | undefined;
function images(metadata: () => Response, frames: (path: string) => Response = frame) {
  served = serve({
    '/dicom-web/': (path) =>
      path.includes('/frames/')
        ? frames(path)
        : path.endsWith('/metadata')
          ? metadata()
          : new Response(null, { status: 404 }),
  });
}
const stack = (n: number) => Response.json(Array.from({ length: n }, (_, i) => slice(i)));
afterEach(() => served?.stop());
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
  const shown = await show(<ImagingPage patientId="p1" />, {
    at,
    answers: { imaging: { list: () => view(study()) } },
  });
  await expect.element(page.getByRole('heading', { name: 'Scanner thoracique' })).toBeVisible();
  return shown;
}

describe('the quick look', () => {
  it('opens on the middle image, painted in the window of the object', async () => {
    images(() => stack(5));
    await show(<ImagingPage patientId="p1" />, {
      at: '/patients/p1/imaging',
      answers: { imaging: { list: () => view(study()) } },
    });
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
    await userEvent.keyboard('-{Shift>}{ArrowUp}{ArrowLeft}{/Shift}ir');
    await expect.element(page.getByText('C 0 L 100')).toBeVisible();
  });

  it('takes wheel, drags, and the slider', async () => {
    images(() => stack(5));
    await look();
    await expect.element(page.getByText('C 0 L 100')).toBeVisible();
    const target = stage().element();
    // until the keys and wheels are listened to, and then to the last image
    await waitFor(() => {
      target.dispatchEvent(new WheelEvent('wheel', { deltaY: 80, bubbles: true, cancelable: true }));
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
      'ne contient pas d’image',
    ],
    [
      'an encoding nobody here reads',
      () => Response.json([slice(0, { '00083002': tag('1.2.840.10008.1.2.4.100') })]),
      'Encodage : 1.2.840.10008.1.2.4.100',
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
    await show(<ImagingPage patientId="p1" />, {
      at: '/patients/p1/imaging?study=1.2.3',
      answers: { imaging: { list: () => view(study({ series: [] })) } },
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

describe('the studies', () => {
  it('say what is expected, what has no report, and what could not be read', async () => {
    await show(<ImagingPage patientId="p1" />, {
      answers: {
        imaging: {
          list: () => ({
            ...view(study({ state: 'expected', report: null, description: null, date: null })),
            total: 9,
            truncated: true,
            reportsFailed: true,
          }),
        },
      },
    });
    await expect.element(page.getByText('Annoncé, images pas encore reçues')).toBeVisible();
    await expect.element(page.getByText('1 examens affichés sur 9, les plus récents.')).toBeVisible();
    await expect.element(page.getByText('Pas de compte rendu')).toBeVisible();
  });
  it('are none, or cannot be read', async () => {
    const { answer } = await show(<ImagingPage patientId="p1" />, {
      answers: { imaging: { list: () => Promise.reject(refusal('BAD_GATEWAY')) } },
    });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    answer({ imaging: { list: () => view() } });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.element(page.getByText('Aucun examen d’imagerie')).toBeVisible();
  });
});

describe('the viewer', () => {
  it('is never shown for a study of somebody else', async () => {
    await show(<ViewerPage patientId="p1" studyUid="9.9.9" />, {
      answers: { imaging: { list: () => view(study()) } },
    });
    await expect.element(page.getByText('Cet examen n’est pas au dossier de ce patient')).toBeVisible();
    await expect.element(page.getByTitle(/Visionneuse/)).not.toBeInTheDocument();
  });
  it('says above it what it leaves out of the images', async () => {
    const row = {
      '0020000E': tag('1.2.3.1'),
      '00280034': tag(1, 2),
      '00283010': { vr: 'SQ', Value: [{ '00283002': tag(2, 0, 16) }] },
    };
    served = serve({ '/dicom-web/studies/1.2.3/series': () => Response.json([row]) });
    await show(<ViewerPage patientId="p1" studyUid="1.2.3" />, {
      at: '/patients/p1/imaging/1.2.3',
      answers: { imaging: { list: () => view(study()) } },
    });
    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent(/n’applique pas la table de niveaux de gris.*les formes sont déformées/);
  });
  it('puts a prior beside it, and believes the messages of its own frame alone', async () => {
    const { router } = await show(<ViewerPage patientId="p1" studyUid="1.2.3" />, {
      at: '/patients/p1/imaging/1.2.3',
      answers: {
        imaging: { list: () => view(study(), study({ id: 's2', uid: '4.5.6', description: 'Antérieur' })) },
      },
    });
    const frameOf = () => page.getByTitle('Visionneuse : Scanner thoracique').element() as HTMLIFrameElement;
    await page.getByRole('button', { name: 'Coupes multiplanaires' }).click();
    await waitFor(() => expect(frameOf().src).toContain('hangingprotocolId=mpr'));
    await page.getByRole('combobox', { name: /Comparer avec/ }).selectOptions('4.5.6');
    await waitFor(() => expect(frameOf().src).toContain('StudyInstanceUIDs=1.2.3,4.5.6'));
    expect(here()).toBe('/patients/p1/imaging/1.2.3?prior=4.5.6');
    const tell = (type: string, source: Window | null, origin = location.origin) =>
      window.dispatchEvent(
        new MessageEvent('message', { data: { source: 'keneyapp-viewer', type }, source, origin }),
      );
    tell('leave', window);
    tell('leave', frameOf().contentWindow, 'https://evil.example');
    expect(router.push).not.toHaveBeenCalled();
    tell('leave', frameOf().contentWindow);
    expect(router.push).toHaveBeenCalledWith('/patients/p1/imaging?study=1.2.3');
    tell('unauthorized', frameOf().contentWindow);
    await expect.element(page.getByText('Reconnectez-vous pour continuer à lire cet examen.')).toBeVisible();
  });
});
