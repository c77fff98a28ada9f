import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { doctor } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { StartPage } from './start-page.tsx';

const at = '2026-11-28T09:00:00Z';
const draft = { patientId: 'p1', form: 'vitals.record', base: '', patientName: null, birthDate: null };

it('says above a long list what stands below it, and how much of it', async () => {
  await show(<StartPage />, {
    me: { ...doctor, rights: { 'wards.read': true, 'drafts.list': true, 'patients.search': true } as never },
    answers: {
      wards: {
        list: () => ({
          units: [],
          unit: null,
          rows: [],
          readAt: '2026-11-28T09:30:00Z',
          isTruncated: false,
          failed: [],
        }),
      },
      drafts: { list: () => ({ drafts: [{ ...draft, updatedAt: at, expiresAt: at }] }) },
      patients: { recent: () => [] },
    },
  });
  const below = page.getByRole('navigation', { name: 'Plus bas sur cette page' });
  await expect.element(below.getByRole('link', { name: 'Mes brouillons (1)' })).toBeVisible();
  await expect.element(page.getByRole('region', { name: 'Mes brouillons' })).toBeVisible();
  const links = below.getByRole('link').elements() as HTMLAnchorElement[];
  expect(links.map(({ hash }) => hash)).toEqual(['#drafts', '#recent']);
  for (const { hash } of links) expect(document.querySelector(hash)).not.toBeNull();
});

it('says nothing of the kind where nothing is long', async () => {
  await show(<StartPage />, {
    me: { ...doctor, rights: { 'drafts.list': true } as never },
    answers: { drafts: { list: () => ({ drafts: [] }) } },
  });
  await expect.element(page.getByRole('region', { name: 'Mes brouillons' })).toBeVisible();
  expect(page.getByRole('navigation').elements()).toHaveLength(0);
});
