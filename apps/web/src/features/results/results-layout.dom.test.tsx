import type { Point } from '@keneyapp/bff/features/results/view';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Answers } from '../../testing/answers.ts';
import { here } from '../../testing/address.tsx';
import { banner } from '../../testing/people.ts';
import { point, report, series, today, view } from '../../testing/results.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { ResultsPage } from './results-page.tsx';

const stayedSince = (since: string) => ({
  ...banner,
  clinical: { location: { since } } as unknown as NonNullable<typeof banner.clinical>,
});
async function open(
  at = '/patients/p1/results',
  answers: Answers['results'] = { list: () => view },
  of = banner,
) {
  await show(<ResultsPage patientId="p1" />, {
    at,
    answers: { results: answers, patients: { banner: () => of } },
  });
  await expect.element(page.getByRole('heading', { name: 'Résultats' })).toBeVisible();
}
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: today }));
afterEach(async () => {
  vi.useRealTimers();
  await page.viewport(1280, 900);
});

describe('the table of tests', () => {
  it('leaves a box that is ticked, and unticked, where it was', async () => {
    await page.viewport(1200, 700);
    await open();
    const box = page.getByRole('checkbox', { name: 'Comparer Sodium' });
    await expect.element(box).toBeVisible();
    const top = () => box.element().getBoundingClientRect().top;
    const before = top();
    await box.click();
    await expect.element(page.getByRole('group', { name: /Sodium : 3 valeurs/ })).toBeInTheDocument();
    await expect.element(page.getByText('1 courbe sur 4')).toBeVisible();
    expect(Math.abs(top() - before)).toBeLessThan(2);
    await box.click();
    await expect.element(page.getByRole('group', { name: /Sodium : 3 valeurs/ })).not.toBeInTheDocument();
    expect(Math.abs(top() - before)).toBeLessThan(2);
  });

  it('gives a test one line of 32 px however long its name, and the whole name to who points at it', async () => {
    await page.viewport(1000, 800);
    const long = 'Anticorps anti-transglutaminase tissulaire de type immunoglobuline A, sérum ou plasma';
    await open('/patients/p1/results', {
      list: () => ({ ...view, series: [series('k', long, { points: [point({})] })] }),
    });
    const row = page.getByRole('row', { name: new RegExp(long) });
    await expect.element(row).toBeVisible();
    expect(row.element().getBoundingClientRect().height).toBeLessThanOrEqual(33);
    const link = row.getByRole('link', { name: long });
    const isCut = () => link.element().scrollWidth > link.element().clientWidth;
    expect(isCut()).toBe(true);
    (link.element() as HTMLElement).focus();
    await userEvent.keyboard('{Shift}');
    await link.hover();
    await waitFor(() => expect(isCut()).toBe(false));
    expect(row.element().getBoundingClientRect().height).toBeLessThanOrEqual(33);
  });

  it('keeps a range on one line on a phone', async () => {
    await page.viewport(390, 844);
    await open();
    const range = page.getByRole('grid').getByText('3,5 – 5').first();
    await expect.element(range).toBeVisible();
    expect(getComputedStyle(range.element()).whiteSpace).toBe('nowrap');
    expect(range.element().getClientRects().length).toBe(1);
  });
});

describe('the period results open on', () => {
  const shown = (name: string) => page.getByRole('link', { name, exact: true });
  const only = (date: string) => ({
    list: () => ({ ...view, reports: [], series: [series('k', 'Potassium', { points: [point({ date })] })] }),
  });

  it('is the stay for who is on one, as with vital signs', async () => {
    await open('/patients/p1/results', undefined, stayedSince('2026-11-10T10:00:00+01:00'));
    await expect.element(shown('Séjour')).toHaveAttribute('aria-current', 'page');
    const row = page.getByRole('row', { name: /^Potassium/ });
    await expect.element(row).toMatchTextContent(/20\/11\/2026/);
    await expect.element(row).not.toMatchTextContent(/20\/10\/2026/);
  });

  it('is the last year at home, and where the stay has no result yet', async () => {
    await open('/patients/p1/results', undefined, stayedSince('2026-11-24T08:00:00+01:00'));
    await expect.element(shown('1 an')).toHaveAttribute('aria-current', 'page');
    await expect.element(page.getByRole('row', { name: /^Potassium/ })).toBeVisible();
  });

  it('is all there is only where the last result, or the one that was asked for, is older', async () => {
    await open('/patients/p1/results', only('2024-03-01'));
    await expect.element(shown('Tout')).toHaveAttribute('aria-current', 'page');
    await expect.element(page.getByRole('row', { name: /^Potassium/ })).toBeVisible();
    expect(here()).toBe('/patients/p1/results');
  });

  it('shows the test that a link leads to, however old it is', async () => {
    const list = () => ({
      ...view,
      series: [...view.series, series('old', 'Ferritine', { points: [point({ date: '2021-05-03' })] })],
    });
    await open('/patients/p1/results?test=old', { list });
    await expect.element(shown('Tout')).toHaveAttribute('aria-current', 'page');
    await expect.element(page.getByRole('region', { name: 'Ferritine (mmol/L)' })).toBeVisible();
  });

  const old = { ...report, id: 'old', name: { text: 'Scanner ancien', codes: [] }, results: [], missing: 0 };
  const reportsOf = (date: string | null) => ({
    list: () => ({ ...view, reports: [report, { ...old, date }] }),
  });
  const asked = '/patients/p1/results?view=reports&report=old';
  it.each([
    ['of before the stay', '2026-10-01T08:00:00+02:00', '1 an'],
    ['of before the year', '2019-10-01', 'Tout'],
    ['without a date', null, 'Séjour'],
  ])('shows the report %s that a link leads to, opened', async (_of, date, period) => {
    await open(asked, reportsOf(date), stayedSince('2026-11-15T10:00:00+01:00'));
    await expect.element(shown(period)).toHaveAttribute('aria-current', 'page');
    const line = page.getByRole('group').filter({ hasText: 'Scanner ancien' });
    await expect.element(line).toHaveAttribute('open');
  });

  it('shows the value that a link leads to, though its test has newer ones', async () => {
    await open('/patients/p1/results?test=k&value=k-2', undefined, stayedSince('2026-11-15T10:00:00+01:00'));
    await expect.element(shown('1 an')).toHaveAttribute('aria-current', 'page');
    await expect.element(page.getByRole('group', { name: /Potassium : 3 valeurs/ })).toBeVisible();
  });

  it('is one with a report where a link leads to the reports', async () => {
    const list = () => ({ ...view, reports: [{ ...report, date: '2026-10-01T08:00:00+02:00' }] });
    const sinceNovember = stayedSince('2026-11-15T10:00:00+01:00');
    await open('/patients/p1/results?view=reports', { list }, sinceNovember);
    await expect.element(page.getByText('Bilan d’entrée')).toBeVisible();
  });
});

describe('what a period does not hide', () => {
  const critical = (part: Partial<Point>) =>
    point({ value: 9, level: 'critical', direction: 'high', ...part });
  const holding = (...points: [name: string, part: Partial<Point>][]) => ({
    list: () => ({
      ...view,
      reports: [],
      series: points.map(([name, part], i) =>
        series(name, name, { points: [critical({ observationId: `o${i}`, ...part })] }),
      ),
    }),
  });
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });

  it('a value without a date, in the tables and the grid', async () => {
    const answers = holding(['Sodium', {}], ['Troponine', { date: null }]);
    await open('/patients/p1/results', answers);
    await expect.element(row('Troponine')).toBeVisible();
    await page.getByRole('link', { name: /^Grille/ }).click();
    await expect.element(page.getByRole('columnheader', { name: 'Date inconnue' })).toBeVisible();
    await expect.element(row('Troponine')).toMatchTextContent(/9/);
  });

  it('a value of the day a period begins on', async () => {
    const answers = holding(
      ['Potassium', { date: '2026-11-23' }],
      ['Sodium', { date: '2026-11-24T11:00:00+01:00' }],
    );
    await open('/patients/p1/results', answers, stayedSince('2026-11-24T10:00:00+01:00'));
    await expect
      .element(page.getByRole('link', { name: 'Séjour', exact: true }))
      .toHaveAttribute('aria-current', 'page');
    await expect.element(row('Potassium')).toBeVisible();
  });

  it('a value of a month or a year alone', async () => {
    await open('/patients/p1/results', holding(['Fer', { date: '2025-11' }], ['Zinc', { date: '2025' }]));
    await expect.element(row('Fer')).toBeVisible();
    await expect.element(row('Zinc')).toBeVisible();
    await expect
      .element(page.getByRole('link', { name: '1 an', exact: true }))
      .toHaveAttribute('aria-current', 'page');
  });

  it('a value of the emergency room before the stay', async () => {
    const answers = holding(['Sodium', {}], ['Troponine', { date: '2026-11-20T05:00:00+01:00' }]);
    await open('/patients/p1/results', answers, stayedSince('2026-11-20T06:00:00+01:00'));
    await expect
      .element(page.getByRole('link', { name: 'Séjour', exact: true }))
      .toHaveAttribute('title', 'Séjour et 24 heures avant l’entrée');
    await expect.element(row('Troponine')).toBeVisible();
  });

  it('that critical values of the last year lie before it, and where they are', async () => {
    const answers = holding(
      ['Sodium', {}],
      ['Troponine', { date: '2026-10-01T08:00:00+02:00' }],
      ['Lactate', { date: '2020-10-01T08:00:00+02:00' }],
    );
    await open('/patients/p1/results', answers, stayedSince('2026-11-20T06:00:00+01:00'));
    const said = page.getByRole('status').filter({ hasText: 'critique' });
    await expect.element(said).toMatchTextContent(/^1 résultat critique hors de la période /);
    await said.getByRole('link', { name: 'Voir toutes les valeurs' }).click();
    expect(here()).toBe('/patients/p1/results?view=values&period=all');
    await expect.element(row('Troponine')).toBeVisible();
    await expect.element(said).not.toBeInTheDocument();
  });

  it('a critical value without a date that has newer ones before it', async () => {
    const { points } = series('k', 'Potassium');
    const list = () => ({
      ...view,
      series: [
        series('k', 'Potassium', { points: [...points, critical({ observationId: 'u', date: null })] }),
      ],
    });
    await open('/patients/p1/results', { list });
    const said = page.getByRole('status').filter({ hasText: 'sans date' });
    await said.getByRole('link', { name: 'Voir les valeurs' }).click();
    expect(here()).toBe('/patients/p1/results?view=values&period=1y');
    await expect.element(page.getByText('Date inconnue')).toBeVisible();
  });
});
