import type { TrailState } from '@keneyapp/bff/features/audit/view';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { here } from '../../testing/address.tsx';
import type { Answers } from '../../testing/answers.ts';
import { officer } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { AuditPage } from './audit-page.tsx';

const chain: TrailState = {
  records: '12',
  lastCheckpoint: null,
  retired: null,
  keptYears: 20,
  keyId: 'k1',
  rights: 'shared',
  anchorFailed: false,
  problem: null,
  verified: null,
  isVerifying: false,
};
const label = { id: 'p1', name: 'MARTIN Jeanne', birthDate: '1960-03-04', ipp: '8000123' };
const answers: Answers = {
  audit: {
    search: () => ({ rows: [], next: null, isNameless: false }),
    chain: () => chain,
    names: () => ({ patient: label, person: 'Dr Blanc' }),
    patients: () => [label, { ...label, id: 'p2', name: 'MARTIN Luc' }],
    people: () => [{ userId: 'u1', name: 'Dr Blanc', role: 'doctor', lastAt: '2026-11-24T08:30:00Z' }],
  },
};
const open = (at: string) => show(<AuditPage today="2026-11-24" />, { me: officer, at, answers });

describe('the filters of the trail', () => {
  it('count nothing above a list that is empty because its period is wrong', async () => {
    await open('/audit?from=2026-11-01');
    const count = page.getByText('aucune trace', { exact: true });
    await expect.element(count).toBeVisible();
    await page.getByLabelText('Au', { exact: true }).fill('20/10/2026');
    await userEvent.tab();
    await expect.element(page.getByText('La date de fin précède la date de début.').first()).toBeVisible();
    await expect.element(count).not.toBeInTheDocument();
  });

  it.each(['Du', 'Au'])('says at once of a day that does not exist: %s', async (name) => {
    const { callsOf } = await open('/audit');
    const field = page.getByLabelText(name, { exact: true });
    await waitFor(() => expect(callsOf('audit.search')).toHaveLength(1));
    await field.fill('31/02/2026');
    await userEvent.keyboard('{Enter}');
    await expect.element(field).toHaveAccessibleDescription(/Cette date n’existe pas dans le calendrier/);
    await expect.element(field).toHaveAttribute('aria-invalid', 'true');
    await expect.element(field).toHaveValue('31/02/2026');
    const topOf = (of: string) =>
      page.getByLabelText(of, { exact: true }).element().getBoundingClientRect().top;
    expect(topOf('Du')).toBe(topOf('Au'));
    expect(here()).toBe('/audit');
    expect(callsOf('audit.search')).toHaveLength(1);
  });

  it('say of a date of the address that it does not exist, until another is typed', async () => {
    await open('/audit?from=2026-02-31');
    const field = page.getByLabelText('Du', { exact: true });
    await expect.element(field).toHaveValue('31/02/2026');
    await expect.element(field).toHaveAccessibleDescription(/Cette date n’existe pas dans le calendrier/);
    await field.fill('28/02/2026');
    await userEvent.tab();
    await expect.element(field).toHaveAttribute('aria-invalid', 'false');
    await waitFor(() => expect(here()).toBe('/audit?from=2026-02-28'));
    await field.fill('');
    await userEvent.tab();
    await waitFor(() => expect(here()).toBe('/audit'));
    await expect.element(field).toHaveValue('');
  });

  it.each([
    ['Patient', 'martin', 'MARTIN Luc'],
    ['Personne', 'bla', 'Dr Blanc'],
  ])('keep the keyboard where somebody was chosen and taken away again: %s', async (name, text, choice) => {
    await open('/audit');
    const field = page.getByRole('combobox', { name });
    await field.click();
    await userEvent.keyboard(text);
    await page.getByRole('option', { name: new RegExp(choice) }).click();
    const remove = page.getByRole('group', { name }).getByRole('button', { name: /^Retirer/ });
    await expect.element(remove).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('combobox', { name })).toHaveFocus();
  });
});
