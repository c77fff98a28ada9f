// Long because the pages of the trail share their records and answers, which stand here once.
import { dealInput } from '@keneyapp/bff/features/reviews/schema';
import type {
  AuditDetail,
  AuditPage as Page,
  AuditRow,
  TrailState,
  UnusualConsent,
  VerificationStep,
} from '@keneyapp/bff/features/audit/view';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { here } from '../../testing/address.tsx';
import { refusal, type Answers } from '../../testing/answers.ts';
import { officer } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { AuditPage } from './audit-page.tsx';
import { UnusualPage } from './unusual-page.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const label = { id: 'p1', name: 'MARTIN Jeanne', birthDate: '1960-03-04', ipp: '8000123' };
const row = (part: Partial<AuditRow> = {}): AuditRow => ({
  seq: '12',
  at: '2026-11-24T08:30:00Z',
  kind: 'read',
  operation: 'summary.get',
  feature: 'summary',
  outcome: 'success',
  reason: null,
  purpose: 'TREAT',
  basis: 'unit',
  emergency: false,
  patientId: 'p1',
  patient: label,
  userId: 'u1',
  userName: 'Dr Blanc',
  role: 'doctor',
  flags: ['same-name'],
  consentChanges: [],
  ...part,
});
const noted = (part: Partial<AuditRow>): UnusualConsent => ({ ...row(part), dealtWith: null });
const detail: AuditDetail = {
  ...row(),
  action: 'R',
  resources: ['Patient/p1'],
  listed: [],
  query: '{"patientId":"p1"}',
  remoteAddress: '10.0.0.1',
  requestId: 'req-7',
  grantId: null,
  hash: 'abc',
  previousHash: 'abb',
  isIntact: false,
  checkpoint: null,
  event: '{"resourceType":"AuditEvent"}',
};
const chain: TrailState = {
  records: '12',
  lastCheckpoint: null,
  retired: null,
  keptYears: 20,
  keyId: 'k1',
  rights: 'shared',
  anchorFailed: true,
  problem: null,
  verified: null,
  isVerifying: false,
};
const list = (part: Partial<Page> = {}): Page => ({ rows: [row()], next: null, isNameless: false, ...part });
const answers = (part: Answers['audit'] = {}): Answers => ({
  audit: {
    search: () => list(),
    get: () => detail,
    chain: () => chain,
    names: () => ({ patient: label, person: 'Dr Blanc' }),
    patients: () => [label, { ...label, id: 'p2', name: 'MARTIN Luc' }],
    people: () => [{ userId: 'u1', name: 'Dr Blanc', role: 'doctor', lastAt: '2026-11-24T08:30:00Z' }],
    ...part,
  },
});
const open = (at: string, part?: Answers['audit']) =>
  show(<AuditPage today="2026-11-24" />, { me: officer, at, answers: answers(part) });

describe('the search of the trail', () => {
  it('chooses a patient by typing, with keys alone, and puts ids alone into the address', async () => {
    const { callsOf } = await open('/audit');
    const field = page.getByRole('combobox', { name: 'Patient' });
    await field.click();
    await userEvent.keyboard('martin');
    await expect.element(page.getByRole('option', { name: /MARTIN Luc/ })).toBeVisible();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(here()).toBe('/audit?patient=p2'));
    expect(callsOf('audit.search').at(-1)).toMatchObject({ patientId: 'p2' });
    await page.getByRole('button', { name: /^Retirer/ }).click();
    await waitFor(() => expect(here()).toBe('/audit'));
  });

  it('closes its list by Escape without losing what was typed, and says when nobody fits', async () => {
    await open('/audit', { patients: () => [] });
    const field = page.getByRole('combobox', { name: 'Patient' });
    await field.click();
    await userEvent.keyboard('zz');
    await expect.element(page.getByText('Personne ne correspond.').first()).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(field).toHaveAttribute('aria-expanded', 'false');
    await expect.element(field).toHaveValue('zz');
  });

  it('narrows by person, period, kind, section and number of a request', async () => {
    await open('/audit');
    await page.getByRole('combobox', { name: 'Personne' }).click();
    await userEvent.keyboard('bla');
    await page.getByRole('option', { name: /Dr Blanc/ }).click();
    await page.getByRole('button', { name: '7 jours' }).click();
    await page.getByRole('combobox', { name: 'Action' }).selectOptions('Consultation');
    await page.getByRole('button', { name: 'Plus de critères' }).click();
    await page.getByRole('combobox', { name: 'Rubrique' }).selectOptions('summary');
    await page.getByRole('textbox', { name: 'Numéro de demande' }).fill('req-7');
    await userEvent.keyboard('{Enter}');
    await waitFor(() =>
      expect(Object.fromEntries(new URLSearchParams(here().split('?')[1]))).toEqual({
        person: 'u1',
        from: '2026-11-18',
        to: '2026-11-24',
        kind: 'read',
        feature: 'summary',
        request: 'req-7',
      }),
    );
    const end = page.getByLabelText('Au', { exact: true });
    await end.fill('31/02/2026');
    await page.getByRole('link', { name: 'Tout effacer' }).click();
    expect(here()).toBe('/audit');
    await expect.element(end).toHaveValue('');
  });

  it('says at once that a period ends before it begins', async () => {
    await open('/audit?from=2026-11-20&to=2026-11-01', {
      search: () => Promise.reject(refusal('BAD_REQUEST')),
    });
    await expect.element(page.getByText('La date de fin précède la date de début.').first()).toBeVisible();
    // and nothing waits for an answer that never comes
    await expect.element(page.getByText('Chargement', { exact: false })).not.toBeInTheDocument();
    await expect.element(page.getByLabelText('Au', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  });

  it('opens a record beside the list, closes it by Escape, and goes on to the next page', async () => {
    const { callsOf } = await open('/audit', {
      search: (input) =>
        input?.cursor
          ? list({ rows: [row({ seq: '11', userName: null, userId: null, patient: null, flags: [] })] })
          : list({ next: { at: '2026-11-24T08:30:00Z', seq: '12' } }),
    });
    await page.getByRole('link', { name: /Trace 12 : ouvrir le détail/ }).click();
    const panel = page.getByRole('complementary', { name: 'Trace n° 12' });
    await expect.element(panel).toMatchTextContent('Ne correspond plus à ce qui a été écrit');
    await expect.element(panel.getByRole('heading')).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(panel).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Afficher la suite' }).click();
    await expect.element(page.getByRole('link', { name: /Trace 11 : ouvrir le détail/ })).toBeVisible();
    expect(callsOf('audit.search').at(-1)).toMatchObject({ cursor: { seq: '12' } });
  });

  it('tells of a damaged chain, and reads all of it when asked', async () => {
    const damaged: TrailState = {
      ...chain,
      problem: { code: 'removed', from: '3', to: '4' },
      anchorFailed: false,
    };
    const { emit, callsOf } = await open('/audit', { chain: () => damaged });
    await expect.element(page.getByRole('alert')).toMatchTextContent('Traces 3 à 4 supprimées');
    await page.getByRole('button', { name: 'Vérifier maintenant' }).click();
    await emit<VerificationStep>('audit.verification', { done: 5, total: 12 });
    await expect.element(page.getByText('Vérification… 5 sur 12')).toBeVisible();
    await emit<VerificationStep>('audit.verification', {
      report: {
        records: 12,
        upTo: '12',
        checkpoints: 0,
        anchored: 0,
        retired: null,
        unsigned: 12,
        lastCheckpoint: null,
        problems: [],
        ms: 1,
      },
    });
    await expect.element(page.getByRole('button', { name: 'Vérifier maintenant' })).toBeVisible();
    await waitFor(() => expect(callsOf('audit.chain').length).toBeGreaterThan(1));
  });

  it('says of an empty trail that there was nothing to verify, not that nothing was altered', async () => {
    const report = {
      records: 0,
      upTo: '0',
      checkpoints: 0,
      anchored: 0,
      retired: null,
      unsigned: 0,
      lastCheckpoint: null,
      problems: [],
      ms: 1,
    };
    await open('/audit', {
      chain: () => ({ ...chain, records: '0', verified: { at: '2026-11-24T08:30:00Z', report } }),
    });
    const state = page.getByRole('region', { name: 'État de la chaîne' });
    await expect.element(state).toMatchTextContent(/Aucune trace.*rien à vérifier/);
    await expect.element(state.getByText('Aucune altération')).not.toBeInTheDocument();
  });

  it('speaks words: what was done, asked and touched', async () => {
    await open('/audit?event=12', {
      search: () => list({ rows: [row({ operation: 'patients.search', kind: 'search' })] }),
      get: () => ({
        ...detail,
        operation: 'patients.search',
        kind: 'denial',
        outcome: 'denied',
        reason: 'too-many-searches',
        resources: ['Observation/7', 'Observation/9', 'study/1.2.3'],
        query: '{"query":"durand 1960","limit":20}',
      }),
    });
    const panel = page.getByRole('complementary', { name: 'Trace n° 12' });
    await expect
      .element(panel)
      .toMatchTextContent(
        /trop de recherches de patients.*Recherche de patients.*\(7, 9\).*Examens d’imagerie \(1\.2\.3\).*Recherche : durand 1960/,
      );
    await expect
      .element(page.getByRole('table', { name: 'Traces' }))
      .toMatchTextContent(/Recherche de patients/);
  });

  it('says that nothing was found', async () => {
    await open('/audit?person=u1', { search: () => list({ rows: [], isNameless: true }) });
    await expect.element(page.getByText('Aucune trace ne correspond.')).toBeVisible();
  });
});

describe('unusual accesses', () => {
  const unusual = {
    accesses: [
      {
        userId: 'u1',
        userName: 'Dr Blanc',
        role: 'doctor',
        patientId: 'p1',
        patient: label,
        reasons: ['colleague' as const],
        count: 3,
        firstAt: '2026-11-20T08:00:00Z',
        lastAt: '2026-11-21T08:00:00Z',
        emergency: true,
        basis: ['unit'],
        dealtWith: null,
      },
    ],
    volumes: [
      {
        userId: 'u1',
        userName: 'Dr Blanc',
        role: 'doctor',
        day: '2026-11-20',
        of: 'charts' as const,
        n: 81,
        usual: null,
        wasStopped: false,
        dealtWith: null,
      },
      {
        userId: 'u2',
        userName: 'Luc Roy',
        role: 'secretary',
        day: '2026-11-20',
        of: 'searches' as const,
        n: 208,
        usual: 20,
        wasStopped: true,
        dealtWith: null,
      },
    ],
    consents: [
      noted({
        seq: '31',
        operation: 'consents.delegate',
        userName: 'Sophie Bernard',
        role: 'secretary',
        consentChanges: [
          {
            stage: 'proposed' as const,
            kind: 'delegation',
            before: 'none' as const,
            after: 'agreed' as const,
            from: null,
            until: '2027-01-31',
            person: { reference: 'Patient/p9', name: 'DURAND Luc' },
          },
        ],
      }),
      noted({
        seq: '32',
        operation: 'consents.confirm',
        outcome: 'denied',
        reason: 'own-proposal',
        consentChanges: [],
      }),
    ],
    isTruncated: true,
    looked: { people: 4, patients: 90 },
  };
  it('say why each is worth a question and lead to its records', async () => {
    const { callsOf } = await show(<UnusualPage today="2026-11-24" />, {
      me: officer,
      at: '/audit/unusual',
      answers: { audit: { unusual: () => unusual } },
    });
    const table = page.getByRole('table', { name: 'Dossiers ouverts' });
    await expect.element(table).toMatchTextContent(/MARTIN Jeanne.*Patient qui travaille ici.*3 fois/);
    await expect
      .element(table.getByRole('link'))
      .toHaveAttribute('href', expect.stringContaining('patient=p1&person=u1'));
    await expect
      .element(page.getByRole('table', { name: 'Volumes inhabituels' }))
      .toMatchTextContent(
        /81 dossiers ouverts \(pas d’habitude connue\).*208 recherches de patients \(d’habitude 20 par jour\).*arrêté par l’application/,
      );
    await page.getByRole('button', { name: 'Le mois dernier' }).click();
    await waitFor(() =>
      expect(callsOf('audit.unusual').at(-1)).toEqual({ from: '2026-10-01', to: '2026-10-31' }),
    );
  });
  it('say in words what staff changed of a patient’s decisions, for whom, and what was refused to them', async () => {
    await show(<UnusualPage today="2026-11-24" />, {
      me: officer,
      at: '/audit/unusual',
      answers: { audit: { unusual: () => unusual } },
    });
    const table = page.getByRole('table', { name: 'Consentements élargis par le personnel' });
    await expect
      .element(table)
      .toMatchTextContent(
        /Sophie Bernard.*MARTIN Jeanne.*Proposé, à confirmer : Accès d’un proche, de « rien » à « accès donné », pour DURAND Luc, jusqu’au 31\/01\/2027/,
      );
    await expect.element(table).toMatchTextContent(/Refusé – confirmation par la même personne/);
    await expect
      .element(table.getByRole('link', { name: 'Trace n° 31' }))
      .toHaveAttribute('href', expect.stringContaining('event=31'));
  });
  it('are dealt with by a note, and out of the way then; nothing is taken out', async () => {
    const note = { note: 'Collègue suivie ici.', by: 'Hélène Petit', at: '2026-11-22T08:00:00Z' };
    const { callsOf, answer } = await show(<UnusualPage today="2026-11-24" />, {
      me: officer,
      at: '/audit/unusual',
      answers: { audit: { unusual: () => unusual } },
    });
    await page
      .getByRole('table', { name: 'Dossiers ouverts' })
      .getByRole('button', { name: 'Marquer comme traité : Dr Blanc, MARTIN Jeanne' })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Marquer comme traité' });
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    await expect.element(dialog.getByRole('textbox')).toHaveFocus();
    expect(callsOf('reviews.dealWith')).toEqual([]);
    answer({
      audit: {
        unusual: () => ({
          ...unusual,
          accesses: unusual.accesses.map((one) => ({ ...one, dealtWith: note })),
        }),
      },
      reviews: { dealWith: () => null },
    });
    await dialog.getByRole('textbox').fill('Collègue suivie ici.');
    await dialog.getByRole('button', { name: 'Enregistrer' }).dblClick();
    await expect.element(page.getByText('Il n’en reste aucun à afficher ici.')).toBeVisible();
    expect(callsOf('reviews.dealWith').map((input) => dealInput.parse(input))).toEqual([
      {
        one: { what: 'access', userId: 'u1', patientId: 'p1', lastAt: '2026-11-21T08:00:00Z' },
        note: 'Collègue suivie ici.',
      },
    ]);
    await page.getByRole('button', { name: 'Traités' }).click();
    await expect
      .element(page.getByRole('table', { name: 'Dossiers ouverts' }))
      .toMatchTextContent(/Traité.*par Hélène Petit.*Collègue suivie ici\./);
  });
  it('are looked for over a month at most', async () => {
    const { callsOf } = await show(<UnusualPage today="2026-11-24" />, {
      me: officer,
      at: '/audit/unusual?from=2026-01-01&to=2026-11-24',
      answers: { audit: { unusual: () => unusual } },
    });
    await expect.element(page.getByRole('alert')).toMatchTextContent('Choisissez au plus 31 jours.');
    expect(callsOf('audit.unusual')).toEqual([]);
  });
});
