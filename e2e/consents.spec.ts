import { accountOf } from './accounts.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

/** What staff write down for a patient is obeyed on the next request, and can be given again. */
test('a refusal written down by the secretary closes the chart to those it names, and opens it again', async ({
  signedInPage,
  patient,
}) => {
  const secretary = await signedInPage('secretary');
  await secretary.goto(`/patients/${patient.id}/consents`);
  await expect(secretary.getByRole('heading', { level: 1, name: 'Consentements' })).toBeVisible();
  const doctor = await signedInPage('doctor');
  await doctor.goto(`/patients/${patient.id}/summary`);
  await expect(doctor.getByRole('heading', { level: 1, name: 'Synthèse' })).toBeVisible();

  await secretary.getByRole('button', { name: /^Ajouter un professionnel/ }).click();
  const dialog = secretary.getByRole('dialog');
  await expectAccessible(secretary, 'objection');
  await dialog
    .getByRole('combobox')
    .or(dialog.getByRole('searchbox'))
    .or(dialog.getByRole('textbox'))
    .first()
    .fill(accountOf('doctor').family);
  await dialog
    .getByText(new RegExp(accountOf('doctor').family))
    .first()
    .click();
  await dialog.getByRole('button', { name: /^Enregistrer/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(
    secretary
      .getByRole('main')
      .getByText(new RegExp(accountOf('doctor').family))
      .first(),
  ).toBeVisible();

  await doctor.goto(`/patients/${patient.id}/summary`);
  await expect(doctor.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();
  await expect(
    doctor.getByText('Ce patient s’est opposé à ce que vous consultiez son dossier.'),
  ).toBeVisible();
  await expect(doctor.getByRole('button', { name: /urgence/i })).toHaveCount(0);

  await secretary
    .getByRole('button', { name: new RegExp(`^Retirer .*${accountOf('doctor').family}`) })
    .click();
  const question = secretary.getByRole('alertdialog').or(secretary.getByRole('dialog'));
  await expectAccessible(secretary, 'question before an objection is taken back');
  await question.getByRole('button', { name: 'Lever l’opposition' }).click();
  // it would open the chart: it waits for the patient, or for the signed form and a second person
  const waiting = secretary.getByRole('listitem').filter({ hasText: 'opposition levée' });
  await expect(waiting).toContainText('En attente du patient');
  await doctor.goto(`/patients/${patient.id}/summary`);
  await expect(doctor.getByRole('heading', { name: 'Dossier fermé' })).toBeVisible();
  await waiting.getByRole('button', { name: /^Joindre le formulaire/ }).click();
  await secretary
    .getByLabel('Formulaire signé (PDF')
    .setInputFiles({
      name: 'formulaire.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from(`%PDF-1.7\n${' '.repeat(200)}`),
    });
  await secretary
    .getByLabel('Formulaire signé le')
    .fill(new Date().toLocaleDateString('fr-FR', { timeZone: 'Europe/Paris' }));
  await expectAccessible(secretary, 'signed form');
  await secretary.getByRole('dialog').getByRole('button', { name: 'Joindre', exact: true }).click();
  await expect(waiting).toContainText('une deuxième personne la confirme');
  await expect(waiting.getByRole('button', { name: /^Confirmer/ })).toHaveCount(0);

  const nurse = await signedInPage('nurse');
  await nurse.goto(`/patients/${patient.id}/consents`);
  const download = nurse.waitForEvent('download');
  await nurse.getByRole('button', { name: /^Ouvrir le formulaire signé/ }).click();
  expect((await download).suggestedFilename()).toBe('formulaire-de-consentement.pdf');
  await nurse.getByRole('button', { name: /^Confirmer\s: .*opposition levée/ }).click();
  await nurse.getByRole('alertdialog').getByRole('button', { name: 'Confirmer' }).click();
  await expect(nurse.getByText('Aucun professionnel n’est écarté.')).toBeVisible();
  await expect(
    secretary
      .getByRole('grid', { name: 'Historique' })
      .getByRole('row')
      .filter({ hasText: accountOf('doctor').family })
      .first(),
  ).toContainText(accountOf('secretary').family);
  await doctor.goto(`/patients/${patient.id}/summary`);
  await expect(doctor.getByRole('heading', { level: 1, name: 'Synthèse' })).toBeVisible();
});

test('a choice is refused and given again, dated, and its history stays', async ({
  signedInPage,
  patient,
}) => {
  const page = await signedInPage('secretary');
  await page.goto(`/patients/${patient.id}/consents`);
  const choice = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Recherche' }) });
  const rows = page
    .getByRole('grid', { name: 'Historique' })
    .getByRole('row')
    .filter({ hasText: 'Recherche' });
  await expect(choice).toContainText('Rien d’enregistré');
  await choice.getByRole('button', { name: 'Refuser : Recherche' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Jusqu’au').fill('2001-01-01');
  await dialog.getByRole('button', { name: 'Enregistrer le refus' }).click();
  await expect(dialog.getByText('La date de fin précède le début.').first()).toBeVisible();
  await dialog.getByLabel('Jusqu’au').fill('');
  await dialog.getByRole('button', { name: 'Enregistrer le refus' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(choice).toContainText('Refusé');
  await choice.getByRole('button', { name: 'Accepter : Recherche' }).click();
  await dialog.getByRole('button', { name: 'Enregistrer l’accord' }).click();
  await expect(choice).toContainText('Accepté');
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'en vigueur' })).toContainText('accepté');
  await expect(rows.filter({ hasText: 'remplacé' })).toContainText('refusé');
});

test('the officer reads decisions on a page of hers, and the trail tells of no reading on one that is closed to her', async ({
  signedInPage,
  patient,
  fhir,
}) => {
  await fhir.create({
    resourceType: 'Consent',
    status: 'active',
    dateTime: new Date().toISOString(),
    patient: { reference: `Patient/${patient.id}` },
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: 'https://keneyapp.example/consent-kind', code: 'sharing' }] }],
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTOUT' }] },
    provision: { type: 'deny' },
  });
  const page = await signedInPage('dpo');
  const readings = async () =>
    (
      (await (
        await page.request.get(
          `/trpc/audit.search?input=${encodeURIComponent(JSON.stringify({ patientId: patient.id, feature: 'consents' }))}`,
          { headers: { 'x-keneya-request': '1' } },
        )
      ).json()) as { result: { data: { rows: { outcome: string }[] } } }
    ).result.data.rows.filter(({ outcome }) => outcome === 'success').length;
  await page.goto(`/patients/${patient.id}/consents`);
  await expect(page.getByRole('alert').filter({ hasText: 'Accès non autorisé' })).toBeVisible();
  expect(await readings()).toBe(0);
  await page.goto(`/audit/patients/${patient.id}`);
  await page.getByRole('link', { name: 'Consentements' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Consentements de');
  await expect(
    page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: 'Partage avec les autres services' }) }),
  ).toContainText('Refusé');
  await expect(page.getByRole('button', { name: /^(Accepter|Refuser|Ajouter|Retirer)/ })).toHaveCount(0);
  expect(await readings()).toBe(1);
});

test('whoever decides on a list that somebody else has just changed is shown what changed, and asked again', async ({
  signedInPage,
  patient,
}) => {
  const [secretary, doctor] = [await signedInPage('secretary'), await signedInPage('doctor')];
  for (const page of [secretary, doctor]) await page.goto(`/patients/${patient.id}/consents`);
  await doctor.getByRole('button', { name: 'Refuser : Recherche' }).click();
  await secretary.getByRole('button', { name: 'Refuser : Partage avec les autres services' }).click();
  await secretary.getByRole('dialog').getByRole('button', { name: 'Enregistrer le refus' }).click();
  await expect(secretary.getByRole('dialog')).toHaveCount(0);

  const dialog = doctor.getByRole('dialog');
  await dialog.getByLabel('Jusqu’au').fill('31/12/2098');
  await dialog.getByLabel('Jusqu’au').press('Control+Enter');
  const meanwhile = dialog.getByRole('group', { name: 'Ces choix viennent d’être modifiés' });
  await expect(meanwhile).toContainText(new RegExp(`Par .*${accountOf('secretary').family}`));
  await expect(meanwhile).toContainText('Partage avec les autres services : refusé');
  await expect(meanwhile).toContainText('Avant : rien');
  await expectAccessible(doctor, 'choices that were changed meanwhile');
  await dialog.getByLabel('Jusqu’au').press('Control+Enter');
  await expect(dialog.getByLabel('Jusqu’au')).toHaveValue('31/12/2098');
  await meanwhile.getByRole('button', { name: 'Enregistrer ma saisie quand même' }).click();
  await expect(dialog).toHaveCount(0);
  for (const kind of ['Recherche', 'Partage avec les autres services'])
    await expect(doctor.getByRole('button', { name: `Refuser : ${kind}` })).toHaveCount(0);
});
