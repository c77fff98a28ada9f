import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../testing/answers.ts';
import { doctor, patient } from '../testing/people.ts';
import { show } from '../testing/show.tsx';
import { CallFailed } from './call-failed.tsx';

it.each([
  ['patient', patient, /Demandez au secrétariat du service/, /cadre/],
  ['doctor', doctor, /demandez à votre cadre/, /secrétariat/],
])('who helps with a refusal is said to a %s in their terms', async (_, me, said, notSaid) => {
  await show(<CallFailed error={refusal('FORBIDDEN', { reason: 'role' })} />, { me });
  await expect.element(page.getByText(said)).toBeVisible();
  await expect.element(page.getByText(notSaid)).not.toBeInTheDocument();
});
