// Long because its cases share one chart with everything around it: banner, sections, live changes.
import type { LiveEvent, LiveMessage } from '@keneyapp/bff/features/live/view';
import type { PatientBanner } from '@keneyapp/bff/features/patients/view';
import { useQuery } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { NavigationArrival, navigationStarted } from '../components/pending-navigation.ts';
import { Banner } from '../features/patients/banner.tsx';
import { LiveBell } from '../features/reviews/live-bell.tsx';
import { here } from '../testing/address.tsx';
import { refusal, unreachable, type Answers } from '../testing/answers.ts';
import { draftAnswers } from '../testing/drafts.ts';
import { administrator, banner, doctor, identity, officer, patient } from '../testing/people.ts';
import { show } from '../testing/show.tsx';
import { vitalsForm } from '../testing/vitals.ts';
import { useTRPC } from '../trpc/client.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import { Rail } from './rail.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { waitFor } from '../testing/wait-for.ts';

const clinical: NonNullable<PatientBanner['clinical']> = {
  late: { at: '2026-11-20T08:00:00Z', isLate: true, isUnknown: false },
  location: {
    service: 'Cardiologie',
    room: '204',
    bed: '2',
    text: null,
    encounterId: 'e1',
    since: null,
    class: 'IMP',
  },
  allergies: {
    state: 'known',
    noneOf: [],
    isContradicted: false,
    failed: false,
    items: [
      {
        id: 'a1',
        substance: { text: 'Pénicilline', codes: [] },
        criticality: 'high',
        kind: 'allergy',
        rank: 3,
        reactions: [{ text: 'choc', codes: [] }],
      },
    ],
  },
  weight: {
    amount: { value: 68, digits: '68', unit: 'kg', code: 'kg', comparator: null },
    date: '2026-11-20',
    isOld: false,
  },
  flags: [{ id: 'f1', kind: 'isolation', text: 'Contact', code: null, since: '2026-11-20' }],
  failed: [],
};
const open: PatientBanner = { ...banner, clinical };
const closed: PatientBanner = { ...banner, closed: { reason: 'no-relation', mayBreakGlass: true } };
const soon = () => new Date(Date.now() + 20 * 60_000 + 5_000).toISOString();

function Problems() {
  const { data } = useQuery(useTRPC().problems.list.queryOptions({ patientId: 'p1' }));
  return <p>problèmes : {data?.current.length ?? '…'}</p>;
}
const chart = (
  <ChartFrame patientId="p1" banner={<b>MARTIN Jeanne</b>}>
    <h1>Synthèse du dossier</h1>
    <Problems />
    <LiveIndicator />
  </ChartFrame>
);
const answers = (view: () => PatientBanner, more: Answers = {}): Answers => ({
  patients: { banner: view },
  problems: { list: () => ({ current: [], past: [], refuted: [], statements: [], truncated: false }) },
  drafts: draftAnswers(),
  vitals: { form: () => vitalsForm },
  emergency: { current: () => ({ current: null, minutes: 30, reasonLength: 20, isTextOwed: false }) },
  ...more,
});

describe('a chart', () => {
  it('keeps its pages in reach on a phone, within a quarter of the window with the banner', async () => {
    await page.viewport(390, 844);
    const tall = (
      <ChartFrame patientId="p1" banner={<Banner patientId="p1" />}>
        <h1>Synthèse du dossier</h1>
        <div style={{ height: 3000 }} />
      </ChartFrame>
    );
    await show(tall, { at: '/patients/p1/summary', answers: answers(() => open) });
    const sections = page.getByRole('navigation', { name: 'Rubriques du dossier' });
    await expect.element(sections).toBeVisible();
    await expect.element(page.getByRole('link', { name: /Pénicilline/ })).toBeVisible();
    window.scrollTo(0, 1500);
    const box = () => sections.element().getBoundingClientRect();
    await waitFor(() => expect(box().top).toBeLessThan(120));
    expect(box().top).toBeGreaterThan(20);
    expect(box().bottom).toBeLessThanOrEqual(844 / 4);
    // what is brought into sight stands below both
    const stuck = document.querySelector<HTMLElement>('[data-chart] h1')!;
    stuck.style.scrollMarginTop = 'var(--stuck)';
    stuck.scrollIntoView();
    expect(stuck.getBoundingClientRect().top).toBeGreaterThanOrEqual(box().bottom - 1);
    await page.viewport(1280, 900);
  });

  it('follows what others change, and says what it was', async () => {
    const { emit, callsOf } = await show(chart, { at: '/patients/p1/summary', answers: answers(() => open) });
    await expect.element(page.getByText('problèmes : 0')).toBeVisible();
    const event: LiveEvent = {
      resourceType: 'Condition',
      resourceId: 'c1',
      features: ['problems', 'summary'],
      isOwn: false,
      at: '2026-11-24T09:00:00Z',
    };
    const tell = (data: LiveMessage) => emit('live.chart', { id: '7', data });
    await tell({ isContinued: false }); // the first time: the page is as it was loaded
    await tell(event);
    await tell({ ...event, isOwn: true, features: ['vitals'] });
    await waitFor(() => expect(callsOf('problems.list')).toHaveLength(2));
    await expect
      .element(
        page
          .getByRole('status', { includeHidden: true })
          .filter({ hasText: /roblème/ })
          .first(),
      )
      .toBeInTheDocument();
  });

  it('is fetched again after a line was down only where what was missed cannot be told', async () => {
    const { emit, callsOf } = await show(chart, { at: '/patients/p1/summary', answers: answers(() => open) });
    await expect.element(page.getByText('problèmes : 0')).toBeVisible();
    const opened = (isContinued: boolean) => emit('live.chart', { id: '7', data: { isContinued } });
    await opened(false);
    await opened(true);
    await new Promise((resolve) => setTimeout(resolve, 400)); // longer than changes are gathered
    expect(callsOf('problems.list')).toHaveLength(1);
    await opened(false);
    await waitFor(() => expect(callsOf('problems.list')).toHaveLength(2));
  });

  it('leaves the screen at once when it closes; a form begun stays to be copied', async () => {
    let view = open;
    const { router, queryClient } = await show(chart, {
      at: '/patients/p1/summary',
      answers: answers(() => view),
    });
    await page.getByRole('button', { name: 'Saisir des constantes' }).click();
    const pulse = page.getByRole('textbox', { name: 'Fréquence cardiaque' });
    await pulse.fill('72');
    expect(here()).toBe('/patients/p1/summary?write=vitals.record');
    view = closed;
    await queryClient.invalidateQueries();
    await expect.element(page.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();
    await expect.element(page.getByRole('alert').first()).toMatchTextContent('Le dossier s’est refermé.');
    await expect
      .element(page.getByText('La saisie commencée reste affichée', { exact: false }))
      .toBeVisible();
    await expect.element(page.getByText('Synthèse du dossier')).not.toBeInTheDocument();
    await expect.element(pulse).toHaveValue('72');
    expect(router.refresh).toHaveBeenCalled();
    // without the frame around it the banner stands above the panel: the key is pressed, not pointed at
    (page.getByRole('button', { name: 'Fermer la saisie' }).element() as HTMLElement).click();
  });

  it('leaves the address alone while a click is on its way: Next.js would forget the click', async () => {
    await show(
      <>
        <NavigationArrival />
        {chart}
      </>,
      { at: '/patients/p1/summary', answers: answers(() => open) },
    );
    await page.getByRole('button', { name: 'Saisir des constantes' }).click();
    await waitFor(() => expect(here()).toBe('/patients/p1/summary?write=vitals.record'));
    navigationStarted('/patients/p1/problems');
    const close = page.getByRole('button', { name: 'Fermer la saisie' });
    await expect.element(close).toBeVisible();
    (close.element() as HTMLElement).click();
    await expect.element(page.getByRole('textbox', { name: 'Fréquence cardiaque' })).not.toBeInTheDocument();
    expect(here()).toBe('/patients/p1/summary?write=vitals.record');
    history.pushState(null, '', '/patients/p1/problems?write=vitals.record');
    await waitFor(() => expect(here()).toBe('/patients/p1/problems'));
  });

  it('under an emergency access says what is open and how long, and can be ended after a question', async () => {
    const emergency: PatientBanner = { ...open, emergency: { grantId: 'g1', expiresAt: soon() } };
    let view = emergency;
    const { callsOf, answer } = await show(chart, {
      at: '/patients/p1/summary',
      answers: answers(() => view, { emergency: { end: () => Promise.reject(unreachable()) } }),
    });
    const strip = page.getByRole('region', { name: 'Accès en urgence' });
    await expect.element(strip).toMatchTextContent(/lecture et saisie de constantes.*encore 2[01] minutes/);
    await expect.element(page.getByRole('button', { name: 'Saisir des constantes' })).toBeVisible();
    const end = async () => {
      await strip.getByRole('button', { name: 'Terminer maintenant' }).click();
      await page.getByRole('button', { name: 'Terminer l’accès' }).click();
    };
    await end();
    await expect.element(strip.getByRole('alert')).toMatchTextContent('L’accès n’a pas pu être terminé.');
    answer(
      answers(() => view, {
        emergency: { end: () => ({ current: null, minutes: 30, reasonLength: 20, isTextOwed: false }) },
      }),
    );
    view = closed;
    await end();
    await expect.element(page.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();
    expect(callsOf('emergency.end')).toHaveLength(2);
  });
});

describe('the banner', () => {
  it('tells the person apart and what is dangerous for them', async () => {
    await show(<Banner patientId="p1" />, { answers: answers(() => open) });
    await expect.element(page.getByText('MARTIN', { exact: false }).first()).toBeVisible();
    await expect.element(page.getByText('Pénicilline', { exact: false }).first()).toBeVisible();
    await expect.element(page.getByText('Isolement', { exact: false }).first()).toBeVisible();
    await expect.element(page.getByText(/68\skg/)).toBeVisible();
  });
  it('says what could not be read rather than looking empty', async () => {
    const failed: PatientBanner = {
      ...open,
      identity: {
        ...identity,
        deceased: { date: '2026-01-02' },
        confidential: true,
        birthDate: null,
        age: null,
        replacedBy: 'p7',
        active: false,
      },
      clinical: {
        ...clinical,
        location: null,
        weight: null,
        flags: [],
        failed: ['location', 'weight', 'flags'],
        allergies: { state: 'not-recorded', noneOf: [], items: [], isContradicted: false, failed: true },
      },
    };
    await show(<Banner patientId="p1" />, { answers: answers(() => failed) });
    await expect
      .element(page.getByText('Allergies illisibles pour le moment', { exact: false }))
      .toBeVisible();
    await expect.element(page.getByText('alertes non lues', { exact: false })).toBeVisible();
    await expect.element(page.getByText('Décédée le 02/01/2026', { exact: false })).toBeVisible();
    await expect
      .element(page.getByRole('link', { name: 'Ouvrir le dossier conservé' }))
      .toHaveAttribute('href', expect.stringContaining('/patients/p7'));
  });
});

it('offers nothing to be asked for in a record that leads on', async () => {
  const leading = { ...closed, replacedBy: { patientId: 'p7', since: '2026-11-20T08:00:00Z' } };
  await show(chart, { at: '/patients/p1/summary', answers: answers(() => leading) });
  await expect.element(page.getByText(/fusionné avec un autre le 20\/11\/2026/)).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'Dossier fermé' })).not.toBeInTheDocument();
  await expect.element(page.getByRole('button', { name: /urgence/ })).not.toBeInTheDocument();
});

describe('the frame', () => {
  it.each([
    [doctor, ['Accueil', 'Patients', 'Agenda']],
    [patient, ['Mon dossier', 'Agenda']],
    [officer, ['Accueil', 'Traçabilité', 'Accès inhabituels', 'Accès en urgence']],
    [administrator, ['Accueil', 'Comptes', 'Sessions', 'Réglages']],
  ])('offers each role its places', async (me, places) => {
    await show(<Rail collapsed={false} />, { me, at: '/patients' });
    await waitFor(() =>
      expect(
        page
          .getByRole('link')
          .elements()
          .map((link) => link.textContent),
      ).toEqual(places),
    );
    await page.getByRole('button').click();
    expect(document.cookie).toContain('keneya-rail=collapsed');
    document.cookie = 'keneya-rail=; max-age=0; path=/';
  });

  it('holds the person, the appearance and the way out in one menu', async () => {
    await show(
      <>
        <AccountMenu />
        <ThemeSwitch />
      </>,
    );
    await page.getByRole('button', { name: /Dr Claire Durand/ }).click();
    await page.getByRole('radio', { name: 'Sombre' }).click();
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'));
    await page.getByRole('radio', { name: 'Clair' }).click();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('radio', { name: 'Clair' })).not.toBeInTheDocument();
  });

  it('tells an officer of an emergency access at once', async () => {
    const { emit } = await show(<LiveBell />, {
      me: officer,
      answers: { reviews: { list: () => Promise.reject(refusal('NOT_FOUND')) } },
    });
    await emit('reviews.alerts', { open: 2, news: null });
    await expect.element(page.getByRole('link', { name: '2 accès en urgence à relire' })).toBeVisible();
    await emit('reviews.alerts', {
      open: 3,
      news: { what: 'opened', grantId: 'g', name: 'Dr Blanc', at: '2026-11-24T09:00:00Z' },
    });
    await expect.element(page.getByText('Dr Blanc vient d’ouvrir un dossier en urgence.')).toBeVisible();
  });
});
