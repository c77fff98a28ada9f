import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Answers } from '../testing/answers.ts';
import { doctor, hit, officer, patient } from '../testing/people.ts';
import { show } from '../testing/show.tsx';
import { setOverlay, useOverlay } from './overlays.ts';
import { Palette } from './palette.tsx';
import { ShellKeys } from './shell-keys.tsx';
import { waitFor } from '../testing/wait-for.ts';

const field = () => page.getByRole('combobox');
const option = (name: RegExp | string) => page.getByRole('option', { name });
const understood = { names: [], birthDate: null, ins: null, identifier: null };
const answers = {
  // an empty chart
  results: { list: () => ({ series: [], reports: [], truncated: false }) },
  medications: {
    list: () => ({ current: [], prohibited: [], other: [], past: [], statements: [], truncated: false }),
  },
  patients: {
    recent: () => [{ ...hit, openedAt: '2026-11-24T08:00:00Z' }],
    search: () => ({
      hits: [{ ...hit, id: 'p2', givenNames: ['Luc'] }],
      hasMore: false,
      isPartial: false,
      hint: null,
      understood,
    }),
  },
};
const test = (key: string, text: string) => ({ key, name: { text, codes: [] } });
const drug = { id: 'm1', source: 'request', inn: 'bisoprolol', product: null, brand: 'Cardensiel' };
/** A chart of two tests and a drug, as far as the palette reads it; no patient answers to their words. */
const chart = (
  results: object = { list: () => ({ series: [test('2823-3', 'Potassium'), test('2951-2', 'Sodium')] }) },
) =>
  ({
    patients: { ...answers.patients, search: () => ({ ...answers.patients.search(), hits: [] }) },
    results,
    medications: { list: () => ({ current: [drug] }) },
  }) as unknown as Answers;
function WhenOpen() {
  return useOverlay() === 'palette' ? <Palette /> : null;
}
async function open(options: Parameters<typeof show>[1] = {}) {
  setOverlay('palette');
  const shown = await show(<WhenOpen />, { answers, ...options });
  await expect.element(field()).toHaveFocus();
  return shown;
}
afterEach(() => setOverlay(null));

describe('Palette', () => {
  it('names its list and the option that Enter takes, and goes round by arrows', async () => {
    const { router } = await open({ at: '/patients/p1/summary' });
    await expect.element(option(/MARTIN Jeanne/)).toHaveAttribute('aria-selected', 'true');
    await expect.element(option(/Synthèse/)).toBeVisible();
    const active = () =>
      document.getElementById(field().element().getAttribute('aria-activedescendant') ?? '');
    await userEvent.keyboard('{ArrowUp}');
    await waitFor(() => expect(active()?.textContent).toContain('Agenda'));
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await waitFor(() => expect(active()?.textContent).toContain('Synthèse'));
    await userEvent.keyboard('{PageDown}{Enter}');
    await expect.element(field()).not.toBeInTheDocument();
    expect(router.push).toHaveBeenCalledWith('/patients/p1/imaging');
  });

  it('finds tests and drugs of the open chart', async () => {
    const { router } = await open({ at: '/patients/p1/summary', answers: chart() });
    await userEvent.keyboard('potas');
    await expect.element(option('Potassium')).toHaveAttribute('aria-selected', 'true');
    await expect.element(option('Sodium')).not.toBeInTheDocument();
    await userEvent.clear(field());
    await userEvent.keyboard('cardens');
    await expect.element(option(/bisoprolol/)).toBeVisible();
    await userEvent.clear(field());
    await userEvent.keyboard('potas{Enter}');
    await waitFor(() => expect(router.push).toHaveBeenCalledWith('/patients/p1/results?test=2823-3'));
  });

  it('finds the test whose name was typed before the drugs that begin with it', async () => {
    const potassium = { ...drug, id: 'm2', inn: 'potassium chlorure', brand: 'Diffu-K' };
    const answers = chart();
    // drugs come first where the chart has them first
    await open({
      at: '/patients/p1/summary',
      answers: {
        ...answers,
        medications: { list: () => ({ current: [potassium] }) } as unknown as NonNullable<
          Answers['medications']
        >,
        results: {
          list: () => ({ series: [test('2', 'Potassium urinaire'), test('1', 'Potassium')] }),
        } as unknown as NonNullable<Answers['results']>,
      },
    });
    await userEvent.keyboard('potassium');
    await expect.element(option(/chlorure/)).toBeVisible();
    await expect.element(page.getByRole('option').first()).toMatchTextContent(/^Potassium/);
    expect(page.getByRole('option').elements().at(-1)?.textContent).toContain('chlorure');
  });

  it('finds pages under everyday words', async () => {
    await open();
    await userEvent.keyboard('rendez-vous');
    await expect.element(option(/^Agenda/)).toBeVisible();
  });

  it('says without a chart that what was asked for stands in charts', async () => {
    await open({ answers: chart() });
    await userEvent.keyboard('constantes');
    await expect
      .element(page.getByText('Constantes, Saisir des constantes : ouvrez d’abord le dossier d’un patient.'))
      .toBeVisible();
    await expect.element(page.getByText('Rien ne correspond', { exact: false })).not.toBeInTheDocument();
    await userEvent.clear(field());
    await userEvent.keyboard('apixaban');
    await expect.element(page.getByText(/Rien ne correspond à «\sapixaban\s»\. Les analyses/)).toBeVisible();
  });

  it('finds where one notes that one is away, for who may', async () => {
    const me = { ...doctor, rights: { ...doctor.rights, 'tasks.set-absence': true as const } };
    const { router } = await open({ me });
    await userEvent.keyboard('absence');
    await expect.element(option('Noter mon absence')).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(router.push).toHaveBeenCalledWith('/tasks?absence=1'));
  });

  it('says that a chart could not be searched as a whole, and not that there is nothing', async () => {
    await open({
      at: '/patients/p1/summary',
      answers: chart({
        list: () => {
          throw new Error('away');
        },
      }),
    });
    await userEvent.keyboard('sodium');
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent('Ce dossier n’a pas pu être cherché en entier.');
    await expect.element(page.getByText('Rien ne correspond', { exact: false })).not.toBeInTheDocument();
  });

  it('finds patients, pages and actions by the beginnings of words, without accents', async () => {
    const { router } = await open({ at: '/patients/p1/vitals' });
    await userEvent.keyboard('synthese');
    await expect.element(option(/Synthèse/)).toBeVisible();
    await expect.element(option(/Documents/)).not.toBeInTheDocument();
    await userEvent.clear(field());
    await userEvent.keyboard('luc');
    await expect.element(option(/MARTIN Luc/)).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{Enter}');
    expect(router.push).toHaveBeenCalledWith('/patients/p2/summary');
  });

  it('never opens a patient that an older answer shows: Enter waits for what was typed', async () => {
    const of = (id: string, name: string) => ({ ...hit, id, birthName: name, usedName: null });
    let answer: () => void = () => undefined;
    const search = async (input: unknown) => {
      const { query } = input as { query: string };
      // what was typed first is answered; the rest when the test says so
      if (query !== 'ag') await new Promise<void>((resolve) => (answer = resolve));
      const hits = query === 'ag' ? [of('p7', 'AGOSTINI')] : query === 'agathe' ? [of('p8', 'AGATHE')] : [];
      return { hits, hasMore: false, isPartial: false, hint: null, understood };
    };
    const { router } = await open({
      answers: { ...answers, patients: { ...answers.patients, search } },
      at: '/patients/p1/vitals',
    });
    await userEvent.keyboard('ag');
    await expect.element(option(/AGOSTINI/)).toBeVisible();
    await userEvent.keyboard('enda{Enter}');
    expect(router.push).toHaveBeenCalledExactlyOnceWith('/agenda');
    router.push.mockClear();

    setOverlay('palette');
    await userEvent.fill(field(), 'ag');
    await expect.element(option(/AGOSTINI/)).toBeVisible();
    await userEvent.keyboard('athe{Enter}');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(router.push).not.toHaveBeenCalled();
    answer();
    await waitFor(() => expect(router.push).toHaveBeenCalledExactlyOnceWith('/patients/p8/summary'));
  });

  it('changes theme and language', async () => {
    const { router } = await open();
    await userEvent.keyboard('anglais');
    await option(/anglais/i).click();
    await expect.element(field()).not.toBeInTheDocument();
    await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
    expect(document.cookie).toContain('NEXT_LOCALE=en');
    document.cookie = 'NEXT_LOCALE=; max-age=0; path=/';
  });

  it('searches no patients for whoever may not, and offers only their pages', async () => {
    const { callsOf } = await open({ me: patient });
    await userEvent.keyboard('martin');
    await expect.element(page.getByText('Rien ne correspond à « martin ».')).toBeVisible();
    expect(callsOf('patients.search')).toEqual([]);
  });

  it('closes by Escape', async () => {
    await open({ me: officer });
    await userEvent.keyboard('{Escape}');
    await expect.element(field()).not.toBeInTheDocument();
  });

  it('loses nothing of what is typed between Ctrl+K and its coming', async () => {
    await show(<ShellKeys />, { answers });
    await userEvent.click(document.body); // the keys go where the page is
    await userEvent.keyboard('{Control>}k{/Control}lucx{Backspace}');
    await expect.element(field()).toHaveValue('luc');
    await expect.element(option(/MARTIN Luc/)).toBeVisible();
  });
});
