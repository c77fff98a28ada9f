import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { setColleagues } from '../../shell/colleagues.ts';
import { show } from '../../testing/show.tsx';
import { ColleaguesHere } from './colleagues-here.tsx';

it('shows initials of who else has this chart open, and their names on a click; of another chart nothing', async () => {
  setColleagues('p1', [
    { name: 'Dr Claire Moreau', role: 'doctor', isEmergency: false },
    { name: 'Julien Lefèvre', role: 'nurse', isEmergency: true },
  ]);
  await show(<ColleaguesHere patientId="p1" />);
  await expect.element(page.getByText('CM', { exact: true })).toBeVisible();
  await page.getByText('CM', { exact: true }).click();
  await expect.element(page.getByText('Julien Lefèvre', { exact: true })).toBeVisible();
  await expect.element(page.getByText(/accès d’urgence/)).toBeVisible();
  setColleagues('p2', [{ name: 'Dr Autre', role: 'doctor', isEmergency: false }]);
  await expect.element(page.getByText('CM', { exact: true })).not.toBeInTheDocument();
  expect(document.body.textContent).not.toContain('Autre');
});
