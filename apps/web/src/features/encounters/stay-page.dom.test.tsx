import type { StayView } from '@keneyapp/bff/features/encounters/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { amount, coded, encounter, medication } from '../../testing/clinical.ts';
import { show } from '../../testing/show.tsx';
import { StayPage } from './stay-page.tsx';

const nothing: StayView['linked'] = {
  documents: [],
  reports: [],
  results: [],
  vitals: null,
  procedures: [],
  prescriptions: [],
  studies: [],
  problems: [],
};
const code = (system: string, one: string) => ({ text: null, codes: [{ system, code: one }] });
const stay: StayView['stay'] = {
  ...encounter(),
  movements: [
    {
      place: { service: 'Urgences', room: null, bed: null, text: null },
      status: 'completed',
      start: '2026-11-20T08:00:00+01:00',
      end: '2026-11-20T12:00:00+01:00',
    },
    {
      place: { service: 'Cardiologie', room: '204', bed: '2', text: null },
      status: 'active',
      start: '2026-11-20T12:00:00+01:00',
      end: null,
    },
  ],
  people: [{ name: 'Dr Blanc', roles: [code('v3', 'ATND')], start: null, end: null }],
  findings: [
    {
      name: coded('Insuffisance cardiaque'),
      use: code('role', 'AD'),
      rank: 1,
      condition: 'c1',
      verification: null,
      verificationText: null,
    },
    {
      name: coded('Embolie pulmonaire'),
      use: null,
      rank: null,
      condition: 'c2',
      verification: 'refuted',
      verificationText: null,
    },
  ],
  types: [],
  serviceType: null,
  priority: null,
  admission: { source: coded('Domicile'), origin: null, readmission: null },
  discharge: { to: null, destination: null },
  needs: [],
  states: [],
  classes: [],
  partOf: 'e0',
  numbers: ['NDA-1'],
};
const potassium: StayView['linked']['results'][number] = {
  test: '2823-3',
  observationId: 'k1',
  name: coded('Potassium'),
  value: { kind: 'quantity', amount: amount(6.1, 'mmol/L') },
  level: 'critical',
  direction: 'high',
  date: '2026-11-21T08:00:00+01:00',
  count: 3,
};

it('a stay tells when, where, with whom and what for, and each line leads on', async () => {
  await show(<StayPage patientId="p1" id="e1" />, {
    answers: {
      encounters: {
        open: () => ({
          stay,
          parts: [],
          linked: {
            ...nothing,
            results: [potassium],
            prescriptions: [medication()],
            problems: [
              {
                id: 'c3',
                name: coded('Cancer du poumon'),
                date: null,
                status: null,
                verification: 'refuted',
                verificationText: null,
              },
            ],
          },
          inTime: {
            ...nothing,
            documents: [
              {
                id: 'd1',
                source: 'document',
                title: 'Courrier',
                type: coded('Lettre'),
                date: null,
                authors: [],
              },
            ],
          },
          failed: ['studies'],
          isTruncated: false,
        }),
      },
    },
  });
  await expect
    .element(page.getByRole('heading', { level: 1 }))
    .toHaveTextContent('Hospitalisation – Cardiologie');
  const region = (name: string) => page.getByRole('region', { name });
  await expect
    .poll(() => region('Mouvements').element().textContent)
    .toMatch(/Urgences.*08:00.*12:00.*204.*depuis le/);
  await expect.poll(() => region('Professionnels').element().textContent).toMatch(/Médecin responsable/);
  await expect.poll(() => region('Diagnostics').element().textContent).toMatch(/à l’entrée · rang 1/);
  await expect.poll(() => region('Diagnostics').element().textContent).toMatch(/Embolie pulmonaire\s?Écarté/);
  await expect
    .poll(() => region('Problèmes notés').element().textContent)
    .toMatch(/Cancer du poumon\s?Écarté/);
  const link = (name: string | RegExp) => page.getByRole('link', { name });
  await expect
    .element(link('Insuffisance cardiaque'))
    .toHaveAttribute('href', '/patients/p1/problems?open=c1');
  await expect
    .element(link('Potassium'))
    .toHaveAttribute('href', '/patients/p1/results?test=2823-3&value=k1');
  await expect.element(link('Courrier')).toHaveAttribute('href', '/patients/p1/documents?doc=d1');
  await expect.element(link(/dont celui-ci/)).toHaveAttribute('href', '/patients/p1/encounters/e0');
  await expect
    .element(page.getByRole('region', { name: /^Documents Pendant ce séjour, sans rattachement/ }))
    .toBeVisible();
  await expect.poll(() => page.getByRole('alert').element().textContent).toMatch(/imagerie/);
});

it('a stay that is not there, or hidden, is said not to exist', async () => {
  await show(<StayPage patientId="p1" id="e9" />, {
    answers: {
      encounters: {
        open: () => {
          throw refusal('NOT_FOUND');
        },
      },
    },
  });
  await expect.element(page.getByText(/n’existe pas/)).toBeVisible();
});
