import { saveAbbreviationsInput } from '@keneyapp/bff/features/terminology/schema';
import type { AbbreviationsView } from '@keneyapp/bff/features/terminology/view';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { terminologyKeeper } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { AbbreviationsPage } from './abbreviations-page.tsx';

const hta = { text: 'Hypertension artérielle', cim10: ['I10'] };
const view: AbbreviationsView = {
  shipped: [
    { short: 'HTA', meanings: [{ ...hta, source: 'has' }] },
    { short: 'FA', meanings: [{ text: 'Fibrillation atriale', cim10: ['I48.9'], source: 'has' }] },
  ],
  sources: { has: 'HAS, liste d’essai. https://has.example/liste' },
  hospital: { own: [], hidden: [] },
  version: 3,
  changedAt: null,
  changedBy: null,
};
const changed = (hospital: AbbreviationsView['hospital'], version: number): AbbreviationsView => ({
  ...view,
  hospital,
  version,
  changedBy: 'Paul Autre',
  changedAt: '2026-11-24T09:00:00+01:00',
});
const row = (name: RegExp) => page.getByRole('row', { name });
const button = (name: string | RegExp) => page.getByRole('button', { name });
const field = (name: string) => page.getByRole('textbox', { name });

async function open(part: Answers['terminology'] = {}, at = '/terminology/abbreviations') {
  let stored = view;
  const answers: Answers = {
    terminology: {
      abbreviations: () => stored,
      codes: ({ codes }) => ({
        codes: codes.map((code) => ({ code, display: code === 'I10' ? 'Hypertension essentielle' : null })),
        release: 'sample' as const,
      }),
      saveAbbreviations: ({ value, version }) => {
        stored = changed(value, version + 1);
        return null;
      },
      ...part,
    },
  };
  const shown = await show(<AbbreviationsPage />, { answers, me: terminologyKeeper, at });
  return {
    ...shown,
    saved: () =>
      shown.callsOf('terminology.saveAbbreviations').map((input) => saveAbbreviationsInput.parse(input)),
  };
}

describe('abbreviations', () => {
  it('are listed with their meanings, codes and where they come from', async () => {
    await open();
    await expect
      .element(row(/HTA/))
      .toMatchTextContent(/Hypertension artérielle.*I10.*Fournie.*HAS, liste d’essai/);
  });

  it('are hidden at once, and had back', async () => {
    const { saved } = await open();
    await button('Masquer HTA').click();
    await expect.element(page.getByText('« HTA » est masquée', { exact: false })).toBeVisible();
    await expect.element(row(/HTA/)).not.toBeInTheDocument();
    await expect.element(button('Annuler : HTA comme avant')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(row(/HTA/)).toBeVisible();
    expect(saved()).toEqual([
      { value: { own: [], hidden: ['HTA'] }, version: 3 },
      { value: { own: [], hidden: [] }, version: 4 },
    ]);
  });

  it('are added with codes whose words are shown; what is wrong is said at its field', async () => {
    const { saved } = await open();
    await button('Ajouter une abréviation').click();
    await button('Enregistrer').click();
    await expect.element(page.getByText('2 champs sont à corriger')).toBeVisible();
    await field('Abréviation').fill('hta');
    await field('En toutes lettres').fill('Zone quelconque');
    await field('Codes CIM-10').fill('I10, I99.8 abc');
    await expect.element(page.getByText('Hypertension essentielle', { exact: false })).toBeVisible();
    await expect.element(page.getByText('absent de l’échantillon chargé, non vérifié')).toBeVisible();
    await button('Enregistrer').click();
    await expect.element(page.getByText('2 champs sont à corriger')).toBeVisible();
    await expect.element(field('Abréviation')).toHaveFocus();
    await expect.element(field('Abréviation')).toHaveAccessibleDescription(/existe déjà/);
    await expect.element(field('Codes CIM-10')).toHaveAccessibleDescription(/s’écrit I10/);
    expect(saved()).toEqual([]);
    await field('Abréviation').fill('ZQX');
    await field('Codes CIM-10').fill('I10');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(page.getByText('« ZQX » est enregistrée.')).toBeVisible();
    expect(saved()).toEqual([
      {
        value: {
          own: [{ short: 'ZQX', meanings: [{ text: 'Zone quelconque', cim10: ['I10'] }] }],
          hidden: [],
        },
        version: 3,
      },
    ]);
    await expect.element(row(/ZQX/)).toMatchTextContent(/Établissement/);
  });

  it('that others changed meanwhile stay as they made them, when it is another short form', async () => {
    let stored = view;
    const { saved } = await open({
      abbreviations: () => stored,
      saveAbbreviations: ({ value, version }) => {
        if (version === 3) {
          stored = changed({ own: [], hidden: ['FA'] }, 4);
          throw refusal('PRECONDITION_FAILED');
        }
        stored = changed(value, 5);
        return null;
      },
    });
    await button('Masquer HTA').click();
    await expect.element(page.getByText('« HTA » est masquée', { exact: false })).toBeVisible();
    expect(saved().at(-1)).toEqual({ value: { own: [], hidden: ['FA', 'HTA'] }, version: 4 });
  });

  it('show both versions when it is the same one; mine is saved only when it is chosen', async () => {
    let stored = view;
    const theirs = { short: 'HTA', meanings: [{ text: 'Leur sens', cim10: [] }] };
    const { saved } = await open({
      abbreviations: () => stored,
      saveAbbreviations: ({ value, version }) => {
        if (version === 3) {
          stored = changed({ own: [theirs], hidden: [] }, 4);
          throw refusal('PRECONDITION_FAILED');
        }
        stored = changed(value, 5);
        return null;
      },
    });
    await button('Modifier HTA').click();
    await field('En toutes lettres').fill('Mon sens');
    await button('Enregistrer').click();
    const both = page.getByRole('group', { name: 'Cette abréviation a été modifiée entre-temps' });
    await expect.element(both).toMatchTextContent(/Paul Autre.*Leur sens.*Mon sens/);
    await expect.element(field('En toutes lettres')).toHaveValue('Mon sens');
    expect(saved()).toHaveLength(1);
    await button('Enregistrer la mienne').click();
    await expect.element(page.getByText('« HTA » est enregistrée.')).toBeVisible();
    expect(saved().at(-1)).toEqual({
      value: { own: [{ short: 'HTA', meanings: [{ text: 'Mon sens', cim10: ['I10'] }] }], hidden: [] },
      version: 4,
    });
  });

  it('that were not saved are still there as typed', async () => {
    await open({ saveAbbreviations: () => Promise.reject(unreachable()) });
    await button('Modifier FA').click();
    await field('En toutes lettres').fill('Fibrillation');
    await button('Enregistrer').click();
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expect.element(field('En toutes lettres')).toHaveValue('Fibrillation');
  });

  it('keep what is typed as a draft of that short form', async () => {
    const { callsOf } = await open();
    await button('Modifier FA').click();
    await field('En toutes lettres').fill('Fibrillation');
    await waitFor(() =>
      expect(callsOf('session.saveDraft')).toContainEqual(
        expect.objectContaining({ form: 'terminology.abbreviation', base: '6661' }),
      ),
    );
  });
});
