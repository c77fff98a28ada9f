import type { MedicationsView } from '@keneyapp/bff/features/medications/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { here } from '../../testing/address.tsx';
import { refusal, type Answers } from '../../testing/answers.ts';
import { amount, coded, medication } from '../../testing/clinical.ts';
import { banner, doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { MedicationsList } from './medications-list.tsx';

const list: MedicationsView = {
  truncated: false,
  prohibited: [],
  other: [],
  statements: [],
  current: [
    medication({ id: 'home', inn: 'apixaban', setting: 'community' }),
    medication({ id: 'here', inn: 'furosémide', setting: 'inpatient' }),
    medication({
      id: 'salt',
      inn: 'chlorure de potassium',
      setting: 'inpatient',
      name: {
        text: 'Chlorure de potassium',
        codes: [{ system: 'https://smt.esante.gouv.fr/terminologie-atc', code: 'A12BA01' }],
      },
    }),
    medication({ id: 'tisane', inn: 'millepertuis', source: 'statement', isReported: true }),
  ],
  past: [
    medication({
      id: 'old',
      inn: 'ibuprofène',
      standing: 'past',
      status: 'stopped',
      statusReasons: [coded('Insuffisance rénale')],
      start: '2025-12-01',
      end: '2026-01-02',
    }),
  ],
};
const creatinine = {
  observationId: 'o1',
  date: '2026-11-20T08:00:00+01:00',
  end: null,
  isIssued: false,
  value: 139,
  comparator: null,
  shown: { kind: 'quantity' as const, amount: amount(139, 'µmol/L') },
  range: null,
  ranges: [],
  notJudged: null,
  said: [],
  level: 'abnormal' as const,
  direction: 'high' as const,
  status: 'preliminary',
  note: null,
  recorded: null,
};
const clinical = {
  late: null,
  location: null,
  allergies: { state: 'not-recorded' as const, noneOf: [], items: [], isContradicted: false, failed: false },
  weight: null,
  flags: [],
  failed: [],
};
const answers: Answers = {
  medications: {
    list: () => list,
    given: () => ({
      truncated: false,
      items: [
        {
          id: 'g1',
          kind: 'administration',
          status: 'not-done',
          statusReasons: [coded('Refus du patient')],
          at: '2026-11-21T08:00:00+01:00',
          end: null,
          amount: amount(40, 'mg'),
          supply: null,
          rate: { low: amount(100, 'mL'), high: null, per: amount(1, 'h') },
          route: null,
          text: null,
          by: ['Julien Lefèvre'],
          note: null,
        },
      ],
    }),
  },
  results: {
    renal: () => ({
      egfr: null,
      creatinine: { name: coded('Créatinine'), point: creatinine, freshForDays: 90 },
      potassium: {
        name: coded('Potassium'),
        point: {
          ...creatinine,
          status: 'final',
          value: 5.4,
          shown: { kind: 'quantity', amount: amount(5.4, 'mmol/L') },
        },
        freshForDays: 30,
      },
    }),
  },
  patients: { banner: () => ({ ...banner, clinical }) },
};
const detail = (name: string) => page.getByRole('region', { name: `Détail du traitement : ${name}` });

it('puts what is given here beside what is taken at home, and opens a drug by its name', async () => {
  await show(<MedicationsList patientId="p1" />, { at: '/patients/p1/medications', answers });
  const grid = page.getByRole('grid');
  await expect
    .element(grid)
    .toMatchTextContent(/À l’hôpital · .*furosémide.*À domicile · .*apixaban.*millepertuis/);
  await grid.getByRole('link', { name: /furosémide/ }).click();
  expect(here()).toBe('/patients/p1/medications?drug=request%7Ehere');
  const open = detail('furosémide');
  await expect.element(open).toMatchTextContent(/Début20\/11\/2026.*Fin prévueaucune date de fin/);
  await expect.element(open).toMatchTextContent(/IndicationOtitePrescripteurDr Blanc/);
  await expect
    .element(open.getByRole('row', { name: /21\/11\/2026/ }))
    .toMatchTextContent(/non donné · Refus du patient.*40.mg – débit 100.mL\/h.*Julien Lefèvre/);
  const beside = open.getByRole('complementary', { name: 'À côté' });
  await expect.element(beside).toMatchTextContent(/DFG estiméaucun trouvé/);
  await expect.element(beside).toMatchTextContent(/Créatinine139.µmol\/L.*provisoire 20\/11\/2026/);
  await expect.element(beside).toMatchTextContent(/Poidsaucun enregistré.*Allergiesnon renseignées/);
  expect(beside.element().textContent).not.toContain('Potassium');
  await open.getByRole('link', { name: 'Fermer le détail de furosémide' }).click();
  expect(here()).toBe('/patients/p1/medications');
});

it('shows the last potassium beside a salt of it', async () => {
  await show(<MedicationsList patientId="p1" />, {
    at: '/patients/p1/medications?drug=request~salt',
    answers,
  });
  await expect
    .element(detail('chlorure de potassium').getByRole('complementary', { name: 'À côté' }))
    .toMatchTextContent(/Potassium5,4.mmol\/L/);
});

it('says of a drug that is not in the chart that it is not', async () => {
  await show(<MedicationsList patientId="p1" />, { at: '/patients/p1/medications?drug=request~x', answers });
  await expect
    .element(page.getByRole('status').filter({ hasText: 'n’est plus dans le dossier' }))
    .toBeVisible();
});

it('says why a drug was stopped, wherever the address leads to it from', async () => {
  await show(<MedicationsList patientId="p1" />, {
    at: '/patients/p1/medications?drug=request~old',
    answers,
  });
  await expect
    .element(detail('ibuprofène'))
    .toMatchTextContent(/Fin02\/01\/2026Motif de l’arrêtInsuffisance rénale/);
  await expect.element(page.getByRole('grid')).toMatchTextContent(/ibuprofène/);
});

it('says of nothing that could not be read that there is none', async () => {
  await show(<MedicationsList patientId="p1" />, {
    at: '/patients/p1/medications?drug=request~here',
    answers: {
      ...answers,
      medications: { ...answers.medications, given: () => Promise.reject(refusal('TIMEOUT')) },
      results: { renal: () => Promise.reject(refusal('BAD_GATEWAY')) },
      patients: { banner: () => ({ ...banner, clinical: { ...clinical, failed: ['weight'] } }) },
    },
  });
  const open = detail('furosémide');
  await expect.element(open).toMatchTextContent(/DFG estiméillisible.*Poidsillisible/);
  await expect.element(open.getByRole('button', { name: 'Réessayer' })).toBeVisible();
  await expect.element(open).not.toMatchTextContent(/Aucune prise|aucun enregistré/);
});

it('shows what is beside a dose only to those who may read it', async () => {
  await show(<MedicationsList patientId="p1" />, {
    at: '/patients/p1/medications?drug=statement~tisane',
    answers,
    me: { ...doctor, rights: { 'medications.read': doctor.rights['medications.read'] } },
  });
  await expect.element(detail('millepertuis')).toMatchTextContent(/n’a ni prises ni délivrances/);
  await expect.element(page.getByText('Créatinine')).not.toBeInTheDocument();
  await expect.element(page.getByText('Poids')).not.toBeInTheDocument();
});
