import { expect, expectAccessible, test } from './fixtures.ts';
import { newPatient } from './fhir.ts';

test('a nurse asks a doctor from the chart; the bell counts it, the doctor takes and finishes it, and both are told', async ({
  signedInPage,
  fhir,
}) => {
  const patient = await newPatient(fhir);
  const title = `Voir ${patient.family} avant midi`;
  const doctor = await signedInPage('doctor');
  await doctor.goto('/tasks');
  const bell = doctor.getByRole('banner').getByRole('link', { name: /tâche/i });
  // it has a name before its number is known
  await expect(bell).toHaveAttribute('title', /en attente|attend/);
  const countIn = async () => Number(/\d+/.exec((await bell.getAttribute('title')) ?? '')?.[0] ?? 0);
  const before = await countIn();

  const nurse = await signedInPage('nurse');
  await nurse.goto(`/patients/${patient.id}/summary?write=tasks.create`);
  const form = nurse.getByRole('form', { name: 'Nouvelle tâche' });
  await form.getByLabel('De quoi s’agit-il').fill(title);
  await form.getByLabel('Pour', { exact: true }).fill('Moreau');
  await nurse.getByRole('option', { name: /Moreau/ }).click();
  await expectAccessible(nurse);
  await form.getByRole('button', { name: 'Envoyer' }).click();
  await expect(nurse.getByText('La tâche est envoyée.')).toBeVisible();

  await doctor.reload();
  await expect.poll(countIn).toBe(before + 1);
  await doctor.getByRole('button', { name: `Je prends : ${title}` }).click();
  await expect(doctor.getByRole('status').filter({ hasText: 'Vous avez pris cette tâche.' })).toBeVisible();
  await doctor.getByRole('button', { name: `Terminé : ${title}` }).click();
  await expect(doctor.getByRole('status').filter({ hasText: 'La tâche est terminée.' })).toBeVisible();
  await expect.poll(countIn).toBe(before);
  await expectAccessible(doctor);

  await nurse.goto('/tasks?view=over');
  await nurse.getByRole('button', { name: title }).click();
  const history = nurse.getByRole('dialog', { name: title });
  await expect(history.getByRole('listitem').filter({ hasText: 'Écrite par Julien Lefèvre' })).toBeVisible();
  for (const what of ['Prise en charge par Dr Claire Moreau', 'Terminée par Dr Claire Moreau'])
    await expect(history.getByRole('listitem').filter({ hasText: what })).toBeVisible();
});
