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

const none = { truncated: false };
const full: Answers = {
  problems: {
    list: () => ({
      ...none,
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
          statusReason: coded('Douleurs'),
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
      problems: { list: () => ({ ...none, current: [], past: [] }) },
      allergies: { list: () => ({ ...none, state: 'not-recorded', current: [], past: [] }) },
      medications: { list: () => ({ ...none, current: [], past: [] }) },
      encounters: { list: () => ({ ...none, total: 0, items: [] }) },
      immunizations: { list: () => ({ ...none, items: [] }) },
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
    await waitFor(() => expect(files).toEqual(['Problèmes – En cours.csv']));
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
