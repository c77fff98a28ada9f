import type { AddPaperInput } from '@keneyapp/bff/features/identities/papers-schema';
import type { Me } from '@keneyapp/bff/features/session/view';
import type { PaperView } from '@keneyapp/bff/features/identities/view';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { doctor } from '../../testing/people.ts';
import { clear, show } from '../../testing/show.tsx';
import { PatientPapers } from './papers.tsx';

const me = {
  ...doctor,
  rights: {
    ...doctor.rights,
    'identities.read-papers': true as const,
    'identities.add-paper': true as const,
    'identities.mark-paper-entered-in-error': true as const,
    'identities.restore-paper': true as const,
  },
};
const paper: PaperView = {
  ...{ id: 'd1', version: '1', document: 'passport', by: 'Une secrétaire', error: null },
  ...{ addedAt: '2026-03-01T10:00:00Z', keptUntil: '2029-03-01', isPastKeeping: false },
  ...{ validUntil: '2020-05-06', isExpired: true, pages: ['picture', 'pdf'] },
};
type Of = NonNullable<Answers['identities']>;
const open = (papers: PaperView[], answers: Of = {}, visitor: Me = me) =>
  show(<PatientPapers patientId="p1" />, {
    me: visitor,
    answers: { identities: { papers: () => ({ papers }), ...answers } },
  });

/** A picture as a camera or a scanner gives it, drawn by this browser. */
async function picture(name = 'carte.jpg', type = 'image/jpeg'): Promise<File> {
  const canvas = new OffscreenCanvas(640, 400);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#9bc';
  context.fillRect(0, 0, 640, 400);
  return new File([await canvas.convertToBlob({ type: 'image/jpeg' })], name, { type });
}
const input = () => document.querySelector<HTMLInputElement>('input[type=file]') as HTMLInputElement;
const dialog = page.getByRole('dialog', { name: 'Ajouter la copie de la pièce' });
const save = dialog.getByRole('button', { name: 'Enregistrer la copie' });
async function openForm() {
  await page.getByRole('button', { name: 'Ajouter la copie de la pièce' }).click();
  await expect.element(dialog).toBeVisible();
}
function choose(...files: File[]): void {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  input().files = data.files;
  input().dispatchEvent(new Event('change', { bubbles: true }));
}
/** As the clipboard or the file manager hands files over. */
function handOver(kind: 'paste' | 'drop', target: Element, file: File): void {
  const data = new DataTransfer();
  data.items.add(file);
  target.dispatchEvent(
    kind === 'paste'
      ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
  );
}
afterEach(() => vi.restoreAllMocks());

describe('the list', () => {
  it('says which paper, when, by whom, and what is over', async () => {
    await open([
      paper,
      {
        ...paper,
        id: 'd2',
        document: 'family-book',
        isExpired: false,
        validUntil: null,
        isPastKeeping: true,
      },
    ]);
    await expect.element(page.getByRole('heading', { name: 'Papiers d’identité' })).toBeVisible();
    await expect.element(page.getByText('Passeport')).toBeVisible();
    const [first, second] = page
      .getByRole('listitem')
      .elements()
      .map((item) => item.textContent);
    expect(first).toMatch(/Passeport.*Une secrétaire.*Expirée depuis le.*2020/);
    expect(second).toMatch(/Livret de famille.*Conservation terminée/);
    expect(document.querySelector('img')?.getAttribute('src')).toBe('/bff/papers/p1/d1/0');
  });

  it('opens a paper large: the keyboard zooms, Esc closes and gives the focus back', async () => {
    await open([{ ...paper, pages: ['picture', 'picture'] }]);
    const button = page.getByRole('button', { name: /Passeport, ajoutée le .* : agrandir les 2 pages/ });
    await button.click();
    const large = page.getByRole('dialog', { name: 'Passeport' });
    await expect.element(large.getByRole('region')).toHaveFocus();
    await expect.element(large.getByRole('img', { name: 'Passeport, page 2 sur 2' })).toBeInTheDocument();
    await userEvent.keyboard('+');
    await expect.element(large.getByText('150 %')).toBeVisible();
    await userEvent.keyboard('-');
    await expect.element(large.getByText('100 %')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(large).not.toBeInTheDocument();
    await expect.element(button).toHaveFocus();
  });

  it('marks one as an error with its reason, and puts one back', async () => {
    const wrong = { ...paper, id: 'd9', version: '4', error: { reason: 'autre patient' } };
    const listed = [paper, wrong];
    const { callsOf } = await open([], {
      papers: () => ({ papers: [...listed] }),
      markPaperEnteredInError: () => {
        listed.shift();
        return null;
      },
      restorePaper: () => null,
    });
    await page.getByRole('button', { name: /Signaler une erreur.*Passeport/ }).click();
    const question = page.getByRole('dialog', { name: 'Cette copie est une erreur ?' });
    await expect.element(question.getByRole('textbox', { name: 'Raison' })).toHaveFocus();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(question.getByText(/^Écrivez la raison/)).toBeVisible();
    await userEvent.keyboard('Pièce de sa sœur{Control>}{Enter}{/Control}');
    await expect
      .poll(() => callsOf('identities.markPaperEnteredInError'))
      .toMatchObject([{ patientId: 'p1', paperId: 'd1', version: '1', reason: 'Pièce de sa sœur' }]);
    await expect.element(question).not.toBeInTheDocument();
    // what was marked is gone, and the focus is not lost with it
    await expect.element(page.getByText('Expirée', { exact: false })).not.toBeInTheDocument();
    await expect
      .poll(() => document.activeElement?.querySelector('h2')?.textContent)
      .toBe('Papiers d’identité');
    expect(document.activeElement).not.toBe(document.body);
    await page.getByRole('button', { name: '1 copie signalée comme erreur' }).click();
    await expect.element(page.getByText('Raison : autre patient')).toBeVisible();
    await page.getByRole('button', { name: /Rétablir/ }).click();
    await expect
      .poll(() => callsOf('identities.restorePaper'))
      .toMatchObject([{ paperId: 'd9', version: '4' }]);
  });

  it('shows who registers and reads none that one can be added, and nobody else anything', async () => {
    const { 'identities.read-papers': _read, ...rights } = me.rights;
    const { callsOf } = await open([], {}, { ...me, rights });
    await expect.element(page.getByText(/consultées par le bureau des entrées/)).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Ajouter la copie de la pièce' })).toBeVisible();
    expect(callsOf('identities.papers')).toEqual([]);
    clear();
    await open([], {}, doctor);
    await expect.element(page.getByRole('heading')).not.toBeInTheDocument();
  });
});

describe('adding a copy', () => {
  it('takes files that are chosen, dropped or pasted, and sends them with their paper', async () => {
    const { callsOf } = await open([], { addPaper: () => null });
    await openForm();
    await dialog.getByRole('combobox', { name: 'Pièce' }).selectOptions('Titre de séjour');
    await dialog.getByRole('textbox', { name: /Valable jusqu’au/ }).fill('24/11/2030');
    choose(await picture('recto.jpg'));
    await expect.element(dialog.getByText('recto.jpg')).toBeVisible();
    handOver('paste', document.body, await picture('verso.png', 'image/png'));
    await expect.element(dialog.getByText('verso.png')).toBeVisible();
    handOver(
      'drop',
      dialog.getByText(/ou déposez/).element(),
      new File(['%PDF-1.4 x'], 'acte.txt', { type: 'text/plain' }),
    );
    await expect.element(dialog.getByText('acte.txt')).toBeVisible();
    await dialog.getByRole('button', { name: /Retirer.*page 2/ }).click();
    await expect.element(dialog.getByText('verso.png')).not.toBeInTheDocument();
    await save.click();
    await expect.element(dialog).not.toBeInTheDocument();
    const [sent] = callsOf('identities.addPaper') as AddPaperInput[];
    expect(sent).toMatchObject({ patientId: 'p1', document: 'residence-permit', validUntil: '2030-11-24' });
    expect(sent?.pages.map(({ data }) => atob(data).slice(0, 4))).toEqual(['\xff\xd8\xff\xe0', '%PDF']);
  });

  it('says what is wrong at its page or field before anything is sent', async () => {
    const { callsOf } = await open([], { addPaper: () => null });
    await openForm();
    await save.click();
    await expect.element(dialog.getByText(/Ajoutez au moins une page/)).toBeVisible();
    choose(new File(['<html>'], 'carte.jpg', { type: 'image/jpeg' }));
    await expect.element(dialog.getByText(/n’est ni une image/)).toBeVisible();
    choose(new File(['\0\0\0\x18ftypheic'], 'IMG_1.HEIC'));
    await expect.element(dialog.getByText(/Format HEIC/)).toBeVisible();
    await save.click();
    await dialog.getByRole('textbox', { name: /Valable jusqu’au/ }).fill('bientôt');
    await save.click();
    await expect.element(dialog.getByText(/Date illisible/)).toBeVisible();
    expect(callsOf('identities.addPaper')).toEqual([]);
    const more = await Promise.all(['a', 'b', 'c'].map((name) => picture(`${name}.jpg`)));
    choose(...more);
    await expect.element(dialog.getByText(/4 pages au plus/)).toBeVisible();
    await expect.element(dialog.getByText('c.jpg')).not.toBeInTheDocument();
  });

  it('shows at its page what the server refuses, keeps all the rest, and asks before it is given up', async () => {
    let answer = () =>
      Promise.reject<null>(
        refusal('BAD_REQUEST', { issues: [{ code: 'custom', path: ['pages', 1], message: 'unreadable' }] }),
      );
    const { callsOf } = await open([], { addPaper: () => answer() });
    await openForm();
    choose(await picture('recto.jpg'), await picture('verso.jpg'));
    await expect.element(dialog.getByText('verso.jpg')).toBeVisible();
    await save.click();
    await expect.element(dialog.getByText(/abîmé/)).toBeVisible();
    await expect.element(dialog.getByText('recto.jpg')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    const question = page.getByRole('alertdialog', { name: 'Abandonner cette copie ?' });
    await question.getByRole('button', { name: 'Continuer' }).click();
    await dialog.getByRole('button', { name: /Retirer.*page 2/ }).click();
    answer = () => Promise.resolve(null);
    await save.click();
    await expect.element(dialog).not.toBeInTheDocument();
    const keys = (callsOf('identities.addPaper') as AddPaperInput[]).map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });

  it('photographs with the camera, and offers the file where it is refused', async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 480];
    const draw = () => canvas.getContext('2d')?.fillRect(0, 0, 640, 480);
    draw();
    const timer = setInterval(draw, 50);
    const camera = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
    camera.mockImplementation(() => Promise.resolve(canvas.captureStream(20)));
    await open([]);
    await openForm();
    await dialog.getByRole('button', { name: 'Prendre une photo' }).click();
    const photo = page.getByRole('dialog', { name: 'Photographier la pièce' });
    await photo.getByRole('button', { name: 'Prendre la photo' }).click();
    await expect.element(photo).not.toBeInTheDocument();
    await expect.element(dialog.getByText('Photo.jpg')).toBeVisible();
    clearInterval(timer);
    camera.mockImplementation(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
    await dialog.getByRole('button', { name: 'Prendre une photo' }).click();
    await expect.element(photo.getByText(/^La caméra est refusée/)).toBeVisible();
    await expect.element(photo.getByRole('button', { name: 'Choisir un fichier' })).toBeVisible();
  });
});
