// Long because every list of the chart is tried on the same answers, which stand here once.
import type { ProblemsView } from '@keneyapp/bff/features/problems/view';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AllergiesList } from '../features/allergies/allergies-list.tsx';
import { EncountersList } from '../features/encounters/encounters-list.tsx';
import { ImmunizationsList } from '../features/immunizations/immunizations-list.tsx';
import { MedicationsList } from '../features/medications/medications-list.tsx';
import { ProblemsList } from '../features/problems/problems-list.tsx';
import { here } from '../testing/address.tsx';
import { refusal, type Answers } from '../testing/answers.ts';
import { allergy, coded, encounter, immunization, medication, problem } from '../testing/clinical.ts';
import { serve } from '../testing/serve.ts';
import { show } from '../testing/show.tsx';
import { waitFor } from '../testing/wait-for.ts';

type Statement = ProblemsView['statements'][number];
const none = { truncated: false };
const full: Answers = {
  problems: {
    list: () => ({
      ...none,
      refuted: [],
      statements: [],
      current: [
        problem(),
        problem({ id: 'c2', name: coded('Diabète'), verification: 'provisional', onset: null }),
      ],
      past: [
        problem({
          id: 'c3',
          name: coded('Fracture'),
          isCurrent: false,
          clinicalStatus: 'resolved',
          abatement: { start: '2021', end: null, age: null, text: null },
        }),
      ],
    }),
  },
  allergies: {
    list: () => ({
      ...none,
      state: 'known',
      noneOf: [],
      statements: [],
      current: [
        allergy(),
        allergy({
          id: 'a2',
          substance: coded('Latex'),
          criticality: null,
          rank: 0,
          reactions: [],
          kind: null,
        }),
      ],
      past: [allergy({ id: 'a3', substance: coded('Iode'), isCurrent: false, verification: 'refuted' })],
    }),
  },
  medications: {
    list: () => ({
      ...none,
      prohibited: [],
      other: [],
      statements: [],
      current: [
        medication(),
        medication({ id: 'm2', inn: null, name: coded('Tisane'), source: 'statement', dosages: [] }),
      ],
      past: [
        medication({
          id: 'm3',
          inn: 'ibuprofène',
          isCurrent: false,
          status: 'stopped',
          statusReasons: [coded('Douleurs')],
          end: '2026-01-02',
        }),
      ],
    }),
  },
  encounters: {
    list: () => ({
      total: 2,
      truncated: true,
      items: [
        encounter(),
        encounter({
          id: 'e2',
          status: 'cancelled',
          class: 'XYZ',
          type: null,
          isCurrent: false,
          place: null,
          practitioners: [],
          lengthMinutes: null,
          reasons: [],
          diagnoses: [],
        }),
      ],
    }),
  },
  immunizations: {
    list: () => ({
      ...none,
      statements: [],
      items: [
        immunization(),
        immunization({
          id: 'i2',
          vaccine: coded('BCG'),
          status: 'not-done',
          statusReason: coded('Refus'),
          date: null,
          dateText: 'dans l’enfance',
          isPrimarySource: false,
        }),
      ],
    }),
  },
};
const lists: [string, ReactNode, RegExp[], string][] = [
  ['Problèmes', <ProblemsList key="p" patientId="p1" />, [/Asthme/, /Diabète/], 'Aucun problème en cours'],
  [
    'Allergies',
    <AllergiesList key="a" patientId="p1" />,
    [/Pénicilline.*Choc/, /Latex/],
    'Allergies non renseignées',
  ],
  [
    'Traitements',
    <MedicationsList key="m" patientId="p1" />,
    [/amoxicilline.*500\smg.*orale.*3 fois par jour/, /Tisane/],
    'Aucun traitement en cours',
  ],
  [
    'Séjours et venues',
    <EncountersList key="e" patientId="p1" />,
    [/Hospitalisation.*Insuffisance cardiaque/, /Annulé/],
    'Aucun séjour',
  ],
  ['Vaccinations', <ImmunizationsList key="i" patientId="p1" />, [/Grippe.*L42/, /BCG.*Refus/], 'Aucun'],
];
let served: ReturnType<typeof serve> | undefined;
afterEach(() => {
  served?.stop();
  vi.restoreAllMocks();
});

describe.each(lists)('the list %s', (title, list, rows, empty) => {
  it('has a line for each, and says that it is empty or could not be read', async () => {
    const { answer } = await show(list, {
      at: '/patients/p1/x',
      answers: Object.fromEntries(
        Object.keys(full).map((name) => [name, { list: () => Promise.reject(refusal('BAD_GATEWAY')) }]),
      ),
    });
    await expect
      .element(page.getByText('Le serveur du dossier ne répond pas', { exact: false }))
      .toBeVisible();
    answer({
      problems: { list: () => ({ ...none, current: [], past: [], refuted: [], statements: [] }) },
      allergies: {
        list: () => ({ ...none, state: 'not-recorded', noneOf: [], current: [], past: [], statements: [] }),
      },
      medications: {
        list: () => ({ ...none, current: [], prohibited: [], other: [], past: [], statements: [] }),
      },
      encounters: { list: () => ({ ...none, total: 0, items: [] }) },
      immunizations: { list: () => ({ ...none, items: [], statements: [] }) },
    });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.element(page.getByText(empty, { exact: false }).first()).toBeVisible();
  });

  it('shows what is recorded', async () => {
    await show(list, { at: '/patients/p1/x', answers: full });
    await expect.element(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
    for (const row of rows)
      await waitFor(() => {
        const texts = page
          .getByRole('row')
          .elements()
          .map((element) => element.textContent ?? '');
        expect(
          texts.some((text) => row.test(text)),
          `${String(row)} in ${texts.join(' | ')}`,
        ).toBe(true);
      });
  });
});

describe('what is no ordinary line', () => {
  const statement = (part: Partial<Statement> = {}): Statement => ({
    id: 's1',
    name: coded('x'),
    absence: { says: 'none-known', kind: null },
    recordedDate: '2026-01-10',
    recorder: 'Dr Blanc',
    isContradicted: false,
    ...part,
  });
  const listed = (texts: RegExp) =>
    expect.element(page.getByRole('listitem').filter({ hasText: texts })).toBeVisible();

  it('a drug not to be given stands before those that are, and on a list of its own', async () => {
    const aspirin = medication({ id: 'm9', inn: 'aspirine', isProhibited: true, standing: 'prohibited' });
    await show(<MedicationsList patientId="p1" />, {
      at: '/patients/p1/medications',
      answers: {
        medications: {
          list: () => ({
            ...none,
            current: [medication({ setting: 'inpatient', status: 'on-hold' })],
            prohibited: [aspirin],
            other: [],
            past: [],
            statements: [statement({ isContradicted: true })],
          }),
        },
      },
    });
    await listed(/À ne pas donner\s:\s*aspirine/);
    await listed(/Aucun traitement connu.*noté le 10\/01\/2026.*Contredit par la liste/);
    await expect.element(page.getByRole('grid')).toMatchTextContent(/amoxicilline.*Suspendu.*À l’hôpital/);
    await expect.element(page.getByRole('grid')).not.toMatchTextContent(/aspirine/);
    await expect
      .element(page.getByRole('link', { name: /À ne pas donner/ }))
      .toHaveAttribute('href', '/patients/p1/medications?view=prohibited');
  });

  it.each([
    ['none-known', null, /Aucune allergie connue.*par Dr Blanc/, 'l’absence a été recherchée et notée'],
    ['none-known-of', 'food', /Aucune allergie alimentaire connue/, 'Rien d’autre n’a été noté'],
  ] as const)('allergies: %s', async (state, kind, said, empty) => {
    await show(<AllergiesList patientId="p1" />, {
      at: '/patients/p1/allergies',
      answers: {
        allergies: {
          list: () => ({
            ...none,
            state,
            noneOf: kind ? [kind] : [],
            current: [],
            past: [],
            statements: [statement({ absence: { says: 'none-known', kind } })],
          }),
        },
      },
    });
    await listed(said);
    await expect.element(page.getByText(empty, { exact: false })).toBeVisible();
  });

  it('a diagnosis that was ruled out is neither a problem nor history', async () => {
    const refuted = problem({ id: 'c9', name: coded('Diabète'), verification: 'refuted', isCurrent: false });
    await show(<ProblemsList patientId="p1" />, {
      at: '/patients/p1/problems?view=refuted',
      answers: {
        problems: {
          list: () => ({ ...none, current: [problem()], past: [], refuted: [refuted], statements: [] }),
        },
      },
    });
    await expect.element(page.getByRole('grid')).toMatchTextContent(/Diabète.*Écarté/);
    await expect.element(page.getByRole('grid')).not.toMatchTextContent(/Asthme/);
  });

  it('a dose that does not count says so, and why', async () => {
    const weak = immunization({ isSubpotent: true, subpotentReasons: [coded('Chaîne du froid rompue')] });
    await show(<ImmunizationsList patientId="p1" />, {
      at: '/patients/p1/immunizations',
      answers: { immunizations: { list: () => ({ ...none, items: [weak], statements: [] }) } },
    });
    await expect
      .element(page.getByRole('grid'))
      .toMatchTextContent(/Dose insuffisante, ne compte pas : Chaîne du froid rompue/);
  });
});

describe('a table of a chart', () => {
  it('shows the past by its address', async () => {
    await show(<MedicationsList patientId="p1" />, {
      at: '/patients/p1/medications?view=past',
      answers: full,
    });
    await expect.element(page.getByRole('grid')).toMatchTextContent(/ibuprofène.*Arrêté/);
  });

  it('keeps its filter in the address and its order for this person', async () => {
    const first = await show(<ProblemsList patientId="p1" />, {
      at: '/patients/p1/problems?filter=dia',
      answers: full,
    });
    await expect.element(page.getByRole('rowheader', { name: /Diabète/ })).toBeVisible();
    await expect.element(page.getByRole('rowheader', { name: /Asthme/ })).not.toBeInTheDocument();
    await page.getByRole('searchbox').fill('');
    await waitFor(() => expect(here()).toBe('/patients/p1/problems'));
    await page
      .getByRole('columnheader', { name: /Problème/ })
      .getByRole('button')
      .click();
    await page
      .getByRole('columnheader', { name: /Problème/ })
      .getByRole('button')
      .click();
    const names = () =>
      page
        .getByRole('rowheader')
        .elements()
        .map((element) => element.textContent?.slice(0, 6));
    await waitFor(() => expect(names()).toEqual(['Diabèt', 'Asthme']));
    first.redraw(null);
    first.redraw(<ProblemsList patientId="p1" />);
    await waitFor(() => expect(names()).toEqual(['Diabèt', 'Asthme']));
    localStorage.clear();
  });

  it('becomes a file only once the trail knows of it', async () => {
    let status = 503;
    served = serve({ '/bff/exports': () => new Response(null, { status }) });
    const files: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      files.push(this.download);
    });
    await show(<ProblemsList patientId="p1" />, { at: '/patients/p1/problems', answers: full });
    const exporting = page.getByRole('button', { name: 'Exporter le tableau en CSV' });
    await exporting.click();
    await expect.element(page.getByText('aucun fichier n’a été fait', { exact: false })).toBeVisible();
    expect(files).toEqual([]);
    status = 204;
    await exporting.click();
    await waitFor(() =>
      expect(files).toEqual([expect.stringMatching(/^problemes-en-cours_\d{4}-\d\d-\d\d\.csv$/)]),
    );
    expect(JSON.parse(String(served.asked[0]?.init?.body))).toEqual({
      patientId: 'p1',
      feature: 'problems',
      how: 'csv',
    });
  });

  it('is moved through by the arrows', async () => {
    await show(<ProblemsList patientId="p1" />, { at: '/patients/p1/problems', answers: full });
    await expect.element(page.getByRole('rowheader', { name: /Asthme/ })).toBeVisible();
    (page.getByRole('rowheader', { name: /Asthme/ }).element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(page.getByRole('rowheader', { name: /Diabète/ })).toHaveFocus();
  });
});
