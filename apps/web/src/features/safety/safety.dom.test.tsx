import { setRuleInput } from '@keneyapp/bff/features/safety/schema';
import type { RehearsalView, RulesView } from '@keneyapp/bff/features/safety/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { administrator } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { AboutPage } from './about-page.tsx';
import { SafetyPage } from './safety-page.tsx';

const row = (more: Partial<RulesView['rules'][number]>): RulesView['rules'][number] => ({
  ...{ rule: 'kidney.limit', title: 'Fonction rénale', service: 'cds', level: 'needs-reason', source: null },
  ...{ state: 'active', isProtected: false, changes: [], needsRehearsal: false },
  ...more,
});
const rules: RulesView = {
  rules: [
    row({}),
    row({
      ...{
        rule: 'never.two-anticoagulants',
        title: 'Deux anticoagulants',
        level: 'blocks',
        isProtected: true,
      },
      source: { label: 'Note DGOS', url: 'https://example.org' },
    }),
  ],
  ...{ version: 3, unanswered: ['other.example'], isConfigured: true },
};
const done: RehearsalView = {
  ...{ id: '6f0f2c5e-0f5f-4a44-9d0e-3f1b5e6f7a80', state: 'done', startedAt: '2026-11-30T08:00:00Z' },
  ...{ startedBy: 'Paul Admin', days: 90, endedAt: '2026-11-30T08:01:00Z', isPartial: false },
  ...{
    patients: { all: 12, done: 12 },
    seen: { signatures: 40, orders: 90 },
    notJudged: { 'Fonction rénale': 2 },
  },
  rules: [
    {
      ...{ rule: 'kidney.limit', level: 'needs-reason', signatures: 5, orders: 6 },
      ...{ byUnit: { Cardiologie: 4, Urgences: 1 }, byProfession: { Médecin: 5 } },
    },
  ],
};
async function open(part: Answers['safety'] = {}) {
  const answers: Answers = {
    safety: {
      rules: () => rules,
      rehearsal: () => done,
      rates: () => ({ months: 6, rules: [], notRun: { timeout: 3 }, isPartial: false }),
      ...part,
    },
  };
  const shown = await show(<SafetyPage />, { answers, me: administrator });
  await expect.element(page.getByRole('rowheader', { name: 'Deux anticoagulants' })).toBeVisible();
  return { ...shown, saved: () => shown.callsOf('safety.setRule').map((input) => setRuleInput.parse(input)) };
}
const change = () => page.getByRole('button', { name: 'Modifier : Fonction rénale' });

it('lists rules, protects never events, and says what a rehearsal and the record count', async () => {
  await open();
  await expect.element(page.getByText(/toujours active/)).toBeVisible();
  await expect.element(page.getByText(/other\.example ne répond pas/)).toBeVisible();
  await expect.element(page.getByText(/Cardiologie\s4, Urgences\s1/)).toBeVisible();
  await expect.element(page.getByText(/service trop lent\s3/)).toBeVisible();
});

it('gives a state with a reason, on what was shown', async () => {
  const { saved } = await open({ setRule: () => rules });
  await change().click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect.element(page.getByText('Choisissez un état.')).toBeVisible();
  await expect.element(page.getByText(/5 caractères au moins/)).toBeVisible();
  expect(saved()).toEqual([]);
  await page.getByRole('radio', { name: /silencieuse/ }).click();
  await page.getByRole('textbox', { name: 'Raison' }).fill('Trop souvent passée outre');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(saved()).toMatchObject([
    { rule: 'kidney.limit', state: 'silent', reason: 'Trop souvent passée outre', version: 3 },
  ]);
});

it('says what is refused where it was asked, and loses nothing that was typed', async () => {
  const issues = [{ code: 'custom' as const, path: ['state'], message: 'needs-rehearsal' }];
  await open({
    setRule: () => {
      throw refusal('BAD_REQUEST', { issues: issues as never });
    },
  });
  await change().click();
  await page.getByRole('radio', { name: /Arrêtée/ }).click();
  await page.getByRole('textbox', { name: 'Raison' }).fill('Comité du 30');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect.element(page.getByText('Lancez d’abord une répétition.')).toBeVisible();
  await expect.element(page.getByRole('textbox', { name: 'Raison' })).toHaveValue('Comité du 30');
});

it('about says what this is not, and what is loaded', async () => {
  const answers: Answers = {
    safety: {
      about: () => ({
        releases: [{ system: 'http://loinc.org', title: 'LOINC', version: '2.82', isSample: true }],
        lists: [{ title: 'Thésaurus', publisher: 'ANSM', date: '2019-09', isSample: true, size: 4 }],
        unanswered: [],
      }),
    },
  };
  await show(<AboutPage />, { answers, me: administrator });
  await expect.element(page.getByText(/dispositif médical/)).toBeVisible();
  await expect.element(page.getByText(/4 exemples seulement/)).toBeVisible();
  await expect.element(page.getByText(/version 2\.82/)).toBeVisible();
});
