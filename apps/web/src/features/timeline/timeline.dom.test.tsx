import type { TimelineItem, TimelineView } from '@keneyapp/bff/features/timeline/view';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { here } from '../../testing/address.tsx';
import { refusal } from '../../testing/answers.ts';
import { amount, coded } from '../../testing/clinical.ts';
import { show } from '../../testing/show.tsx';
import { TimelinePage } from './timeline-page.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const item = (part: Partial<TimelineItem>): TimelineItem => ({
  reference: 'Encounter/e1',
  kind: 'encounter',
  date: '2026-11-20T08:00:00+01:00',
  end: null,
  isCurrent: false,
  isDenied: false,
  absence: null,
  class: null,
  title: coded('Cardiologie'),
  details: [],
  status: null,
  count: null,
  abnormal: 0,
  critical: 0,
  measures: [],
  studyUid: null,
  ...part,
});
const view: TimelineView = {
  items: [
    item({ isCurrent: true, status: 'in-progress', class: 'IMP', details: ['Dyspnée'] }),
    item({
      reference: 'Observation/o1',
      kind: 'results',
      date: '2026-11-18',
      title: coded('Ionogramme'),
      count: 8,
      abnormal: 1,
      critical: 1,
      measures: [
        {
          name: coded('Potassium'),
          value: { kind: 'quantity', amount: amount(6.4, 'mmol/L') },
          level: 'critical',
          direction: 'high',
        },
        {
          name: coded('Aspect'),
          value: { kind: 'text', text: 'trouble' },
          level: 'unknown',
          direction: null,
        },
      ],
    }),
    item({
      reference: 'ImagingStudy/s1',
      kind: 'imaging',
      date: '2024-02-03',
      title: coded('Scanner'),
      studyUid: '1.2.3',
    }),
    item({
      reference: 'Observation/v1',
      kind: 'vitals',
      date: '2024-02-01',
      title: { text: null, codes: [] },
      count: 3,
    }),
    item({
      reference: 'Condition/c1',
      kind: 'problem',
      date: null,
      title: coded('Asthme'),
      end: '2025-01-01',
    }),
  ],
  failed: ['document'],
  truncated: ['vitals'],
};
const open = (at = '/patients/p1/timeline') =>
  show(<TimelinePage patientId="p1" />, { at, answers: { timeline: { list: () => view } } });
const events = () => page.getByRole('status').first();

describe('the timeline', () => {
  it('says what each line stands for, what could not be read, and what is missing', async () => {
    await open();
    await expect.element(events()).toMatchTextContent('5 événements');
    await expect
      .element(page.getByRole('link', { name: /Ionogramme.*Potassium 6,4.*et 6 autres.*2 hors norme/ }))
      .toBeVisible();
    await expect
      .element(page.getByRole('link', { name: /Scanner/ }))
      .toHaveAttribute('href', expect.stringContaining('1.2.3'));
    await expect
      .element(page.getByRole('link', { name: /Ionogramme/ }))
      .toHaveAttribute('href', '/patients/p1/results?view=values&value=o1');
    await expect.element(page.getByText('Cette partie n’a pas pu être lue : Documents')).toBeVisible();
    await expect
      .element(page.getByText('Les événements les plus anciens manquent : Constantes'))
      .toBeVisible();
  });

  it('narrows by kind, words, period and year, each in the address', async () => {
    await open();
    await page.getByRole('button', { name: /^Résultats/ }).click();
    await expect.element(events()).toMatchTextContent('1 événement');
    expect(here()).toBe('/patients/p1/timeline?kinds=results');
    await page.getByRole('button', { name: /^Résultats/ }).click();
    await page.getByRole('searchbox').click();
    await userEvent.keyboard('POTASS');
    await waitFor(() => expect(here()).toBe('/patients/p1/timeline?q=POTASS'));
    await expect.element(events()).toMatchTextContent('1 événement');
    await userEvent.keyboard('x');
    await expect.element(page.getByText('Rien ne correspond à ces filtres.')).toBeVisible();
    await page.getByRole('link', { name: 'Réinitialiser' }).first().click();
    await page.getByLabelText('Au', { exact: true }).fill('2024-12-31');
    await expect.element(events()).toMatchTextContent('2 événements');
    await page.getByRole('link', { name: '2026 : 2 événements' }).click();
    await expect.element(events()).toMatchTextContent('2 événements');
    expect(here()).toContain('from=2026-01-01');
  });

  it('is empty, or cannot be read', async () => {
    const { answer } = await show(<TimelinePage patientId="p1" />, {
      answers: { timeline: { list: () => Promise.reject(refusal('BAD_GATEWAY')) } },
    });
    await expect.element(page.getByText('Le serveur du dossier', { exact: false })).toBeVisible();
    answer({ timeline: { list: () => ({ items: [], failed: [], truncated: [] }) } });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.element(page.getByText('Rien n’est encore enregistré dans ce dossier')).toBeVisible();
  });
});
