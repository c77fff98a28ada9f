import type { ConsentsView } from '@keneyapp/bff/features/consents/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { banner, patient } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { ConsentsPage } from './consents-page.tsx';

const view: ConsentsView = {
  choices: { care: null, sharing: null, research: null, portal: null },
  objections: [],
  delegations: [],
  history: [],
  proposals: [],
  token: 'token-1',
  done: null,
  mayRecord: true,
  isOwn: false,
  isDelegate: false,
};
const answers = (part: Partial<ConsentsView> = {}) => ({
  patients: { banner: () => banner },
  consents: { list: () => ({ ...view, ...part }) },
});

describe('a field of a decision', () => {
  it('says what is wrong with it', async () => {
    await show(<ConsentsPage patientId="p1" />, { answers: answers() });
    await page.getByRole('button', { name: 'Accepter : Recherche' }).click();
    const until = page.getByLabelText('Jusqu’au');
    await until.fill('demain peut-être');
    await page.getByLabelText('À partir du').click();
    await expect.element(until).toHaveAccessibleDescription(/Date attendue/);
    await expect.element(until).toHaveAttribute('aria-invalid', 'true');
    await until.fill('31/02/2098');
    await page.getByLabelText('À partir du').click();
    await expect.element(until).toHaveAccessibleDescription(/Cette date n’existe pas dans le calendrier/);
  });

  it('says what is missing in it, each in its own words', async () => {
    await show(<ConsentsPage patientId="p1" />, { answers: answers({ isOwn: true }), me: patient });
    await page.getByRole('button', { name: 'Ajouter un proche…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Donner l’accès' }).click();
    for (const [field, words] of [
      ['Nom de naissance ou nom utilisé', /Indiquez le nom du proche/],
      ['Date de naissance', /Indiquez sa date de naissance/],
      ['IPP du proche', /Indiquez son IPP/],
    ] as const)
      await expect.element(page.getByLabelText(field)).toHaveAccessibleDescription(words);
  });
});
