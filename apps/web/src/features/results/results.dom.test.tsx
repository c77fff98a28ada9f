import type { Report } from '@keneyapp/bff/features/results/view';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { here } from '../../testing/address.tsx';
import { refusal, type Answers } from '../../testing/answers.ts';
import { banner } from '../../testing/people.ts';
import { point, report, series, today, view } from '../../testing/results.ts';
import { serve } from '../../testing/serve.ts';
import { show } from '../../testing/show.tsx';
import { ResultsPage } from './results-page.tsx';
import { waitFor } from '../../testing/wait-for.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: today }));
async function open(at = '/patients/p1/results', answers: Answers['results'] = { list: () => view }) {
  const shown = await show(<ResultsPage patientId="p1" />, {
    at,
    answers: { results: answers, patients: { banner: () => banner } },
  });
  await expect.element(page.getByRole('heading', { name: 'Résultats' })).toBeVisible();
  return shown;
}
let served: ReturnType<typeof serve> | undefined;
afterEach(() => {
  vi.useRealTimers();
  served?.stop();
  served = undefined;
  vi.restoreAllMocks();
});

describe('the results page', () => {
  it('shows the last value of each test with its flag, and the course of a chosen one', async () => {
    await open();
    const row = page.getByRole('row', { name: /Potassium/ });
    await expect.element(row).toMatchTextContent(/6,4/);
    await row.getByRole('link', { name: /Potassium/ }).click();
    expect(here()).toBe('/patients/p1/results?test=k');
    await expect.element(page.getByRole('region', { name: 'Potassium (mmol/L)' })).toBeVisible();
    await expect.element(page.getByRole('group', { name: /Potassium : 3 valeurs/ })).toBeVisible();
  });

  it('puts tests under their panel in clinical order, three values side by side, and compares by boxes', async () => {
    const loinc = (text: string, code: string) => ({
      text,
      codes: [{ system: 'http://loinc.org', code, display: null }],
    });
    const crp = series('crp', 'CRP', {
      name: loinc('CRP', '1988-5'),
      panel: { text: 'Inflammation', codes: [] },
    });
    await open('/patients/p1/results', {
      list: () => ({
        ...view,
        series: [
          ...view.series,
          crp,
          series('k', 'Potassium', { name: loinc('Potassium', '2823-3') }),
          series('na', 'Sodium', { name: loinc('Sodium', '2951-2') }),
          series('x', 'Dosage rare', { panel: null }),
        ].filter((s, i, all) => all.findLastIndex((other) => other.key === s.key) === i),
      }),
    });
    const grid = page.getByRole('grid');
    await expect.element(grid).toBeVisible();
    const heads = [...grid.element().querySelectorAll('tbody th')].map(
      (th) => th.querySelector('a')?.textContent ?? th.textContent,
    );
    expect(heads).toEqual([
      ...['Ionogramme', 'Sodium', 'Potassium', 'Inflammation', 'CRP'],
      ...['Autres examens', 'Dosage rare', 'Mode de vie', 'Tabac'],
    ]);
    const row = page.getByRole('row', { name: /Potassium/ });
    await expect
      .element(row)
      .toMatchTextContent(/6,4.*20\/11\/2026.*5,2.*provisoire.*20\/10\/2026.*< 3.*10\/01\/2026/);
    const box = (name: string) => page.getByRole('checkbox', { name: `Comparer ${name}` });
    for (const name of ['Potassium', 'Sodium', 'CRP', 'Dosage rare']) await box(name).click();
    expect(here()).toBe('/patients/p1/results?test=k&test=na&test=crp&test=x');
    await expect.element(page.getByText('4 courbes comparées sur 4')).toBeVisible();
    await expect.element(box('Tabac')).toBeDisabled();
    await expect.element(page.getByRole('group', { name: /CRP : 3 valeurs/ })).toBeVisible();
    await box('Sodium').click();
    expect(here()).toBe('/patients/p1/results?test=k&test=crp&test=x');
    await page.getByRole('link', { name: 'Tout retirer' }).click();
    expect(here()).toBe('/patients/p1/results');
  });

  it('keeps a number with its unit on one line, in the table and beside the range', async () => {
    await open('/patients/p1/results');
    const value = page
      .getByRole('grid')
      .getByText(/^6,4\smmol\/L$/)
      .first();
    await expect.element(value).toBeVisible();
    expect(getComputedStyle(value.element()).whiteSpace).toBe('nowrap');
    await expect.element(page.getByRole('grid').getByText('3,5 – 5').first()).toBeVisible();
  });

  it('reads the values of a curve by the arrows, and turns to the table by Enter', async () => {
    await open('/patients/p1/results?test=k');
    const chart = page.getByRole('group', { name: /Potassium : 3 valeurs/ });
    await expect.element(chart).toBeVisible();
    chart.element().querySelector<SVGGElement>('[data-point="2"]')?.focus();
    await userEvent.keyboard('{ArrowLeft}');
    await waitFor(() =>
      expect(document.activeElement?.getAttribute('aria-label')).toMatch(
        /5,2 mmol\/L, hors norme, référence 3,5 – 5/,
      ),
    );
    await userEvent.keyboard('{Home}');
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toMatch(/< 3/));
    await userEvent.keyboard('{Enter}');
    expect(here()).toBe('/patients/p1/results?as=table&test=k');
    const table = page.getByRole('region', { name: 'Potassium (mmol/L)' }).getByRole('grid');
    await expect.element(table).toMatchTextContent(/provisoire/);
    await page.getByRole('link', { name: 'Fermer Potassium' }).click();
    expect(here()).toBe('/patients/p1/results?as=table');
  });

  it('chooses in the tree by keys: arrows move and open, Space compares, Enter shows one', async () => {
    await open();
    const node = (name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name}`) });
    await expect.element(node('Biologie')).toBeVisible();
    (node('Biologie').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(node('Ionogramme')).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect.element(node('Potassium')).toHaveFocus();
    await userEvent.keyboard(' {ArrowDown} ');
    await waitFor(() => expect(here()).toBe('/patients/p1/results?test=k&test=na'));
    await expect.element(node('Sodium')).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{ArrowLeft}{Enter}');
    await waitFor(() =>
      expect(new URL(here(), location.origin).searchParams.get('group')).toBe('laboratory/Ionogramme'),
    );
    await userEvent.keyboard('{End}{Home}');
    await expect.element(node('Biologie')).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(node('Biologie')).toHaveAttribute('aria-expanded', 'false');
    await page.getByRole('searchbox', { name: 'Chercher une analyse' }).fill('taba');
    await expect.element(node('Tabac')).toBeVisible();
    await page.getByRole('searchbox', { name: 'Chercher une analyse' }).fill('zzz');
    await expect.element(page.getByText('Aucune analyse de ce nom.')).toBeVisible();
    await page.getByRole('button', { name: 'Toutes les analyses' }).click();
    expect(here()).not.toContain('group');
  });

  it('has views and periods with an address each', async () => {
    await open();
    await page.getByRole('link', { name: /^Grille/ }).click();
    await expect
      .element(page.getByRole('columnheader', { name: /20\/11\/2026|20 nov/ }).first())
      .toBeVisible();
    await page.getByRole('link', { name: /^Valeurs/ }).click();
    await expect.element(page.getByText('ancien fumeur')).toBeVisible();
    await page.getByRole('link', { name: /^Comptes rendus/ }).click();
    await page.getByText('Bilan d’entrée').click();
    await expect.element(page.getByText('Hyperkaliémie.', { exact: false })).toBeVisible();
    await expect
      .element(page.getByText('1 résultat de ce compte rendu n’est pas dans le dossier.'))
      .toBeVisible();
    expect(here()).toBe('/patients/p1/results?view=reports');
  });

  it('opens the text of a report that has no values, with the lines of its conclusion', async () => {
    const fetched: string[] = [];
    served = serve({
      '/bff/documents/': (path) => {
        fetched.push(path);
        return new Response('Lésion suspecte du foie.');
      },
    });
    const file = {
      index: 0,
      title: 'CR IRM',
      contentType: 'text/plain',
      kind: 'text' as const,
      size: null,
      created: null,
      language: null,
      isAvailable: true,
      elsewhere: null,
    };
    const words: Report = {
      ...report,
      id: 'r2',
      name: { text: 'IRM', codes: [] },
      status: 'amended',
      results: [],
      missing: 0,
      conclusion: 'Foie : lésion.\nRate : normale.',
      conclusions: [{ text: 'Tumeur du foie', codes: [] }],
      files: [file],
    };
    await open('/patients/p1/results?view=reports', { list: () => ({ ...view, reports: [words] }) });
    await page.getByText('compte rendu texte').click();
    await expect.element(page.getByText('modifié')).toBeVisible();
    expect(page.getByText(/Foie : lésion/).element().textContent).toContain(
      'Foie : lésion.\nRate : normale.',
    );
    await expect.element(page.getByText('Tumeur du foie', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Lire : CR IRM' }).click();
    await expect.element(page.getByText('Lésion suspecte du foie.')).toBeVisible();
    expect(fetched).toEqual(['/bff/documents/p1/DiagnosticReport/r2/0']);
    await page.getByRole('button', { name: 'Refermer : CR IRM' }).click();
    await expect.element(page.getByText('Lésion suspecte du foie.')).not.toBeInTheDocument();
  });

  it('draws a recorded signal with all leads of its recording, and says where the device did not measure', async () => {
    const sampled = {
      ...{ count: 3, errors: 1, below: 0, above: 0, dimensions: 12, period: '2', least: 0, most: 1 },
      ...{ unit: 'mV', code: 'mV', lowerLimit: null, upperLimit: null, start: '0 1 E' },
    };
    const ecg = series('ecg', 'ECG 12 dérivations', {
      points: [
        point({ observationId: 'ecg-1', value: null, shown: { kind: 'sampled', sampled }, range: null }),
      ],
    });
    const lead = (text: string) => ({
      name: { text, codes: [] },
      dimension: null,
      unit: 'mV',
      period: 2,
      values: [0, 1, null],
    });
    const { callsOf } = await open('/patients/p1/results', {
      list: () => ({ ...view, series: [ecg] }),
      trace: () => ({
        date: '2026-11-20T08:00:00+01:00',
        status: 'preliminary',
        leads: [lead('I'), lead('II')],
        isCut: true,
        isUnreadable: false,
      }),
    });
    const row = page.getByRole('row', { name: /ECG 12 dérivations/ });
    await expect.element(row.getByText('Tracé, 12 voies')).toBeVisible();
    await row.getByRole('link', { name: 'ECG 12 dérivations' }).click();
    await expect.element(page.getByRole('img', { name: /^II, 0 secondes/ })).toBeVisible();
    await expect.element(page.getByText(/provisoire · 2 points non mesurés/)).toBeVisible();
    await expect.element(page.getByText(/seul le début est dessiné/)).toBeVisible();
    expect(callsOf('results.trace')).toEqual([{ patientId: 'p1', observationId: 'ecg-1' }]);
  });

  it('says that a period is empty, and leads out of it', async () => {
    const old = { ...view, series: [series('k', 'Potassium', { points: [point({ date: '1999-01-01' })] })] };
    await open('/patients/p1/results?period=1d&test=k', { list: () => old });
    await expect.element(page.getByText('Aucun résultat sur cette période')).toBeVisible();
    await page.getByRole('link', { name: 'Voir toute la période' }).first().click();
    expect(here()).toBe('/patients/p1/results?period=all&test=k');
  });

  it('makes a picture only once the trail knows of it', async () => {
    let status = 503;
    served = serve({ '/bff/exports': () => new Response(null, { status }) });
    const files: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      files.push(this.download);
    });
    await open('/patients/p1/results?test=k');
    await page.getByRole('button', { name: 'Image PNG' }).click();
    await expect.element(page.getByText('pas pu être enregistré', { exact: false })).toBeVisible();
    expect(files).toEqual([]);
    status = 204;
    await page.getByRole('button', { name: 'Image PNG' }).click();
    await waitFor(() => expect(files).toEqual([expect.stringMatching(/_resultats_[\d-]+\.png$/)]));
  });

  it('shows the reports at once where no value was measured', async () => {
    await open('/patients/p1/results', {
      list: () => ({ series: [], reports: [{ ...report, results: [], missing: 0 }], truncated: false }),
    });
    await expect.element(page.getByText('Bilan d’entrée')).toBeVisible();
    await expect.element(page.getByText('Aucun résultat', { exact: false })).not.toBeInTheDocument();
  });

  it('says that it could not be read, and that there is nothing', async () => {
    const { answer } = await open('/patients/p1/results', {
      list: () => Promise.reject(refusal('BAD_GATEWAY')),
    });
    await expect.element(page.getByText('Numéro à donner au support : req-1')).toBeVisible();
    answer({ results: { list: () => ({ series: [], reports: [], truncated: false }) } });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.element(page.getByText('Aucun résultat dans ce dossier')).toBeVisible();
  });
});
