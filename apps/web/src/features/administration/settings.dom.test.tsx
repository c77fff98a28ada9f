import { saveSettingsInput } from '@keneyapp/bff/features/administration/schema';
import { saveOwnDraftInput } from '@keneyapp/bff/features/session/schema';
import type { SessionRow, SettingsView } from '@keneyapp/bff/features/administration/view';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { administrator } from '../../testing/people.ts';
import { clear, show } from '../../testing/show.tsx';
import { SessionsPage } from './sessions-page.tsx';
import { SettingsPage } from './settings-page.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const view: SettingsView = {
  emergency: { minutes: 30, minimumReasonLength: 20, unjustifiedUses: 2, withinDays: 90 },
  version: 4,
  changedAt: '2026-11-01T10:00:00Z',
  changedBy: 'Paul Admin',
};
const minutes = () => page.getByRole('textbox', { name: 'Durée d’un accès' });
const days = () => page.getByRole('textbox', { name: 'Période prise en compte' });
const save = () => page.getByRole('button', { name: 'Enregistrer' });

async function open(part: Answers['administration'] = {}) {
  const answers: Answers = { administration: { settings: () => view, ...part } };
  const shown = await show(<SettingsPage />, { answers, me: administrator });
  await expect.element(minutes()).toHaveValue('30');
  return {
    ...shown,
    answers,
    saved: () => shown.callsOf('administration.saveSettings').map((input) => saveSettingsInput.parse(input)),
  };
}

describe('settings of breaking the glass', () => {
  it('has nothing to save before something was typed, by button or by key', async () => {
    const { saved } = await open();
    await expect.element(save()).toBeDisabled();
    await minutes().click();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(minutes()).toHaveAccessibleDescription(/minutes De \d+ à \d+ minutes/);
    expect(saved()).toEqual([]);
  });

  it('says on leaving a field what is wrong, counts it on saving, and goes to the first', async () => {
    const { saved } = await open();
    await minutes().fill('0');
    await days().fill('abc');
    await expect.element(minutes()).toHaveAttribute('aria-invalid', 'true');
    await expect.element(minutes()).toHaveAccessibleDescription(/Saisissez un nombre entier/);
    await save().click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('2 champs sont à corriger');
    await expect.element(minutes()).toHaveFocus();
    expect(saved()).toEqual([]);
  });

  it('saves once, on the version that was shown, and says so', async () => {
    let finish: () => void = () => undefined;
    const next: SettingsView = { ...view, emergency: { ...view.emergency, minutes: 45 }, version: 5 };
    const { saved } = await open({
      saveSettings: () => new Promise((resolve) => (finish = () => resolve(next))),
    });
    await minutes().fill('45');
    await userEvent.keyboard('{Control>}{Enter}{Enter}{/Control}{Enter}');
    await waitFor(() => expect(saved()).toHaveLength(1));
    finish();
    await expect.element(page.getByRole('status')).toMatchTextContent('Les réglages sont enregistrés.');
    expect(saved()).toEqual([{ emergency: { ...view.emergency, minutes: 45 }, version: 4 }]);
    await expect.element(save()).toBeDisabled();
  });

  it('keeps what is typed as it is typed, has it again after leaving, and forgets it when it is saved', async () => {
    const next: SettingsView = { ...view, emergency: { ...view.emergency, minutes: 45 }, version: 5 };
    const kept: string[] = [];
    const first = await open();
    await minutes().fill('45');
    await waitFor(() => expect(first.callsOf('session.saveDraft')).not.toEqual([]));
    const [typed] = first
      .callsOf('session.saveDraft')
      .map((input) => saveOwnDraftInput.parse(input))
      .slice(-1);
    expect(typed).toMatchObject({ form: 'administration.settings', base: '' });
    kept.push(typed?.content ?? '');
    clear();
    // somewhere else, or after the session ended
    const again = await show(<SettingsPage />, {
      me: administrator,
      answers: {
        administration: { settings: () => view, saveSettings: () => next },
        session: {
          draft: () => ({
            patientId: '',
            form: 'administration.settings',
            base: '',
            counter: 1,
            content: kept[0] ?? '',
            updatedAt: '2026-11-24T09:05:00+01:00',
            expiresAt: '2026-12-01T09:05:00+01:00',
          }),
        },
      },
    });
    await expect.element(minutes()).toHaveValue('45');
    await expect.element(save()).toBeEnabled();
    await save().click();
    await waitFor(() => expect(again.callsOf('session.discardDraft')).toHaveLength(1));
    expect(
      again.callsOf('administration.saveSettings').map((input) => saveSettingsInput.parse(input)),
    ).toEqual([{ emergency: { ...view.emergency, minutes: 45 }, version: 4 }]);
  });

  it('reads a draft that an older version of the form kept', async () => {
    await show(<SettingsPage />, {
      me: administrator,
      answers: {
        administration: { settings: () => view },
        session: {
          draft: () => ({
            patientId: '',
            form: 'administration.settings',
            base: '',
            counter: 1,
            content: JSON.stringify({
              texts: { minutes: '45', minimumReasonLength: '20', unjustifiedUses: '2', withinDays: '90' },
              version: 4,
            }),
            updatedAt: '2026-11-24T09:05:00+01:00',
            expiresAt: '2026-12-01T09:05:00+01:00',
          }),
        },
      },
    });
    await expect.element(minutes()).toHaveValue('45');
    await expect.element(save()).toBeEnabled();
  });

  it('shows what somebody else saved as long as nothing was typed', async () => {
    const theirs: SettingsView = { ...view, emergency: { ...view.emergency, minutes: 20 }, version: 7 };
    const { answer, queryClient } = await open();
    answer({ administration: { settings: () => theirs } });
    await queryClient.invalidateQueries();
    await expect.element(minutes()).toHaveValue('20');
    await expect.element(save()).toBeDisabled();
  });

  it('keeps what was typed when the server does not answer', async () => {
    await open({ saveSettings: () => Promise.reject(unreachable()) });
    await minutes().fill('45');
    await save().click();
    await expect.element(page.getByText('Le serveur ne répond pas.', { exact: false })).toBeVisible();
    await expect.element(minutes()).toHaveValue('45');
    await expect.element(save()).toBeEnabled();
  });

  it('shows both after somebody else’s change: one’s own can be kept', async () => {
    const theirs: SettingsView = { ...view, emergency: { ...view.emergency, minutes: 20 }, version: 7 };
    const { saved, answer } = await open({
      saveSettings: () => Promise.reject(refusal('PRECONDITION_FAILED')),
    });
    answer({
      administration: {
        settings: () => theirs,
        saveSettings: () => Promise.reject(refusal('PRECONDITION_FAILED')),
      },
    });
    await minutes().fill('45');
    await save().click();
    const both = page.getByRole('group', { name: 'Ces réglages ont été modifiés entre-temps' });
    await expect.element(both).toHaveFocus();
    await expect
      .element(both)
      .toMatchTextContent(/Durée d’un accès\s*Avant : \d+\s*Version enregistrée\s*20\s*Votre saisie\s*45/);
    await expect.element(minutes()).toHaveValue('45');
    await expect.element(save()).toBeDisabled();
    answer({ administration: { settings: () => theirs, saveSettings: () => theirs } });
    await page.getByRole('button', { name: 'Garder ma saisie' }).click();
    await waitFor(() => expect(saved().at(-1)).toMatchObject({ emergency: { minutes: 45 }, version: 7 }));
  });

  it('shows both after somebody else’s change: theirs can be taken', async () => {
    const theirs: SettingsView = { ...view, emergency: { ...view.emergency, minutes: 20 }, version: 7 };
    const { answer } = await open();
    answer({
      administration: {
        settings: () => theirs,
        saveSettings: () => Promise.reject(refusal('PRECONDITION_FAILED')),
      },
    });
    await minutes().fill('45');
    await save().click();
    await page.getByRole('button', { name: 'Reprendre les valeurs actuelles' }).click();
    await expect.element(minutes()).toHaveValue('20');
    await expect.element(save()).toBeDisabled();
  });

  it('takes one value of theirs and one of one’s own', async () => {
    const theirs: SettingsView = {
      ...view,
      emergency: { ...view.emergency, minutes: 20, withinDays: 77 },
      version: 7,
    };
    const { saved, answer } = await open();
    answer({
      administration: {
        settings: () => theirs,
        saveSettings: () => Promise.reject(refusal('PRECONDITION_FAILED')),
      },
    });
    await minutes().fill('45');
    await save().click();
    const both = page.getByRole('group', { name: 'Ces réglages ont été modifiés entre-temps' });
    const choose = both.getByRole('button', { name: 'Enregistrer ces choix' });
    // both changed this one: nobody but the person says which
    await choose.click();
    const duration = both.getByRole('group', { name: 'Durée d’un accès' });
    await expect.element(duration.getByRole('radio', { name: 'Version enregistrée 20' })).toHaveFocus();
    await expect.element(duration).toHaveAccessibleDescription('Choisissez une version pour chaque valeur.');
    await duration.getByRole('radio', { name: 'Votre saisie 45' }).click();
    // only they changed that one
    await expect.element(both.getByRole('radio', { name: 'Version enregistrée 77' })).toBeChecked();
    answer({ administration: { settings: () => theirs, saveSettings: () => theirs } });
    await choose.click();
    await waitFor(() =>
      expect(saved().at(-1)).toEqual({ emergency: { ...theirs.emergency, minutes: 45 }, version: 7 }),
    );
  });
});

describe('open sessions', () => {
  const session = (part: Partial<SessionRow>): SessionRow => ({
    id: '0b8b3f0e-7b3f-4a52-9d49-1f1b2a6f3c01',
    personId: 'u1',
    username: 'inf.roux',
    displayName: 'Nadia Roux',
    role: 'nurse',
    since: '2026-11-24T07:00:00Z',
    lastSeen: '2026-11-24T08:00:00Z',
    endsAt: '2026-11-24T19:00:00Z',
    address: '10.0.0.4',
    browser: 'Firefox',
    system: 'Windows',
    isOwn: false,
    ...part,
  });

  it('closes one after a question, once, and says so; one’s own is not offered', async () => {
    const { callsOf } = await show(<SessionsPage />, {
      me: administrator,
      answers: {
        administration: {
          sessions: () => ({
            sessions: [
              session({}),
              session({ id: 'own', displayName: 'Paul Admin', isOwn: true, browser: null, system: null }),
            ],
            truncated: false,
          }),
          endSession: () => null,
        },
      },
    });
    await expect
      .element(page.getByRole('button', { name: 'Fermer la session de Paul Admin' }))
      .not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Fermer la session de Nadia Roux' }).click();
    const question = page.getByRole('alertdialog', { name: 'Fermer la session de Nadia Roux ?' });
    await expect.element(question).toMatchTextContent('depuis 10.0.0.4');
    await question.getByRole('button', { name: 'Fermer la session' }).dblClick();
    await waitFor(() => expect(callsOf('administration.endSession')).toHaveLength(1));
    await expect.element(question).not.toBeInTheDocument();
    await expect.element(page.getByText('La session de Nadia Roux est fermée.')).toBeVisible();
    expect(callsOf('administration.endSession')).toHaveLength(1);
  });
});
