import type { ConsentEntry, ConsentsView } from '@keneyapp/bff/features/consents/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { banner } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { ConsentsPage } from './consents-page.tsx';

const entry = (part: Partial<ConsentEntry> = {}): ConsentEntry => ({
  id: 'c1',
  kind: 'sharing',
  decision: 'agreed',
  persons: [],
  from: '2026-01-05T00:00:00+01:00',
  until: null,
  recordedAt: '2026-01-05T10:00:00+01:00',
  recordedBy: { name: 'Accueil', isPatient: false },
  confirmedBy: null,
  signedOn: null,
  state: 'in-force',
  isDoubtful: false,
  namesOthers: false,
  mayCallOff: false,
  ...part,
});
const objection = entry({
  id: 'c2',
  kind: 'objection',
  decision: 'refused',
  persons: [{ reference: 'Practitioner/x', name: 'Dr Blanc' }],
});
const view: ConsentsView = {
  choices: { care: null, sharing: entry(), research: null, portal: null },
  objections: [objection],
  delegations: [],
  history: [entry(), objection],
  proposals: [],
  token: 'token-1',
  done: null,
  mayRecord: true,
  isOwn: false,
  isDelegate: false,
};
const heading = (name: string) => page.getByRole('heading', { name, level: 3 });
const press = (name: string) => page.getByRole('button', { name }).click();

describe('once a decision is saved, the keyboard goes on at it', () => {
  const open = (consents: Record<string, () => ConsentsView>) =>
    show(<ConsentsPage patientId="p1" />, {
      answers: { patients: { banner: () => banner }, consents: { list: () => view, ...consents } },
    });

  it('at the choice that was made', async () => {
    const refused = entry({ id: 'c3', decision: 'refused' });
    await open({
      choose: () => ({
        ...view,
        choices: { ...view.choices, sharing: refused },
        history: [refused, entry({ state: 'replaced' }), objection],
        token: 'token-2',
      }),
    });
    await press('Refuser : Partage avec les autres services');
    await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer le refus' }).click();
    await expect.element(heading('Partage avec les autres services')).toHaveFocus();
  });

  it('at what waits to be confirmed', async () => {
    const proposal = {
      ...entry({ id: 'c4', kind: 'research', state: 'proposed' }),
      hasForm: false,
      laysAside: false,
      closedTo: 'needs-form' as const,
    };
    await open({ choose: () => ({ ...view, proposals: [proposal], token: 'token-2', done: 'proposed' }) });
    await press('Accepter : Recherche');
    await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer l’accord' }).click();
    const waiting = page.getByRole('region', { name: /À confirmer/ });
    await expect.element(waiting.getByRole('heading', { level: 3 })).toHaveFocus();
  });

  it('at the list that it was taken out of', async () => {
    await open({
      withdraw: () => ({
        ...view,
        objections: [],
        history: [entry(), { ...objection, state: 'replaced' }],
        token: 'token-2',
      }),
    });
    await press('Retirer Dr Blanc');
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Lever l’opposition' }).click();
    await expect.element(question).not.toBeInTheDocument();
    await expect
      .element(page.getByText('Professionnels écartés du dossier', { exact: true }).first())
      .toHaveFocus();
  });
});
