import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Answers } from '../../testing/answers.ts';
import { show } from '../../testing/show.tsx';
import { RecordPage } from './record-page.tsx';
import { ResourcePage } from './resource-page.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const resource = (version: string, note: string) => ({
  resourceType: 'Basic' as const,
  id: 'b1',
  meta: { versionId: version, lastUpdated: '2026-11-20T08:00:00Z' },
  code: { text: note },
});
const asKept = (kept: ReturnType<typeof resource>) => ({
  resource: kept,
  json: JSON.stringify(kept, null, 2),
});
const row = {
  id: 'b1',
  label: null,
  status: 'final',
  date: '2026-11-20',
  lastUpdated: '2026-11-20T08:00:00Z',
  versionId: '2',
};
const at = '/patients/p1/record/Basic/b1';
const answers: Answers = {
  record: {
    types: () => ({
      types: [
        { type: 'Observation', count: 1_200 },
        { type: 'Basic', count: 1 },
      ],
      failed: ['Consent'],
    }),
    list: () => ({ type: 'Basic', items: [row], total: 1, isPartial: false, order: 'date' as const }),
    read: () => ({ ...asKept(resource('2', 'après')), label: 'Une note' }),
    history: () => ({
      versions: [
        { versionId: '2', lastUpdated: '2026-11-20T08:00:00Z' },
        { versionId: '1', lastUpdated: '2026-11-19T08:00:00Z' },
      ],
    }),
    version: ({ versionId }) => ({
      ...asKept(resource(versionId, versionId === '1' ? 'avant' : 'après')),
      label: null,
    }),
  },
};
const shownPage = <ResourcePage patientId="p1" type="Basic" id="b1" />;

describe('the whole record', () => {
  it('counts what it holds, and says what could not be counted', async () => {
    await show(<RecordPage patientId="p1" />, { at: '/patients/p1/record', answers });
    await expect.element(page.getByRole('row', { name: /Observation.*1\s200/ })).toBeVisible();
    await expect.element(page.getByRole('alert')).toBeVisible();
  });
  it('lists the resources of a kind and leads to each', async () => {
    await show(<RecordPage patientId="p1" />, { at: '/patients/p1/record?type=Basic', answers });
    await expect
      .element(page.getByRole('rowheader').getByRole('link'))
      .toHaveAttribute('href', '/patients/p1/record/Basic/b1');
  });
});

it.each([
  [{ order: 'date', total: 1_405 }, /Les 1 plus récents par leur date, sur 1\s405/],
  [{ order: 'changed', total: null }, /Les 1 derniers modifiés\. Les autres/],
  [{ order: 'none', total: 1_405 }, /1 éléments sur 1\s405, dans l’ordre du serveur/],
] as const)('says which of a long list are here: %o', async (answer, words) => {
  const list = {
    ...answers.record,
    list: () => ({ type: 'Basic', items: [row], isPartial: true, ...answer }),
  };
  await show(<RecordPage patientId="p1" />, {
    at: '/patients/p1/record?type=Basic',
    answers: { ...answers, record: list },
  });
  await expect.element(page.getByText(words)).toBeVisible();
});

describe('a resource', () => {
  it('is shown as it is, as JSON', async () => {
    await show(shownPage, { at: `${at}?view=json`, answers });
    await expect.element(page.getByText('"text": "après"', { exact: false })).toBeVisible();
  });

  it('says what changed between two versions, the last two first', async () => {
    const { router } = await show(shownPage, { at: `${at}?view=history`, answers });
    await expect.element(page.getByRole('deletion')).toMatchTextContent(/avant/);
    await expect.element(page.getByRole('insertion')).toMatchTextContent(/après/);
    await page.getByRole('combobox').first().selectOptions('2');
    expect(router.replace).toHaveBeenCalledWith(`${at}?view=history&from=2&to=2`, { scroll: false });
  });

  it('says that two versions are the same, and that there is one only', async () => {
    const { answer } = await show(shownPage, { at: `${at}?view=history&from=2&to=2`, answers });
    await waitFor(() =>
      expect(
        page
          .getByRole('status')
          .elements()
          .map((e) => e.textContent)
          .join(),
      ).not.toBe(''),
    );
    await expect.element(page.getByRole('deletion')).not.toBeInTheDocument();
    answer({
      record: { ...answers.record, history: () => ({ versions: [{ versionId: '1', lastUpdated: null }] }) },
    });
  });
});
