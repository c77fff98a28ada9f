import type { FlowsheetView, SeriesView } from '@keneyapp/bff/features/vitals/view';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { serve } from '../../testing/serve.ts';
import { show } from '../../testing/show.tsx';
import { measure, subject, versions } from '../../testing/vitals.ts';
import { VitalsPage } from './vitals-page.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const at = '2026-11-24T08:30:00+01:00';
const flowsheet: FlowsheetView = {
  subject,
  older: true,
  sets: [
    {
      key: at,
      takenAt: at,
      recordedBy: 'Inf. Roux',
      note: null,
      measures: [
        measure({ level: 'critical-high', value: 140 }),
        measure({
          observationId: 'bp',
          name: 'bloodPressure',
          value: 120,
          second: 130,
          unit: 'mm[Hg]',
          secondLevel: 'high',
        }),
        measure({ observationId: 'ox', name: 'oxygen', value: 0, unit: 'L/min' }),
        measure({
          observationId: 'c',
          name: 'consciousness',
          value: null,
          unit: null,
          consciousness: 'alert',
        }),
        measure({
          observationId: 't',
          name: 'temperature',
          value: 37.25,
          unit: 'Cel',
          state: 'entered-in-error',
        }),
      ],
    },
  ],
};
const series: SeriesView = {
  subject,
  from: null,
  to: null,
  older: true,
  unlisted: [{ text: 'Score de Glasgow', codes: [] }],
  series: [
    { sign: 'systolic' as const, value: 120 },
    { sign: 'diastolic' as const, value: 80 },
  ].map(({ sign, value }) => ({
    name: 'bloodPressure',
    sign,
    unit: 'mm[Hg]',
    points: [
      {
        observationId: `${sign}1`,
        takenAt: '2026-11-20T08:30:00+01:00',
        value,
        digits: String(value),
        comparator: null,
        level: 'normal',
        state: 'recorded',
        recordedBy: 'Inf. Roux',
      },
      {
        observationId: `${sign}2`,
        takenAt: at,
        value: value + 70,
        digits: String(value + 70),
        comparator: null,
        level: 'critical-high',
        state: 'corrected',
        recordedBy: null,
      },
    ],
  })),
};
let files: { name: string; text: Promise<string> }[] = [];
function catchFiles() {
  let last: Blob | undefined;
  files = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    last = blob as Blob;
    return 'blob:x';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    files.push({ name: this.download, text: last?.text() ?? Promise.resolve('') });
  });
}
let served: ReturnType<typeof serve> | undefined;
afterEach(() => {
  served?.stop();
  vi.restoreAllMocks();
});
const sheet = <VitalsPage patientId="p1" shown="table" period="all" from={{}} isOnStay={false} />;

describe('the flowsheet', () => {
  it('marks what is critical, corrected, taken back; each value opens its details', async () => {
    await show(sheet, {
      at: '/patients/p1/vitals',
      answers: { vitals: { flowsheet: () => flowsheet, versions: () => versions({ value: 140 }) } },
    });
    const row = (name: RegExp) => page.getByRole('row', { name });
    await expect.element(row(/Fréquence cardiaque/)).toMatchTextContent(/140.*critique/);
    await expect.element(row(/Pression artérielle/)).toMatchTextContent(/120\/130/);
    await expect.element(row(/Oxygène/)).toMatchTextContent(/air/);
    await row(/Fréquence cardiaque/)
      .getByRole('button')
      .click();
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/Fréquence cardiaque du 24\/11\/2026/);
    await page.getByRole('button', { name: 'Corriger' }).click();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  it('asks for the older ones once more, and says when a period is needed', async () => {
    const { callsOf } = await show(sheet, { answers: { vitals: { flowsheet: () => flowsheet } } });
    await page.getByRole('button', { name: 'Afficher les plus anciennes' }).click();
    await expect
      .element(page.getByText('Des mesures plus anciennes existent : choisissez une période.'))
      .toBeVisible();
    expect(callsOf('vitals.flowsheet').at(-1)).toEqual({ patientId: 'p1', limit: 2000 });
  });

  it('becomes a file, with numbers as this language writes them', async () => {
    catchFiles();
    await show(sheet, { answers: { vitals: { flowsheet: () => flowsheet } } });
    await page.getByRole('button', { name: 'Exporter en CSV' }).click();
    await waitFor(() => expect(files).toHaveLength(1));
    const lines = (await files[0]?.text)?.trimEnd().split('\r\n') ?? [];
    expect(lines).toHaveLength(6);
    expect(lines[1]).toContain('"Fréquence cardiaque";"140";"/min";"critique haut";"Inf. Roux";');
    expect(lines[2]).toContain(';"120/130";"mmHg";');
    expect(lines[5]).toMatch(/;"37,25";.*saisie erronée"$/);
  });

  it('says that there is nothing, or that it could not be read', async () => {
    const { answer } = await show(sheet, {
      answers: { vitals: { flowsheet: () => Promise.reject(refusal('TIMEOUT')) } },
    });
    await expect
      .element(page.getByText('Le serveur du dossier ne répond pas', { exact: false }))
      .toBeVisible();
    answer({ vitals: { flowsheet: () => ({ ...flowsheet, sets: [] }) } });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.element(page.getByText('Aucune constante dans ce dossier.')).toBeVisible();
  });
});

describe('the curves', () => {
  const curves = <VitalsPage patientId="p1" shown="curves" period="1w" from={{}} isOnStay={false} />;
  it('put both pressures in one picture with their limits, or in a table', async () => {
    await show(curves, { answers: { vitals: { series: () => series } } });
    await expect
      .element(
        page.getByRole('group', { name: /Courbe de Pression artérielle, 4 mesures, dernière (190|150)/ }),
      )
      .toBeVisible();
    await expect.element(page.getByText('Seuil critique', { exact: true })).toBeVisible();
    await expect.element(page.getByText('Dans le tableau seulement : Score de Glasgow')).toBeVisible();
    await page.getByRole('button', { name: 'Voir en tableau' }).click();
    await expect.element(page.getByRole('cell', { name: /PA systolique 190/ })).toBeVisible();
  });

  const openedFor = (shown: 'curves' | 'table', row: string) => (
    <VitalsPage patientId="p1" shown={shown} period="1w" row={row} from={{}} isOnStay={false} />
  );
  it('open on the sign that was asked for, and keep it in another view', async () => {
    const [pressure] = series.series;
    const weight = {
      ...pressure,
      name: 'weight',
      sign: 'weight',
      unit: 'kg',
    } as SeriesView['series'][number];
    await show(openedFor('curves', 'weight'), {
      answers: { vitals: { series: () => ({ ...series, series: [...series.series, weight] }) } },
    });
    await expect.element(page.getByRole('region', { name: 'Poids' })).toBeInViewport();
    const marked = [...document.querySelectorAll('div[aria-current="true"]')].map((e) => e.textContent);
    expect(marked).toEqual([expect.stringContaining('Poids')]);
    await expect
      .element(page.getByRole('link', { name: 'Tableau' }))
      .toHaveAttribute('href', expect.stringMatching(/row=weight/));
  });

  it('give way to the row of the table', async () => {
    await show(openedFor('table', 'temperature'), { answers: { vitals: { flowsheet: () => flowsheet } } });
    await expect
      .element(page.getByRole('row', { name: /Température/ }))
      .toHaveAttribute('aria-current', 'true');
  });

  it('become a file', async () => {
    catchFiles();
    await show(curves, { answers: { vitals: { series: () => series } } });
    await page.getByRole('button', { name: 'Exporter Pression artérielle CSV' }).click();
    await waitFor(() => expect(files).toHaveLength(1));
    expect((await files[0]?.text)?.trimEnd().split('\r\n')).toHaveLength(5);
  });

  it('become a picture', async () => {
    const names: string[] = [];
    await show(curves, { answers: { vitals: { series: () => series } } });
    const picture = page.getByRole('button', { name: 'Exporter Pression artérielle PNG' });
    await expect.element(picture).toBeVisible();
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      names.push(this.download);
    });
    await picture.click();
    await waitFor(
      () => expect(names).toEqual([expect.stringMatching(/^constantes-pression-arterielle_[\d-]+\.png$/)]),
      20_000,
    );
    click.mockRestore();
  });
});
