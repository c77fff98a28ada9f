import { birthDateOf, buildDatamatrix, insKey, unsaidBirthDate } from '@keneyapp/clinical';
import { BarcodeFormat, DataMatrixWriter } from '@zxing/library';
import { afterEach, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { clear, show } from '../../testing/show.tsx';
import { CameraScan } from './camera-scan.tsx';

/** A camera before which a code is held, as this browser's own canvas films it. */
function filmed(text: string): MediaStream {
  const matrix = new DataMatrixWriter().encode(text, BarcodeFormat.DATA_MATRIX, 0, 0, new Map());
  const dot = 8,
    edge = 60;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 480];
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  const draw = () => {
    context.fillStyle = '#dde';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = '#122';
    for (let y = 0; y < matrix.getHeight(); y += 1)
      for (let x = 0; x < matrix.getWidth(); x += 1)
        if (matrix.get(x, y)) context.fillRect(edge + x * dot, edge + y * dot, dot, dot);
  };
  draw();
  const timer = setInterval(draw, 50);
  const stream = canvas.captureStream(20);
  const [track] = stream.getTracks();
  const stop = track?.stop.bind(track);
  if (track && stop)
    track.stop = () => {
      clearInterval(timer);
      stop();
    };
  return stream;
}
const thirteen = '2840737261001';
const code = buildDatamatrix({
  matricule: thirteen + (insKey(thirteen) ?? ''),
  oid: '1.2.250.1.213.1.4.10',
  traits: {
    birthName: 'DURAND',
    givenNames: ['AGNES', 'MARIE'],
    firstGivenName: 'AGNES',
    birthDate: birthDateOf('1984-07-12') ?? unsaidBirthDate,
    sex: 'female',
    birthPlace: { code: '37261', name: null },
  },
});
const cameraThat = (answers: () => Promise<MediaStream>) =>
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(answers);

afterEach(() => vi.restoreAllMocks());

it('reads what is held before the camera, and lets go of it', async () => {
  const stream = filmed(code);
  cameraThat(() => Promise.resolve(stream));
  const onRead = vi.fn();
  const onClose = vi.fn();
  await show(<CameraScan onRead={onRead} onClose={onClose} />);
  await expect.element(page.getByLabelText('Image de la caméra')).toBeVisible();
  await vi.waitFor(() => expect(onRead).toHaveBeenCalledWith(code), 10_000);
  clear();
  expect(stream.getTracks().every((track) => track.readyState === 'ended')).toBe(true);
});

it.each([
  ['NotAllowedError', /La caméra est refusée à cette page/],
  ['NotFoundError', /Aucune caméra sur cet appareil/],
  ['NotReadableError', /utilisée par un autre programme/],
])('says what to do about %s', async (name, words) => {
  const camera = cameraThat(() => Promise.reject(new DOMException('', name)));
  await show(<CameraScan onRead={vi.fn()} onClose={vi.fn()} />);
  await expect.element(page.getByText(words)).toBeVisible();
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await vi.waitFor(() => expect(camera).toHaveBeenCalledTimes(2));
});
