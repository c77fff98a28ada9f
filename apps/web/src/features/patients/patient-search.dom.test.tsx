import type { PatientSearchResult } from '@keneyapp/bff/features/patients/view';
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { hit } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { PatientSearch } from './patient-search.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const luc = { ...hit, id: 'p2', givenNames: ['Luc'], birthDate: null, age: null, ipp: '8000124' };
const understood = { names: ['martin'], birthDate: null, ins: null, identifier: null };
const found = (part: Partial<PatientSearchResult> = {}): PatientSearchResult => ({
  hits: [{ ...hit, matched: [{ field: 'birthName', index: 0, start: 0, length: 3 }] }, luc],
  hasMore: false,
  isPartial: false,
  hint: null,
  understood,
  ...part,
});
const box = () => page.getByRole('searchbox', { name: 'Rechercher un patient' });
const result = (name: RegExp) => page.getByRole('link', { name });

/** Where links lead, without going there. */
let followed: string[] = [];
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link) followed.push(link.getAttribute('href') ?? '');
});

async function open(search: NonNullable<Answers['patients']>['search'], locale: 'fr' | 'en' = 'fr') {
  const recent = [{ ...hit, id: 'p9', givenNames: ['Anne'], openedAt: new Date().toISOString() }];
  const shown = await show(<PatientSearch />, {
    locale,
    answers: { patients: { recent: () => recent, ...(search && { search }) } },
  });
  return shown;
}
beforeEach(async () => {
  followed = [];
});

describe('searching a patient', () => {
  it('starts in the field with those opened lately', async () => {
    await open(undefined);
    await expect.element(box()).toHaveFocus();
    await expect.element(result(/Anne/)).toHaveAttribute('href', '/patients/p9/summary');
    await expect.element(page.getByRole('heading', { name: 'Patients ouverts récemment' })).toBeVisible();
  });

  it('finds while typing, marks what answers, moves by arrows, and opens the first by Enter', async () => {
    const { callsOf } = await open(() => found());
    await userEvent.keyboard('mar');
    await expect.element(page.getByText('MAR', { exact: true })).toBeVisible();
    await expect
      .element(page.getByRole('status', { includeHidden: true }).first())
      .toMatchTextContent('2 patients');
    expect(callsOf('patients.search').at(-1)).toEqual({ query: 'mar', limit: 30 });
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.element(result(/Luc/)).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    await expect.element(box()).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(followed).toEqual(['/patients/p1/summary']);
    // a letter typed on a result goes on with the search
    await userEvent.keyboard('{ArrowDown}t');
    await expect.element(box()).toHaveValue('mart');
    await userEvent.keyboard('{Escape}');
    await expect.element(box()).toHaveValue('');
    await expect.element(box()).toHaveFocus();
  });

  it('says how it understood, what may be wrong, and that there are more', async () => {
    const { answer } = await open(() =>
      found({ hasMore: true, understood: { ...understood, birthDate: '1960-03-04' } }),
    );
    await box().fill('04/03/1960');
    await expect.element(page.getByText('Date de naissance comprise : 04/03/1960')).toBeVisible();
    await expect.element(page.getByRole('heading', { name: /Les 2 premiers patients/ })).toBeVisible();
    answer({ patients: { recent: () => [], search: () => found({ hits: [], hint: 'ins-key' }) } });
    await box().fill('260037500000199');
    await expect.element(page.getByText(/clé\) ne correspondent pas/)).toBeVisible();
    await expect.element(page.getByText('Aucun patient ne correspond.')).toBeVisible();
    await userEvent.keyboard('{Escape}');
  });

  it('keeps what is typed when the server is away, and finds it when one comes back', async () => {
    const { answer, redraw } = await open(() => Promise.reject(refusal('BAD_GATEWAY')));
    await box().fill('martin');
    await expect
      .element(page.getByText('Le serveur du dossier ne répond pas', { exact: false }))
      .toBeVisible();
    await expect.element(box()).toHaveValue('martin');
    answer({ patients: { recent: () => [], search: () => found() } });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.element(result(/Luc/)).toBeVisible();
    redraw(null);
    redraw(<PatientSearch />);
    await expect.element(box()).toHaveValue('martin');
    await userEvent.keyboard('{Escape}');
  });

  it('speaks English', async () => {
    await open(() => found({ hits: [] }), 'en');
    await page.getByRole('searchbox').fill('zzz');
    await expect.element(page.getByText('No patient matches.')).toBeVisible();
    await waitFor(() => expect(document.documentElement.lang).toBe('en'));
  });
});
