import { expect, type Page } from '@playwright/test';

/** Pages of a chart, as the address names them. */
export const sections = [
  'summary',
  'timeline',
  'problems',
  'allergies',
  'medications',
  'orders',
  'results',
  'vitals',
  'imaging',
  'documents',
  'encounters',
  'procedures',
  'immunizations',
  'family',
  'flags',
  'habits',
  'implants',
  'record',
  'consents',
] as const;
export type Section = (typeof sections)[number];

/** The banner of the patient whose chart is open. */
export const banner = (page: Page) => page.getByRole('region').filter({ has: page.locator('#patient-name') });
export const sectionLinks = (page: Page) =>
  page.getByRole('navigation', { name: /^(Rubriques du dossier|Chart sections|Sections of the chart)$/ });

export async function openChart(page: Page, patientId: string, section: Section = 'summary') {
  await page.goto(`/patients/${patientId}/${section}`);
  await expect(banner(page)).toBeVisible();
}
