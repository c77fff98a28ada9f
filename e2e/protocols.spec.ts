import { newPatient } from './fhir.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

const title = 'Douleur, échelle numérique ≥ 4 : paracétamol 1 g';

test('a nurse applies a written protocol of the unit, in the name of the doctor who signed it', async ({
  signedInPage,
  fhir,
}) => {
  const patient = await newPatient(fhir);
  await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: patient.reference },
    period: { start: new Date(Date.now() - 3_600_000).toISOString() },
  });
  const nurse = await signedInPage('nurse');
  await openChart(nurse, patient.id, 'orders');
  await nurse.getByRole('button', { name: 'Protocole écrit', exact: true }).click();
  const form = nurse.getByRole('form', { name: 'Protocole écrit' });
  // what cannot be applied is there, with why
  await expect(
    form.getByRole('button', { name: /^Désaturation.*sa date de révision est passée/ }),
  ).toBeDisabled();
  await form.getByRole('textbox', { name: 'Chercher un protocole' }).fill('douleur');
  await expectAccessible(nurse);
  await form.getByRole('button', { name: title }).click();
  await expect(form.getByText(/signé par .*Fontaine/)).toBeVisible();
  await form.getByRole('button', { name: 'Appliquer le protocole' }).click();
  await expect(form.getByText('Vérifiez chaque point avant d’appliquer.').first()).toBeVisible();
  for (const box of await form.getByRole('checkbox').all()) {
    await expect(box).not.toBeChecked();
    await box.check();
  }
  await form.getByRole('textbox', { name: 'La situation' }).fill('Douleur cotée à 6 au repos');
  await expectAccessible(nurse);
  await form.getByRole('button', { name: 'Appliquer le protocole' }).click();
  await expect(nurse.getByText(/Protocole appliqué à .*paracétamol 1 g/)).toBeVisible();

  const doctor = await signedInPage('doctor');
  await openChart(doctor, patient.id, 'medications');
  await expect(
    doctor
      .getByText(/Selon le protocole « Douleur.*signé par .*Fontaine.*appliqué par .*cotée à 6 au repos/)
      .first(),
  ).toBeVisible();
});
