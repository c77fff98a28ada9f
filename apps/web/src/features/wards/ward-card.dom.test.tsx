import type { Score, WardRow, WardView } from '@keneyapp/bff/features/wards/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { coded } from '../../testing/clinical.ts';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { WardCard } from './ward-card.tsx';

const now = Date.now();
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const score = (part: Partial<Extract<Score, { kind: 'score' }>> = {}): Score => ({
  kind: 'score',
  total: 2,
  risk: 'low',
  takenAt: ago(90),
  red: [],
  onOxygen: false,
  isAlert: true,
  spo2Scale: 1,
  unfinished: null,
  lateAt: ago(-270),
  everyHours: 6,
  isContinuous: false,
  isLate: false,
  ...part,
});
const row = (part: Partial<WardRow> = {}, family = 'Aubert'): WardRow => ({
  key: family,
  place: { service: 'Cardiologie', room: 'Chambre 201', bed: 'Lit 1', text: null },
  service: 'Service de cardiologie',
  patient: {
    id: family,
    birthName: family,
    usedName: null,
    givenNames: ['Jeanne'],
    usedGivenName: null,
    suffix: null,
    deceased: null,
    multipleBirth: null,
    attributes: [],
    isTest: false,
    birthDate: '1957-03-14',
    age: { value: 69, unit: 'year' },
    sex: 'female',
    ipp: '8001',
  },
  isHomonym: false,
  start: ago(2_880),
  day: 3,
  isOnLeave: false,
  isBraceletToRedo: false,
  reasons: [coded('Insuffisance cardiaque')],
  score: score(),
  results: { count: 0, critical: 0, abnormal: 0, reports: 0, worst: { level: 'unknown', direction: null } },
  flags: [],
  ...part,
});
const view = (rows: WardRow[], part: Partial<WardView> = {}): WardView => ({
  units: [{ id: 'cardio', name: 'Service de cardiologie' }],
  unit: null,
  rows,
  readAt: new Date(now).toISOString(),
  isTruncated: false,
  failed: [],
  ...part,
});
const open = (list: () => WardView, choose: (input: { unit: string | null }) => null = () => null) =>
  show(<WardCard />, { answers: { wards: { list, choose } }, me: doctor });
const line = (name: RegExp) => page.getByRole('row', { name });

describe('patients in the house', () => {
  it('say where, who, why, since when, how they are, and lead on', async () => {
    await open(() => view([row()]));
    const aubert = line(/AUBERT/);
    for (const words of ['Lit 1', '14/03/1957', '69 ans', 'J3', 'Insuffisance cardiaque', 'risque faible'])
      await expect.element(aubert).toMatchTextContent(words);
    await expect
      .element(aubert.getByRole('link', { name: /^AUBERT/ }))
      .toHaveAttribute('href', '/patients/Aubert/summary');
    await expect
      .element(aubert.getByRole('link', { name: 'Saisir des constantes pour AUBERT Jeanne' }))
      .toHaveAttribute('href', '/patients/Aubert/vitals?write=vitals.record');
    await expect
      .element(aubert.getByRole('link', { name: /^Résultats de AUBERT Jeanne : Aucun/ }))
      .toHaveAttribute('href', '/patients/Aubert/results');
    await expect.element(page.getByText('Aucune surveillance en retard')).toBeVisible();
  });

  it('say of a high score what makes it, and that the next is late', async () => {
    const high = score({
      total: 9,
      risk: 'high',
      red: ['respiratoryRate'],
      onOxygen: true,
      isAlert: false,
      isContinuous: true,
      isLate: true,
      everyHours: 1,
      lateAt: ago(60),
    });
    await open(() => view([row({ score: high })]));
    for (const words of [
      '9',
      'risque élevé',
      'O₂',
      'conscience altérée',
      'surveillance continue',
      '3 points : fréquence respiratoire',
      'En retard',
    ])
      await expect.element(line(/AUBERT/)).toMatchTextContent(words);
    await expect.element(page.getByText('1 surveillance en retard')).toBeVisible();
    await expect.element(page.getByText('1 patient', { exact: true })).toBeVisible();
  });

  it('say what a set lacks, that there is no score, and that none is made of a child', async () => {
    const unfinished = {
      takenAt: ago(10),
      atLeast: 3,
      risk: 'low' as const,
      missing: ['temperature' as const],
    };
    await open(() =>
      view([
        row({ score: score({ unfinished }) }, 'Un'),
        row({ score: { kind: 'none', unfinished: null, isLate: true } }, 'Deux'),
        row({ score: { kind: 'not-applicable', reason: 'under-16', lastAt: null } }, 'Trois'),
        row({ score: null }, 'Quatre'),
      ]),
    );
    await expect.element(line(/^.*UN Jeanne/)).toMatchTextContent('incomplet : température');
    await expect.element(line(/DEUX/)).toMatchTextContent('Aucun NEWS2');
    await expect.element(line(/DEUX/)).toMatchTextContent('En retard');
    await expect.element(line(/TROIS/)).toMatchTextContent('à partir de 16 ans');
    await expect.element(line(/QUATRE/)).toMatchTextContent('Non lu');
  });

  it('count what came in, the critical in words', async () => {
    const results: WardRow['results'] = {
      count: 5,
      critical: 1,
      abnormal: 2,
      reports: 2,
      worst: { level: 'critical', direction: 'high' },
    };
    await open(() => view([row({ results })]));
    await expect.element(line(/AUBERT/)).toMatchTextContent('5 nouveaux, 2 comptes rendus, 1 critique');
    await expect.element(line(/AUBERT/)).toMatchTextContent('critique, au-dessus des limites');
  });

  it('mark names that are alike, leave and isolation; of a closed chart only the bed', async () => {
    const flags: WardRow['flags'] = [
      { id: 'f', kind: 'isolation', text: 'Isolement contact', code: null, since: null },
    ];
    await open(() =>
      view([
        row({ isHomonym: true, isOnLeave: true, flags }),
        row({ patient: null, score: null, results: null, reasons: [], day: null }, 'Bed'),
      ]),
    );
    for (const words of ['Nom voisin', 'En permission', 'Isolement contact'])
      await expect.element(line(/AUBERT/)).toMatchTextContent(words);
    const taken = line(/Lit occupé/);
    await expect.element(taken).toMatchTextContent('Dossier fermé pour vous');
    expect(taken.getByRole('link').elements()).toHaveLength(0);
  });

  it('are chosen by unit, which the BFF keeps', async () => {
    const asked: (string | null)[] = [];
    const units = [
      { id: 'cardio', name: 'Service de cardiologie' },
      { id: 'neuro', name: 'Service de neurologie' },
    ];
    await open(
      () => view([row()], { units, unit: asked.at(-1) ?? null }),
      ({ unit }) => {
        asked.push(unit);
        return null;
      },
    );
    const choice = page.getByRole('combobox', { name: 'Unité' });
    await expect.element(choice).toHaveValue('');
    await choice.selectOptions('neuro');
    await expect.element(choice).toHaveValue('neuro');
    await expect.poll(() => asked).toEqual(['neuro']);
  });

  it('stand by bed, or the worst first', async () => {
    const none = row().results!;
    const rows = [
      row({ score: score({ total: 3 }) }, 'Trois'),
      row({ score: { kind: 'not-applicable', reason: 'under-16', lastAt: null } }, 'Enfant'),
      row({ score: score({ total: 3, isLate: true }) }, 'Tard'),
      row({ score: null }, 'Inconnu'),
      row({ score: score({ total: 8, risk: 'high' }) }, 'Huit'),
      row({ score: score({ total: 1 }), results: { ...none, count: 1, critical: 1 } }, 'Critique'),
    ];
    await open(() => view(rows));
    const names = () =>
      page
        .getByRole('link', { name: /^[A-Z]+ Jeanne/ })
        .elements()
        .map((link) => /^[A-Z]+/.exec(link.textContent)?.[0])
        .filter(Boolean);
    await expect.element(line(/TROIS/)).toBeVisible();
    expect(names()).toEqual(['TROIS', 'ENFANT', 'TARD', 'INCONNU', 'HUIT', 'CRITIQUE']);
    const [byBed, byRisk] = ['Par lit', 'Par risque'].map((name) => page.getByRole('button', { name }));
    await byRisk!.click();
    await expect.element(byRisk!).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(names).toEqual(['HUIT', 'CRITIQUE', 'TARD', 'TROIS', 'ENFANT', 'INCONNU']);
    await byBed!.click();
    await expect.poll(names).toEqual(['TROIS', 'ENFANT', 'TARD', 'INCONNU', 'HUIT', 'CRITIQUE']);
  });

  it('have no sign on a phone that stands alone where a part is missing', async () => {
    await page.viewport(390, 844);
    await open(() => view([row({ results: null, reasons: [], day: null })]));
    await expect.element(line(/AUBERT/)).toBeVisible();
    const cells = [
      ...line(/AUBERT/)
        .element()
        .querySelectorAll('td'),
    ];
    expect(cells.length).toBeGreaterThan(3);
    for (const cell of cells) expect(getComputedStyle(cell, '::after').content).not.toContain('·');
    await page.viewport(1280, 900);
  });

  it('say that there is nobody', async () => {
    await open(() => view([]));
    await expect.element(page.getByText('Aucun patient hospitalisé dans votre unité.')).toBeVisible();
  });
  it('say which part is missing', async () => {
    await open(() => view([row({ results: null })], { failed: ['results'] }));
    await expect
      .element(page.getByText('Non affiché, le serveur n’a pas répondu : résultats.'))
      .toBeVisible();
  });
  it('say why there is no list', async () => {
    await open(() => {
      throw refusal('BAD_GATEWAY');
    });
    await expect.element(page.getByRole('button', { name: 'Réessayer' })).toBeVisible();
  });
});
