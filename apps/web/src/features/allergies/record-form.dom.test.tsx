import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AllergiesView } from '@keneyapp/bff/features/allergies/view';
import { allergy, coded } from '../../testing/clinical.ts';
import { draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { RecordForm } from './record-form.tsx';

const listed = (part: Partial<AllergiesView> = {}): AllergiesView => ({
  state: 'known',
  noneOf: [],
  current: [allergy({ substance: coded('Arachide') })],
  past: [],
  statements: [],
  truncated: false,
  ...part,
});

async function form(list: AllergiesView) {
  const done: string[] = [];
  const shown = await show(
    <RecordForm
      target={null}
      patientId="p1"
      onDone={(message) => done.push(message)}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    {
      answers: {
        drafts: draftAnswers(),
        terminology: { suggest: () => ({ state: 'whole', lines: [] }) },
        allergies: { list: () => list, record: () => ({ id: 'a2', isReplay: false }) },
      },
    },
  );
  const substance = page.getByRole('combobox', { name: 'Substance ou classe' });
  await substance.fill('arachide');
  await userEvent.keyboard('{Tab}');
  return { done, substance, sent: () => shown.callsOf('allergies.record') };
}

it('says that the same is listed already, and adds it only as that', async () => {
  const { done, sent } = await form(listed());
  await expect.poll(() => document.body.innerText).toContain('Déjà dans la liste');
  await page.getByRole('button', { name: 'Ajouter quand même' }).click();
  await expect.poll(() => done).toEqual(['Allergie enregistrée.']);
  expect(sent()).toMatchObject([
    {
      coded: { text: 'arachide', code: null },
      kind: null,
      verification: 'unconfirmed',
      isRepeatWanted: true,
    },
  ]);
});

it('says that it ends "none known", and asks for the reaction a severity is of', async () => {
  const { substance, done, sent } = await form(listed({ state: 'none-known', current: [] }));
  await expect.element(page.getByText(/ne sera plus affiché/)).toBeVisible();
  const save = page.getByRole('button', { name: 'Enregistrer l’allergie' });
  await page.getByRole('radio', { name: 'Grave' }).click();
  await save.click();
  const reaction = page.getByRole('textbox', { name: 'Réaction observée' });
  await expect.element(reaction).toHaveAccessibleDescription(/Dites quelle réaction/);
  await expect.element(substance).toHaveValue('arachide');
  await reaction.fill('Choc');
  await save.click();
  await expect.poll(() => done).toHaveLength(1);
  expect(sent()).toMatchObject([
    { reactions: [{ manifestation: 'Choc', severity: 'severe' }], isRepeatWanted: false },
  ]);
});

it('takes several reactions, and one of them back', async () => {
  const { done, sent } = await form(listed());
  const reaction = page.getByRole('textbox', { name: 'Réaction observée' });
  await reaction.fill('Urticaire');
  for (const [i, words] of ['Toux', 'Choc'].entries()) {
    await page.getByRole('button', { name: 'Ajouter une réaction' }).click();
    await expect.element(reaction.nth(i + 1)).toHaveFocus();
    await reaction.nth(i + 1).fill(words);
  }
  await page.getByRole('button', { name: 'Retirer la réaction 2' }).click();
  await page.getByRole('button', { name: 'Ajouter quand même' }).click();
  await expect.poll(() => done).toHaveLength(1);
  expect(sent()).toMatchObject([
    { reactions: [{ manifestation: 'Urticaire' }, { manifestation: 'Choc', severity: null }] },
  ]);
});
