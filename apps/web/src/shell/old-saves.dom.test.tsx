import { onlineManager, useMutation } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { banner, identity } from '../testing/people.ts';
import { show } from '../testing/show.tsx';
import { useTRPC } from '../trpc/client.tsx';
import { askedAgainAfterMs } from '../trpc/without-connection.ts';
import { OldSaves } from './old-saves.tsx';

const jeanne = banner;
const paul = {
  ...banner,
  identity: { ...identity, id: 'p2', givenNames: ['Paul'], birthDate: '1984-07-12' },
};

/** What two forms of two charts save by. */
function Forms() {
  const trpc = useTRPC();
  const end = useMutation(trpc.emergency.end.mutationOptions());
  const discard = useMutation(trpc.drafts.discard.mutationOptions());
  return (
    <>
      <button type="button" onClick={() => end.mutate({ patientId: 'p1' })}>
        p1
      </button>
      <button
        type="button"
        onClick={() => discard.mutate({ patientId: 'p2', form: 'vitals.record', base: '' })}
      >
        p2
      </button>
      <OldSaves />
    </>
  );
}

async function saveBothOffline() {
  const shown = await show(<Forms />, {
    answers: {
      emergency: { end: () => ({ current: null, minutes: 30, reasonLength: 20, isTextOwed: false }) },
      drafts: { discard: () => null },
      patients: { banner: () => paul },
    },
  });
  // of the first the page knows whose it is, of the second it does not
  shown.queryClient.setQueryData(
    [['patients', 'banner'], { input: { patientId: 'p1' }, type: 'query' }],
    jeanne,
  );
  onlineManager.setOnline(false);
  await page.getByRole('button', { name: 'p1' }).click();
  await page.getByRole('button', { name: 'p2' }).click();
  await vi.waitFor(() =>
    expect(
      shown.queryClient
        .getMutationCache()
        .getAll()
        .filter((m) => m.state.isPaused),
    ).toHaveLength(2),
  );
  // a chart that was left is forgotten after a while
  shown.queryClient.removeQueries();
  vi.setSystemTime(Date.now() + askedAgainAfterMs + 1_000);
  onlineManager.setOnline(true);
  return shown;
}

const question = page.getByRole('alertdialog', { name: 'Enregistrer maintenant ?' });

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => {
  onlineManager.setOnline(true);
  vi.useRealTimers();
});

describe('a save that waited long', () => {
  it('says whose chart and which form, and tells two that wait apart', async () => {
    const { callsOf } = await saveBothOffline();
    await expect
      .element(question)
      .toHaveAccessibleDescription(/MARTIN Jeanne · 04\/03\/1960 · Fin d’un accès en urgence/);
    await expect.element(question).toHaveAccessibleDescription(/Une autre question suit\./);
    await question.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await expect
      .element(question)
      .toHaveAccessibleDescription(/MARTIN Paul · 12\/07\/1984 · Suppression d’un brouillon/);
    await expect.element(question).not.toHaveAccessibleDescription(/suit/);
    // the safe answer has the focus of each
    await expect.element(question.getByRole('button', { name: 'Ne pas enregistrer' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(question).not.toBeInTheDocument();
    expect([callsOf('emergency.end'), callsOf('drafts.discard')]).toEqual([[{ patientId: 'p1' }], []]);
  });

  it('is nothing that is destroyed: its answer is not red', async () => {
    await saveBothOffline();
    await expect
      .element(question.getByRole('button', { name: 'Enregistrer', exact: true }))
      .toHaveClass(/MuiButton-colorPrimary/);
  });
});
