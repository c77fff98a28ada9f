import type { Page } from '@playwright/test';
import { accountOf } from '../accounts.ts';
import { expect } from '../fixtures.ts';

/** The officer, on the page of an emergency access, asks a doctor by name whether it was needed… */
export async function askDoctor(officer: Page): Promise<void> {
  const { family } = accountOf('doctor');
  await officer.getByRole('searchbox', { name: 'Demander l’avis d’un médecin' }).fill(family);
  await officer.getByRole('button', { name: new RegExp(`^Demander l’avis de .*${family}$`) }).click();
  await expect(officer.getByText('En attente de réponse')).toBeVisible();
}

/** …and the doctor, on their page of emergencies, says that it was. */
export async function sayNeeded(doctor: Page, patientFamily: string, comment: string): Promise<void> {
  const asked = doctor.getByRole('listitem').filter({ hasText: new RegExp(patientFamily, 'i') });
  await asked.getByRole('radio', { name: 'Nécessaire', exact: true }).check();
  await asked.getByRole('textbox', { name: 'Explication' }).fill(comment);
  await asked.getByRole('button', { name: 'Donner mon avis' }).click();
  await expect(asked.getByText(comment)).toBeVisible();
}
