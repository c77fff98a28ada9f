import type { DraftRow } from '@keneyapp/bff/features/drafts/view';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { WaitingDrafts } from './waiting-drafts.tsx';
import { manifests } from '../../app/manifests.tsx';
import { refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { draft, draftAnswers } from '../../testing/drafts.ts';
import { banner, patient } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { vitalsForm } from '../../testing/vitals.ts';
import { DraftsButton } from './drafts-button.tsx';
import { WorkspacePanel } from './workspace-panel.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const row = (part: Partial<DraftRow> = {}): DraftRow => ({
  ...draft({}),
  patientName: 'NOIR Luc',
  birthDate: '1950-06-07',
  patientId: 'p2',
  ...part,
});
const vitals = { form: () => vitalsForm, record: () => ({ sets: [], isReplay: false }) };

const form = manifests.flatMap(({ forms = [] }) => forms).find(({ id }) => id === 'vitals.record');

function Workspace({ isOpenFirst = false }: { isOpenFirst?: boolean }) {
  const [isOpen, setOpen] = useState(isOpenFirst);
  if (!form) throw new Error('no form');
  return (
    <>
      <main>
        <h1 tabIndex={-1}>Constantes</h1>
      </main>
      <button onClick={() => setOpen(true)}>ouvrir</button>
      {isOpen && <WorkspacePanel patientId="p1" manifest={form} target={null} close={() => setOpen(false)} />}
    </>
  );
}
const opener = () => page.getByRole('button', { name: 'ouvrir' });
const pulse = () => page.getByRole('textbox', { name: 'Fréquence cardiaque' });

async function open(drafts: Partial<NonNullable<Answers['drafts']>> = {}) {
  const answers: Answers = {
    patients: { banner: () => banner },
    drafts: { ...draftAnswers(), ...drafts },
    vitals,
  };
  const shown = await show(<Workspace />, { answers });
  await opener().click();
  await expect.element(page.getByRole('region', { name: 'Espace de saisie : Constantes' })).toBeVisible();
  await expect.element(pulse()).toBeVisible();
  return shown;
}

describe('the workspace', () => {
  it('closes by Escape without a question when nothing would be lost, and gives the focus back', async () => {
    await open();
    await pulse().fill('72');
    await expect.element(page.getByText('Brouillon enregistré à 09:05')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(pulse()).not.toBeInTheDocument();
    await expect.element(opener()).toHaveFocus();
  });

  it('asks before it closes when the draft could not be kept; staying keeps every field', async () => {
    await open({ save: () => Promise.reject(unreachable()) });
    await pulse().fill('72');
    await expect.element(page.getByRole('alert')).toMatchTextContent('Brouillon non enregistré');
    await page.getByRole('button', { name: 'Fermer la saisie' }).click();
    const question = page.getByRole('alertdialog', { name: 'Fermer sans enregistrer ?' });
    await expect.element(question).toMatchTextContent('Les dernières saisies pour MARTIN Jeanne');
    await expect.element(question.getByRole('button', { name: 'Continuer la saisie' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(question).not.toBeInTheDocument();
    await expect.element(pulse()).toHaveValue('72');
    await page.getByRole('button', { name: 'Fermer la saisie' }).click();
    await question.getByRole('button', { name: 'Fermer et perdre' }).click();
    await expect.element(pulse()).not.toBeInTheDocument();
  });

  it('closes and says so once everything is saved', async () => {
    const { callsOf } = await open();
    await pulse().fill('72');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect
      .element(page.getByRole('status').filter({ hasText: 'Constantes enregistrées pour MARTIN Jeanne.' }))
      .toBeVisible();
    expect(callsOf('vitals.record')).toHaveLength(1);
    await expect.element(opener()).toHaveFocus();
  });

  it('gives the focus back each time, though a form that was open before has it at once', async () => {
    await open();
    for (const value of ['72', '74']) {
      await pulse().fill(value);
      await userEvent.keyboard('{Control>}{Enter}{/Control}');
      await expect.element(pulse()).not.toBeInTheDocument();
      await expect.element(opener()).toHaveFocus();
      if (value === '72') await opener().click();
    }
  });

  it('gives the focus to the heading of the page when the address has opened it', async () => {
    const answers: Answers = { patients: { banner: () => banner }, drafts: draftAnswers(), vitals };
    await show(<Workspace isOpenFirst />, { answers });
    await pulse().fill('72');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await expect.element(pulse()).not.toBeInTheDocument();
    await expect.element(page.getByRole('heading', { level: 1 })).toHaveFocus();
  });

  it('saves what is typed at once when it is closed', async () => {
    const { callsOf } = await open();
    await pulse().fill('72');
    await page.getByRole('button', { name: 'Fermer', exact: true }).click();
    await waitFor(() => expect(callsOf('drafts.save')).toHaveLength(1));
  });
});

describe('drafts that wait', () => {
  const drafts = (discard: NonNullable<Answers['drafts']>['discard']): Answers => ({
    drafts: {
      list: () => ({
        drafts: [
          row(),
          row({ form: 'vitals.correct', base: 'Observation/o7/2', patientName: null, birthDate: null }),
          row({ patientId: 'p1' }),
        ],
      }),
      ...(discard && { discard }),
    },
  });

  it('are named by their patient and lead back into chart and form', async () => {
    await show(<WaitingDrafts except={{ patientId: 'p1', form: 'vitals.record' }} />, {
      answers: drafts(undefined),
    });
    const links = page.getByRole('region', { name: 'Brouillons en attente' }).getByRole('link');
    await expect.element(links.first()).toMatchTextContent(/NOIR Luc · 07\/06\/1950.*Constantes ·/);
    await expect.element(links.first()).toHaveAttribute('href', '/patients/p2/vitals?write=vitals.record');
    await expect.element(links.nth(1)).toMatchTextContent(/Patient non trouvé.*Correction de constantes/);
    await expect.element(links.nth(1)).toHaveAttribute('href', '/patients/p2/vitals?write=vitals.correct~o7');
    expect(links.elements()).toHaveLength(2);
  });

  it('are thrown away only after a question, once', async () => {
    const { callsOf } = await show(<WaitingDrafts except={{ patientId: 'p1', form: 'vitals.record' }} />, {
      answers: drafts(() => null),
    });
    await page.getByRole('button', { name: 'Supprimer le brouillon Constantes de NOIR Luc' }).click();
    const question = page.getByRole('alertdialog');
    await expect.element(question.getByRole('button', { name: 'Annuler' })).toHaveFocus();
    await question.getByRole('button', { name: 'Supprimer le brouillon' }).dblClick();
    await expect.element(question).not.toBeInTheDocument();
    await waitFor(() => expect(callsOf('drafts.list')).toHaveLength(2));
    expect(callsOf('drafts.discard')).toEqual([{ patientId: 'p2', form: 'vitals.record', base: '' }]);
  });

  it('are counted in the top bar, whatever page is open, and listed there', async () => {
    const { callsOf } = await show(<DraftsButton />, { answers: drafts(() => null) });
    const button = page.getByRole('button', { name: '3 brouillons' });
    await button.click();
    await expect
      .element(page.getByRole('link', { name: /NOIR Luc · 07\/06\/1950.*Constantes ·/ }).first())
      .toBeVisible();
    // the list closes behind the question; the question stays
    await page.getByRole('button', { name: 'Supprimer le brouillon Constantes de NOIR Luc' }).first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer le brouillon' }).click();
    await waitFor(() => expect(callsOf('drafts.discard')).toHaveLength(1));
  });

  it('are not asked for by whoever writes none', async () => {
    const { callsOf } = await show(<DraftsButton />, { me: patient });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(callsOf('drafts.list')).toEqual([]);
  });

  it('says when one could not be thrown away', async () => {
    await show(<WaitingDrafts except={{ patientId: 'p1', form: 'vitals.record' }} />, {
      answers: drafts(() => Promise.reject(refusal('BAD_GATEWAY'))),
    });
    await page.getByRole('button', { name: 'Supprimer le brouillon Constantes de NOIR Luc' }).click();
    await page.getByRole('button', { name: 'Supprimer le brouillon' }).click();
    await expect.element(page.getByText('Numéro à donner au support : req-1')).toBeVisible();
  });
});
