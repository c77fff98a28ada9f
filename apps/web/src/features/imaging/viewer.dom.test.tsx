import type { Me } from '@keneyapp/bff/features/session/view';
import type { FromViewer } from '@keneyapp/viewer/messages';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { here } from '../../testing/address.tsx';
import { banner, doctor } from '../../testing/people.ts';
import { serve } from '../../testing/serve.ts';
import { show } from '../../testing/show.tsx';
import { study, tag, view } from '../../testing/studies.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { ViewerPage } from './viewer-page.tsx';

type Told<M> = M extends unknown ? Omit<M, 'source'> : never;
const prior = study({ id: 's2', uid: '4.5.6', description: 'Thorax antérieur', date: '2025-11-20' });
const answers = { imaging: { list: () => view(study(), prior) }, patients: { banner: () => banner } };
const radiologist: Me = { ...doctor, rights: { ...doctor.rights, 'imaging.store': true as const } };
let served: ReturnType<typeof serve> | undefined;
const nothingLeftOut = () =>
  serve({
    '/dicom-web/': () => Response.json([]),
    '/ohif/': () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
  });
afterEach(() => {
  served?.stop();
  served = undefined;
  vi.restoreAllMocks();
});
const frame = () => page.getByTitle('Visionneuse\u00a0: Scanner thoracique').element() as HTMLIFrameElement;
/** As the viewer tells; and what the page has told it. */
const tell = (
  message: Told<FromViewer>,
  from: Window | null = frame().contentWindow,
  origin = location.origin,
) =>
  window.dispatchEvent(
    new MessageEvent('message', { data: { source: 'keneyapp-viewer', ...message }, source: from, origin }),
  );
function hear(): object[] {
  const heard: object[] = [];
  vi.spyOn(frame().contentWindow as Window, 'postMessage').mockImplementation((message: object) => {
    heard.push(message);
  });
  return heard;
}
async function open(at = '/patients/p1/imaging/1.2.3', me = radiologist) {
  served = nothingLeftOut();
  const shown = await show(<ViewerPage patientId="p1" studyUid="1.2.3" />, { at, answers, me });
  await expect.element(page.getByTestId('viewer-stage')).toBeVisible();
  return shown;
}

describe('the viewer', () => {
  it('is never shown for a study of somebody else', async () => {
    await show(<ViewerPage patientId="p1" studyUid="9.9.9" />, {
      answers: { ...answers, imaging: { list: () => view(study()) } },
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
      answers: { ...answers, imaging: { list: () => view(study()) } },
    });
    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent(/n’applique pas la table de niveaux de gris.*les formes sont déformées/);
  });
  it('opens as the address says, and before it runs is loaded anew for another layout', async () => {
    await open('/patients/p1/imaging/1.2.3?layout=mpr');
    expect(frame().src).toMatch(/hangingprotocolId=(@keneyapp\/)?mpr/);
    await page.getByRole('button', { name: 'Comparer', exact: true }).click();
    await waitFor(() => expect(frame().src).toContain('StudyInstanceUIDs=1.2.3,4.5.6'));
    expect(here()).toBe('/patients/p1/imaging/1.2.3?prior=4.5.6');
  });
  it('once it runs is told of another layout, and the address follows what it shows', async () => {
    await open();
    const src = frame().src;
    tell({ type: 'ready' });
    tell({ type: 'progress', loaded: 1, total: 9, first: true, studies: ['1.2.3'] });
    await expect.element(page.getByTestId('viewer-stage')).toHaveAttribute('data-phase', 'shown');
    const heard = hear();
    await page.getByRole('button', { name: 'Comparer', exact: true }).click();
    expect(heard).toEqual([{ source: 'keneyapp-page', type: 'layout', mode: 'compare', prior: '4.5.6' }]);
    expect(here()).toBe('/patients/p1/imaging/1.2.3?prior=4.5.6');
    tell({ type: 'layout', mode: 'stack', prior: null, ok: false, reason: 'noMatch' });
    await expect.element(page.getByText('pas d’images à mettre côte à côte', { exact: false })).toBeVisible();
    expect(here()).toBe('/patients/p1/imaging/1.2.3');
    await page.getByRole('combobox', { name: 'Comparer avec' }).selectOptions('4.5.6');
    await page.getByRole('button', { name: 'Coupes multiplanaires' }).click();
    expect(heard.at(-1)).toMatchObject({ type: 'layout', mode: 'mpr' });
    // a study that is not of this chart is never taken over into the address
    tell({ type: 'layout', mode: 'compare', prior: '9.9.9', ok: true });
    expect(here()).toBe('/patients/p1/imaging/1.2.3?layout=mpr');
    expect(frame().src).toBe(src);
  });
  it('believes the messages of its own frame alone; its keys are those of the page', async () => {
    const { router } = await open();
    tell({ type: 'key', action: 'leave' }, window);
    tell({ type: 'key', action: 'leave' }, frame().contentWindow, 'https://evil.example');
    expect(router.push).not.toHaveBeenCalled();
    tell({ type: 'key', action: 'help' });
    await expect.element(page.getByRole('dialog', { name: 'Touches des images' })).toBeVisible();
    await expect
      .element(page.getByRole('row', { name: /Mesurer une longueur/ }))
      .toMatchTextContent(/Mesurer une longueur–sans effet iciD/);
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    tell({ type: 'key', action: 'leave' });
    expect(router.push).toHaveBeenCalledWith('/patients/p1/imaging?study=1.2.3');
    tell({ type: 'unauthorized' });
    await expect.element(page.getByText('Reconnectez-vous pour continuer à lire cet examen.')).toBeVisible();
  });
  it('says how far the images are, and gives the keys to the viewer when it runs', async () => {
    await open();
    tell({ type: 'ready' });
    await expect.element(page.getByText('Chargement des images…')).toBeVisible();
    expect(document.activeElement).toBe(frame());
    tell({ type: 'progress', loaded: 2, total: 9, first: false, studies: ['1.2.3'] });
    await expect.element(page.getByText('Chargement des images… Images chargées : 2 / 9')).toBeVisible();
    tell({ type: 'progress', loaded: 3, total: 9, first: true, studies: ['1.2.3'] });
    await expect.element(page.getByText('Chargement des images…')).not.toBeInTheDocument();
    await expect.element(page.getByTestId('viewer-progress')).toMatchTextContent('Images chargées : 3 / 9');
    tell({ type: 'progress', loaded: 9, total: 9, first: true, studies: ['1.2.3'] });
    await expect.element(page.getByTestId('viewer-progress')).not.toBeInTheDocument();
  });
  it('after thirty seconds says that it takes long and goes on waiting; a request that failed is said', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'], shouldAdvanceTime: true });
    try {
      await open();
      tell({ type: 'ready' });
      await vi.advanceTimersByTimeAsync(30_000);
      await expect.element(page.getByRole('alert')).toMatchTextContent(/plus de temps que d’habitude/);
      tell({ type: 'failed' });
      await expect.element(page.getByRole('alert')).toMatchTextContent(/Des images n’ont pas pu être lues/);
      const before = frame();
      await page.getByRole('button', { name: 'Réessayer' }).click();
      await waitFor(() => expect(frame()).not.toBe(before));
    } finally {
      vi.useRealTimers();
    }
  });
});

it('a server that gives no viewer is said, and asked again', async () => {
  await open(); // the server of these tests has none
  await expect.element(page.getByRole('alert')).toMatchTextContent(/La visionneuse n’a pas pu être ouverte/);
  const before = frame();
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await waitFor(() => expect(frame()).not.toBe(before));
});

describe('measurements that are not stored', () => {
  const measured = (unsaved: number) => tell({ type: 'measurements', unsaved, mayStore: true });
  const back = () => page.getByRole('link', { name: /Retour au dossier/ }).click();
  const ask = page.getByRole('alertdialog', { name: 'Mesures non enregistrées' });

  it('are asked about on leaving; staying changes nothing, laying aside leaves', async () => {
    const { router } = await open();
    const heard = hear();
    measured(2);
    await expect.element(page.getByRole('button', { name: 'Enregistrer les mesures (2)' })).toBeVisible();
    await back();
    await expect.element(ask).toMatchTextContent(/2 mesures de cet examen de MARTIN Jeanne/);
    await ask.getByRole('button', { name: 'Rester' }).click();
    await expect.element(ask).not.toBeInTheDocument();
    expect(router.push).not.toHaveBeenCalled();
    const unload = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(unload);
    expect(unload.defaultPrevented).toBe(true);
    await back();
    await ask.getByRole('button', { name: 'Laisser de côté' }).click();
    await waitFor(() => expect(router.push).toHaveBeenCalledWith('/patients/p1/imaging?study=1.2.3'));
    expect(heard).toContainEqual({ source: 'keneyapp-page', type: 'discard' });
    const next = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(next);
    expect(next.defaultPrevented).toBe(false);
  });
  it('are stored, and left only when they are; a failure says why', async () => {
    const { router } = await open();
    const heard = hear();
    measured(1);
    await expect.element(page.getByRole('button', { name: 'Enregistrer les mesures (1)' })).toBeVisible();
    tell({ type: 'key', action: 'leave' });
    await ask.getByRole('button', { name: 'Enregistrer' }).click();
    await waitFor(() => expect(heard).toContainEqual({ source: 'keneyapp-page', type: 'store' }));
    tell({ type: 'stored', ok: false, reason: 'forbidden' });
    await expect.element(ask.getByRole('alert')).toMatchTextContent(/L’enregistrement a été refusé/);
    expect(router.push).not.toHaveBeenCalled();
    await ask.getByRole('button', { name: 'Enregistrer' }).click();
    tell({ type: 'stored', ok: true });
    await waitFor(() => expect(router.push).toHaveBeenCalledWith('/patients/p1/imaging?study=1.2.3'));
    await expect.element(page.getByText('Mesures enregistrées').first()).toBeInTheDocument();
  });
  it('who may not store them is told before, and when leaving is offered no such button', async () => {
    await open('/patients/p1/imaging/1.2.3', doctor);
    measured(1);
    await expect
      .element(page.getByText('Les mesures ne sont pas enregistrables avec votre profil', { exact: false }))
      .toBeVisible();
    await back();
    await expect.element(ask).toMatchTextContent(/Votre profil ne permet pas/);
    await expect.element(ask.getByRole('button', { name: 'Enregistrer' })).not.toBeInTheDocument();
  });
  it('stay with the person who presses the browser’s back button', async () => {
    await open();
    measured(1);
    await expect.element(page.getByRole('button', { name: 'Enregistrer les mesures (1)' })).toBeVisible();
    history.back();
    await expect.element(ask).toBeVisible();
    expect(here()).toBe('/patients/p1/imaging/1.2.3');
  });
});

describe('a window of its own', () => {
  const chart = (patientId: string, session = radiologist.sessionId) => {
    const channel = new BroadcastChannel('keneya-chart');
    channel.postMessage({ session, patientId, name: 'DURAND Paul' });
    return channel;
  };
  it('says whose chart is open beside it, follows or closes, and says nothing of another session', async () => {
    const { router } = await open('/patients/p1/imaging/1.2.3?window=own');
    await expect.element(page.getByRole('link', { name: /Retour au dossier/ })).not.toBeInTheDocument();
    const channels = [chart('p9', 'another'), chart('p2')];
    tell({ type: 'ready' });
    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent(/maintenant celui de DURAND Paul. Ces images sont celles de MARTIN Jeanne/);
    await page.getByRole('button', { name: 'Suivre : images de DURAND Paul' }).click();
    expect(router.push).toHaveBeenCalledWith('/patients/p2/imaging?window=own');
    channels.push(chart('p1'));
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
    const close = vi.spyOn(window, 'close').mockImplementation(() => undefined);
    await page.getByRole('button', { name: 'Fermer la fenêtre' }).click();
    expect(close).toHaveBeenCalled();
    for (const channel of channels) channel.close();
  });
  it('is opened beside the chart; a browser that does not let it is said', async () => {
    const { router } = await open('/patients/p1/imaging/1.2.3?layout=mpr');
    const opens = vi.spyOn(window, 'open').mockReturnValueOnce(null);
    tell({ type: 'ready' });
    await page.getByRole('button', { name: 'Fenêtre séparée' }).click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/Autorisez les fenêtres/);
    expect(router.push).not.toHaveBeenCalled();
    opens.mockReturnValueOnce(window);
    await page.getByRole('button', { name: 'Fenêtre séparée' }).click();
    expect(opens.mock.lastCall?.slice(0, 2)).toEqual([
      '/patients/p1/imaging/1.2.3?layout=mpr&window=own',
      'keneya-viewer',
    ]);
    expect(router.push).toHaveBeenCalledWith('/patients/p1/imaging?study=1.2.3');
  });
});
