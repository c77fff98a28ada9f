import { afterEach, describe, expect, it, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { here } from '../../testing/address.tsx';
import { banner } from '../../testing/people.ts';
import { serve } from '../../testing/serve.ts';
import { show } from '../../testing/show.tsx';
import { serveImages, slice, stack, study, tag, view } from '../../testing/studies.ts';
import { waitFor } from '../../testing/wait-for.ts';
import type { DicomJson } from './dicom-json.ts';
import { ImagingPage } from './imaging-page.tsx';
import type { PdfView } from './series-objects.tsx';

let served: ReturnType<typeof serve> | undefined;
afterEach(() => served?.stop());
const answers = { imaging: { list: () => view(study()) }, patients: { banner: () => banner } };
const Pdf: PdfView = ({ url, title }) => (
  <p>
    PDF {title} {url}
  </p>
);
async function look(metadata: () => Response, at = '/patients/p1/imaging?study=1.2.3') {
  served = serveImages(metadata);
  return show(<ImagingPage patientId="p1" pdfView={Pdf} />, { at, answers });
}
const image = () => page.getByRole('application').element() as HTMLElement;
const counter = () => page.getByTestId('image-counter');
const isThere = () => expect.element(page.getByText('C 0 L 100')).toBeVisible();
const edges = () =>
  Object.fromEntries(
    ['left', 'right', 'top', 'bottom'].map((edge) => [
      edge,
      page.getByTestId(`edge-${edge}`).element().textContent,
    ]),
  );

test.each([
  [53, 0],
  [100, 0],
  [120, 0],
  [3, 1],
])('ten notches of %d (mode %d) are ten images, however fast they come', async (deltaY, deltaMode) => {
  await look(() => stack(30));
  await isThere();
  image().focus();
  await userEvent.keyboard('{Home}');
  await expect.element(counter()).toMatchTextContent('Image 1 / 30');
  for (let i = 0; i < 10; i += 1)
    image().dispatchEvent(new WheelEvent('wheel', { deltaY, deltaMode, bubbles: true, cancelable: true }));
  await expect.element(counter()).toMatchTextContent('Image 11 / 30');
});

describe('what stands on the image', () => {
  it('is whose it is, when it was made, and the sides of the patient as it is turned', async () => {
    await look(() => stack(5));
    await isThere();
    const stage = page.getByTestId('quick-look-stage');
    await expect.element(stage.getByText('MARTIN Jeanne')).toBeVisible();
    await expect.element(stage.getByText('04/03/1960')).toBeVisible();
    await expect.element(stage.getByText(/20\/11\/2026/)).toBeVisible();
    expect(edges()).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
    image().focus();
    await userEvent.keyboard('h');
    await waitFor(() => expect(edges()).toMatchObject({ left: 'L', right: 'R', top: 'A' }));
    await page.getByRole('button', { name: 'Tourner à droite' }).click();
    await waitFor(() => expect(edges()).toEqual({ left: 'P', right: 'A', top: 'L', bottom: 'R' }));
    image().focus();
    await userEvent.keyboard('v0');
    await waitFor(() => expect(edges()).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' }));
  });
  it('are no sides where the file names none', async () => {
    await look(() => Response.json([slice(0, { '00200037': undefined })]));
    await isThere();
    await expect.element(page.getByTestId('edge-left')).not.toBeInTheDocument();
  });
  it('turns with the pixels: the bright half goes where the letters go', async () => {
    await look(() => stack(1));
    await isThere();
    const at = (x: number, y: number) => {
      const canvas = image().querySelector('canvas') as HTMLCanvasElement;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      return context.getImageData(Math.floor(canvas.width * x), Math.floor(canvas.height * y), 1, 1).data[0];
    };
    await waitFor(() => expect([at(0.42, 0.5), at(0.58, 0.5)]).toEqual([0, 255]));
    image().focus();
    await userEvent.keyboard('h');
    await waitFor(() => expect([at(0.42, 0.5), at(0.58, 0.5)]).toEqual([255, 0]));
    // mirrored and then turned clockwise: what was at the left, the bright half, is at the top
    await userEvent.keyboard('r');
    await waitFor(() => expect([at(0.5, 0.35), at(0.5, 0.65)]).toEqual([255, 0]));
    expect(edges()).toMatchObject({ top: 'L' });
  });
});

describe('keys of the quick look', () => {
  it('go to the image that was opened; Esc closes it, and the button it came from has the focus', async () => {
    await look(() => stack(5), '/patients/p1/imaging');
    const button = page.getByRole('button', { name: /^Aperçu : Scanner thoracique/ });
    await button.click();
    await isThere();
    expect(document.activeElement).toBe(image());
    await userEvent.keyboard('6');
    await expect.element(page.getByText('C 90 L 150')).toBeVisible();
    await userEvent.keyboard('z');
    await expect
      .element(page.getByRole('button', { name: 'Zoomer' }))
      .toHaveAttribute('aria-pressed', 'true');
    await userEvent.keyboard('?');
    await expect.element(page.getByRole('dialog', { name: 'Touches des images' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await waitFor(() => expect(document.activeElement).toBe(image()));
    await userEvent.keyboard('{Escape}');
    expect(here()).toBe('/patients/p1/imaging');
    await expect.element(button).toHaveFocus();
  });
  it('let the stack run, and stop it', async () => {
    await look(() => Response.json(Array.from({ length: 4 }, (_, i) => slice(i, { '00082144': tag(4) }))));
    await isThere();
    image().focus();
    await userEvent.keyboard('{Home}c');
    await expect.element(counter()).toMatchTextContent('Image 4 / 4');
    await expect.element(counter()).toMatchTextContent('Image 1 / 4'); // and from the end to the beginning
    await expect
      .element(page.getByRole('button', { name: 'Défilé' }))
      .toHaveAttribute('aria-pressed', 'true');
    await userEvent.keyboard('{Home}');
    await expect
      .element(page.getByRole('button', { name: 'Défilé' }))
      .toHaveAttribute('aria-pressed', 'false');
    await expect.element(counter()).toMatchTextContent('Image 1 / 4');
  });
});

describe('objects without an image', () => {
  const object = (sopClass: string, part: DicomJson = {}): DicomJson => ({
    '0020000D': tag('1.2.3'),
    '0020000E': tag('1.2.3.1'),
    '00080018': tag('1.2.3.1.1'),
    '00080016': tag(`1.2.840.10008.5.1.4.1.1.${sopClass}`),
    ...part,
  });
  const one = (...objects: DicomJson[]) => look(() => Response.json(objects));
  const named = (words: string | RegExp) =>
    expect.element(page.getByRole('article')).toMatchTextContent(words);

  it('a report is read, and can be taken as a file', async () => {
    const value: DicomJson = {
      '0040A040': tag('NUM'),
      '0040A043': tag({ '00080104': tag('Length') }),
      '0040A300': tag({ '0040A30A': tag('12.5'), '004008EA': tag({ '00080100': tag('mm') }) }),
    };
    await one(
      object('88.33', { '0040A043': tag({ '00080104': tag('Measurements') }), '0040A730': tag(value) }),
    );
    await named(/Compte rendu structuré.*Measurements.*Length : 12.5.mm/);
    await expect
      .element(page.getByRole('link', { name: 'Télécharger (DICOM)' }))
      .toHaveAttribute('href', '/dicom-web/studies/1.2.3/series/1.2.3.1/instances/1.2.3.1.1?download=1');
  });
  it('a PDF is shown by the viewer of the documents', async () => {
    await one(
      object('104.1', { '00420010': tag('Courrier'), '00420011': { vr: 'OB', BulkDataURI: '/bulk' } }),
    );
    await named(/Document numérisé.*PDF Courrier \/bulk/);
  });
  it('others are named, with what their maker called them', async () => {
    await one(object('481.3', { '30060002': tag('Contours prostate') }));
    await named(/Objet sans image.*Nom : Contours prostate. Ne s’affiche pas ici/);
  });
  it('a film that the browser does not play is said to be one', async () => {
    served = serve({
      '/dicom-web/studies/1.2.3/series/1.2.3.1/metadata': () =>
        Response.json([object('77.1.1.1', { '00083002': tag('1.2.840.10008.1.2.4.100') })]),
      '/dicom-web/studies/1.2.3/series/1.2.3.1/instances/1.2.3.1.1/frames/1': () =>
        new Response(new Uint8Array(64), { headers: { 'content-type': 'video/mpeg' } }),
      '/dicom-web/': () => new Response(null, { status: 404 }),
    });
    await show(<ImagingPage patientId="p1" pdfView={Pdf} />, {
      at: '/patients/p1/imaging?study=1.2.3',
      answers,
    });
    await named(/Vidéo.*Ce navigateur ne lit pas cette vidéo/);
  });
  it('stand below the images they lie among', async () => {
    await one(slice(0), object('88.11', { '0020000E': tag('1.2.3.1') }));
    await isThere();
    await named(/Compte rendu structuré.*Ce compte rendu ne contient rien/);
  });
});
