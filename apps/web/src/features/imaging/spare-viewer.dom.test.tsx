import type { Me } from '@keneyapp/bff/features/session/view';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { sayEnded } from '../../session/session-news.ts';
import { banner, doctor } from '../../testing/people.ts';
import { serve } from '../../testing/serve.ts';
import { clear, show } from '../../testing/show.tsx';
import { study, view } from '../../testing/studies.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { ViewerPage } from './viewer-page.tsx';

const answers = {
  imaging: { list: () => view(study(), study({ id: 's2', uid: '4.5.6', description: 'Autre' })) },
  patients: { banner: () => banner },
};
let served: ReturnType<typeof serve>;
beforeEach(() => {
  served = serve({ '/dicom-web/': () => Response.json([]) });
  // the server of these tests gives no viewer; here one is given
  vi.spyOn(HTMLIFrameElement.prototype, 'contentDocument', 'get').mockReturnValue(document);
});
afterEach(() => {
  sayEnded('signed-out');
  served.stop();
  vi.restoreAllMocks();
});

const frames = () => [...document.querySelectorAll('iframe')];
const stage = () => page.getByTestId('viewer-stage');
const open = (studyUid: string, me: Me = doctor) =>
  show(<ViewerPage patientId="p1" studyUid={studyUid} />, {
    at: `/patients/p1/imaging/${studyUid}`,
    answers,
    me,
  });
const tell = (frame: HTMLIFrameElement, message: object) =>
  window.dispatchEvent(
    new MessageEvent('message', {
      data: { source: 'keneyapp-viewer', ...message },
      source: frame.contentWindow,
      origin: location.origin,
    }),
  );
/** The frame that waits after a study was left. */
async function spare(): Promise<HTMLIFrameElement> {
  await waitFor(() => expect(frames().map((f) => new URL(f.src).pathname)).toEqual(['/ohif/empty']));
  const [frame] = frames();
  if (!frame) throw new Error('no frame');
  return frame;
}
async function left() {
  const { redraw } = await open('1.2.3');
  await expect.element(stage()).toBeVisible();
  const [used] = frames();
  redraw(<p>dossier</p>);
  return { used, next: () => redraw(<ViewerPage patientId="p1" studyUid="4.5.6" />) };
}

it('who leaves a study has an empty viewer loaded for the next, hidden; the one that showed a patient is gone', async () => {
  const { used } = await left();
  const waiting = await spare();
  expect(waiting).not.toBe(used);
  expect(used?.isConnected).toBe(false);
  expect(waiting.checkVisibility()).toBe(false);
  expect(waiting.closest('[hidden]')).not.toBeNull();
});

it('the next study is opened in it without loading, and shown once it says that it shows this one', async () => {
  const { next } = await left();
  const waiting = await spare();
  const realm = waiting.contentWindow;
  if (!realm) throw new Error('no window');
  const heard: unknown[] = [];
  vi.spyOn(realm, 'postMessage').mockImplementation((message: object) => void heard.push(message));
  tell(waiting, { type: 'waiting' });
  expect(heard).toEqual([]);
  next();
  await expect.element(page.getByTitle('Visionneuse\u00a0: Autre')).toBeVisible();
  expect(frames()).toEqual([waiting]);
  expect(waiting.contentWindow).toBe(realm);
  expect(document.querySelectorAll('body > div[hidden]')).toHaveLength(0);
  await waitFor(() =>
    expect(heard).toEqual([
      { source: 'keneyapp-page', type: 'open', study: '4.5.6', mode: 'stack', prior: null },
      { source: 'keneyapp-page', type: 'report' },
    ]),
  );
  const first = { type: 'progress', loaded: 1, total: 1, first: true };
  for (const studies of [[], ['1.2.3'], ['4.5.6', '9.9.9']]) {
    tell(waiting, { ...first, studies });
    await expect.element(page.getByText(/Images chargées.{1,3}1 . 1/)).toBeVisible();
    await expect.element(stage()).toHaveAttribute('data-phase', 'loading');
  }
  tell(waiting, { ...first, studies: ['4.5.6'] });
  await expect.element(stage()).toHaveAttribute('data-phase', 'shown');
});

it('a viewer that is still loading is told its study when it waits', async () => {
  const { next } = await left();
  const waiting = await spare();
  next();
  await expect.element(stage()).toBeVisible();
  const post = vi.spyOn(waiting.contentWindow as Window, 'postMessage').mockImplementation(() => undefined);
  tell(waiting, { type: 'waiting' });
  expect(post.mock.calls.map(([message]) => message as unknown)).toEqual([
    { source: 'keneyapp-page', type: 'open', study: '4.5.6', mode: 'stack', prior: null },
  ]);
  // once in its life
  tell(waiting, { type: 'waiting' });
  expect(post).toHaveBeenCalledTimes(1);
});

it('of another session it is not used, and with the session it is gone', async () => {
  await left();
  const waiting = await spare();
  clear();
  await open('4.5.6', { ...doctor, sessionId: 'another' });
  await expect.element(stage()).toBeVisible();
  await waitFor(() => expect(waiting.isConnected).toBe(false));
  expect(frames()[0]?.src).toContain('StudyInstanceUIDs=4.5.6');

  clear();
  await left();
  const next = await spare();
  sayEnded('idle');
  expect(next.isConnected).toBe(false);
});

it('a server that answers with no viewer leaves none behind', async () => {
  vi.restoreAllMocks();
  served = serve({ '/dicom-web/': () => Response.json([]) });
  const appended = vi.spyOn(document.body, 'append');
  await left();
  await waitFor(() => expect(appended).toHaveBeenCalledOnce());
  await waitFor(() => expect(frames()).toHaveLength(0));
});
