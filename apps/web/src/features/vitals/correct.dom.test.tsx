import { correctInput } from '@keneyapp/bff/features/vitals/schema';
import type { VersionsView } from '@keneyapp/bff/features/vitals/view';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { held, refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { draft, draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { versions, vitalsForm } from '../../testing/vitals.ts';
import { CorrectForm } from './correct-form.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const field = (name: string) => page.getByRole('textbox', { name: new RegExp(`^${name}`) });
const save = () => page.getByRole('button', { name: 'Enregistrer la correction' });
const written = { sets: [], isReplay: false };

async function open(view: VersionsView, part: Answers = {}) {
  const onDone = vi.fn();
  const onClose = vi.fn();
  const answers: Answers = {
    drafts: draftAnswers(),
    ...part,
    vitals: { form: () => vitalsForm, versions: () => view, correct: () => written, ...part.vitals },
  };
  const shown = await show(
    <CorrectForm patientId="p1" target="o1" onDone={onDone} onUnsafe={() => undefined} onClose={onClose} />,
    { answers },
  );
  const corrections = () => shown.callsOf('vitals.correct').map((input) => correctInput.parse(input));
  return { ...shown, answers, corrections, onDone, onClose };
}

describe('correcting a measure', () => {
  it('starts in the field with its value chosen, and sends the change once with its reason', async () => {
    const { answer, release } = held(written);
    const { corrections, onDone } = await open(versions({ value: 72 }), { vitals: { correct: answer } });
    await expect.element(field('Fréquence cardiaque')).toHaveFocus();
    await userEvent.keyboard('76{Enter}erreur de saisie');
    await expect.element(field('Fréquence cardiaque')).toHaveValue('76');
    await save().dblClick();
    release();
    await waitFor(() => expect(onDone).toHaveBeenCalledWith('Correction enregistrée pour MARTIN Jeanne.'));
    expect(corrections()).toEqual([
      {
        key: expect.any(String) as string,
        changes: [{ observationId: 'o1', version: '1', values: { heartRate: 76 } }],
        reason: 'erreur de saisie',
        confirmed: [],
      },
    ]);
  });

  it('says that nothing was changed, that it is empty, that the pair cannot be', async () => {
    const { corrections } = await open(
      versions({ name: 'bloodPressure', value: 120, second: 80, unit: 'mm[Hg]' }),
    );
    await expect.element(field('PA systolique')).toHaveValue('120');
    await save().click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('La valeur n’a pas changé.');
    await field('PA diastolique').fill('');
    await save().click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/PA diastolique : Rien n’est saisi/);
    await expect.element(field('PA diastolique')).toHaveFocus();
    await field('PA diastolique').fill('130');
    await userEvent.tab();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/doit être inférieure à la systolique/);
    expect(corrections()).toEqual([]);
  });

  it('has a critical value looked at twice', async () => {
    const { corrections } = await open(
      versions({ name: 'consciousness', value: null, unit: null, consciousness: 'alert' }),
    );
    await page.getByRole('radio', { name: 'Réagit à la douleur (D)' }).click();
    await save().click();
    const question = page.getByRole('alertdialog');
    await expect.element(question).toMatchTextContent('Conscience : Réagit à la douleur (D)');
    await question.getByRole('button', { name: 'Revoir la saisie' }).click();
    await save().click();
    await question.getByRole('button', { name: 'Confirmer et enregistrer' }).click();
    await waitFor(() => expect(corrections()).toHaveLength(1));
    expect(corrections()[0]).toMatchObject({
      changes: [{ consciousness: 'pain' }],
      confirmed: ['consciousness'],
    });
  });

  it('corrects oxygen by source and flow', async () => {
    const { corrections } = await open(versions({ name: 'oxygen', value: 2, unit: 'L/min' }));
    await expect.element(field('Débit d’oxygène')).toHaveValue('2');
    await field('Débit d’oxygène').fill('');
    await save().click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('Indiquez le débit d’oxygène');
    await page.getByRole('radio', { name: 'Air ambiant' }).click();
    await save().click();
    await waitFor(() => expect(corrections()[0]?.changes[0]?.oxygen).toEqual({ source: 'air' }));
  });

  it('shows both versions when somebody was faster; one’s own goes over theirs only by choice', async () => {
    const theirs = versions({ value: 75, version: '2', changedBy: 'Dr Blanc' }, { value: 72 });
    const { corrections, answer, answers, onDone } = await open(versions({ value: 72 }), {
      vitals: { correct: () => Promise.reject(refusal('PRECONDITION_FAILED')) },
    });
    await field('Fréquence cardiaque').fill('76');
    answer({ ...answers, vitals: { ...answers.vitals, versions: () => theirs } });
    await save().click();
    const both = page.getByRole('group', { name: 'Quelqu’un a corrigé cette mesure entre-temps' });
    await expect.element(both).toHaveFocus();
    await expect
      .element(both)
      .toMatchTextContent(/Dr Blanc.*Avant : 72\s\/min.*75\s\/min.*Votre saisie.*76\s\/min/);
    await expect.element(field('Fréquence cardiaque')).toHaveValue('76');
    answer({ ...answers, vitals: { ...answers.vitals, versions: () => theirs, correct: () => written } });
    await both.getByRole('button', { name: 'Enregistrer ma saisie par-dessus' }).click();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(corrections().map((c) => c.changes[0]?.version)).toEqual(['1', '2']);
  });

  it('takes one value of theirs and one’s own of the other, once each has been decided', async () => {
    const pressure = { name: 'bloodPressure', unit: 'mm[Hg]' } as const;
    const before = { ...pressure, value: 120, second: 80 };
    const theirs = versions(
      { ...pressure, value: 128, second: 70, version: '2', changedBy: 'Dr Blanc' },
      before,
    );
    const { corrections, answer, answers, onDone } = await open(versions(before), {
      vitals: { correct: () => Promise.reject(refusal('PRECONDITION_FAILED')) },
    });
    await field('PA diastolique').fill('84');
    answer({ ...answers, vitals: { ...answers.vitals, versions: () => theirs } });
    await save().click();
    const both = page.getByRole('group', { name: 'Quelqu’un a corrigé cette mesure entre-temps' });
    await expect.element(both).toHaveFocus();
    await expect.element(both.getByRole('radio', { name: /^Version enregistrée 128/ })).toBeChecked();
    await both.getByRole('radio', { name: /^Votre saisie 84/ }).click();
    answer({ ...answers, vitals: { ...answers.vitals, versions: () => theirs, correct: () => written } });
    await both.getByRole('button', { name: 'Enregistrer ces choix' }).click();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(corrections().map((c) => c.changes[0])).toEqual([
      { observationId: 'o1', version: '1', values: { systolic: 120, diastolic: 84 } },
      { observationId: 'o1', version: '2', values: { systolic: 128, diastolic: 84 } },
    ]);
  });

  it('does not stand still when the other version cannot be read', async () => {
    const { answer, answers, callsOf } = await open(versions({ value: 72 }), {
      vitals: { correct: () => Promise.reject(refusal('PRECONDITION_FAILED')) },
    });
    await field('Fréquence cardiaque').fill('76');
    answer({ ...answers, vitals: { ...answers.vitals, versions: () => Promise.reject(unreachable()) } });
    await save().click();
    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent(/n’a pas été enregistré.*vient de modifier.*Ce que vous avez saisi est conservé/);
    const theirs = versions({ value: 75, version: '2' }, { value: 72 });
    answer({ ...answers, vitals: { ...answers.vitals, versions: () => theirs } });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expect
      .element(page.getByRole('group', { name: 'Quelqu’un a corrigé cette mesure entre-temps' }))
      .toMatchTextContent(/75\s\/min.*76\s\/min/);
    expect(callsOf('vitals.correct')).toHaveLength(1);
  });

  it('goes on from a draft begun before somebody else changed the measure', async () => {
    const base = 'Observation/o1/1';
    const kept = draft({ values: { heartRate: '79' } }, { form: 'vitals.correct', base });
    const row = { ...kept, patientName: 'MARTIN Jeanne', birthDate: null };
    const { callsOf, onClose } = await open(versions({ value: 75, version: '2' }, { value: 72 }), {
      drafts: { ...draftAnswers(kept), list: () => ({ drafts: [row] }) },
    });
    await expect.element(field('Fréquence cardiaque')).toHaveValue('79');
    expect(callsOf('drafts.get')).toEqual([{ patientId: 'p1', form: 'vitals.correct', base }]);
    await page.getByRole('button', { name: 'Garder la version enregistrée' }).click();
    expect(onClose).toHaveBeenCalledOnce();
    await waitFor(() => expect(callsOf('drafts.discard')).toHaveLength(1));
  });

  it('cannot be saved over a measure that was taken back meanwhile', async () => {
    const { corrections } = await open(versions({ state: 'entered-in-error', version: '2' }, {}), {
      drafts: {
        ...draftAnswers(
          draft({ values: { heartRate: '79' } }, { form: 'vitals.correct', base: 'Observation/o1/1' }),
        ),
        list: () => ({
          drafts: [
            {
              ...draft({}),
              form: 'vitals.correct',
              base: 'Observation/o1/1',
              patientName: null,
              birthDate: null,
            },
          ],
        }),
      },
    });
    await expect
      .element(
        page.getByText('Cette mesure a été marquée comme saisie erronée entre-temps.', { exact: false }),
      )
      .toBeVisible();
    await expect.element(page.getByRole('button', { name: /par-dessus/ })).not.toBeInTheDocument();
    await expect.element(field('Fréquence cardiaque')).toBeDisabled();
    // it says that it is disabled, and is: a click that comes all the same sends nothing
    await save().click({ force: true });
    expect(corrections()).toEqual([]);
  });

  it('keeps what was typed when the server does not answer', async () => {
    await open(versions({ value: 72 }), { vitals: { correct: () => Promise.reject(unreachable()) } });
    await field('Fréquence cardiaque').fill('76');
    await save().click();
    await expect.element(page.getByText('Le serveur ne répond pas.', { exact: false })).toBeVisible();
    await expect.element(field('Fréquence cardiaque')).toHaveValue('76');
  });

  it('is closed to what is computed from other values', async () => {
    await open(versions({ name: 'bmi', isDerived: true }));
    await expect
      .element(page.getByText('Cette mesure n’existe plus ou n’est pas corrigeable.'))
      .toBeVisible();
  });
});
