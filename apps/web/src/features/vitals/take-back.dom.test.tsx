import { enteredInErrorInput } from '@keneyapp/bff/features/vitals/schema';
import type { Measure, VitalsSet } from '@keneyapp/bff/features/vitals/view';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { held, refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { show } from '../../testing/show.tsx';
import { measure, subject, versions } from '../../testing/vitals.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { MeasureDetail } from './measure-detail.tsx';

const written = { sets: [], isReplay: false };

describe('taking a value back', () => {
  const reason = () => page.getByRole('textbox', { name: 'Motif' });
  const confirm = () => page.getByRole('button', { name: 'Marquer comme erronée' });

  /** The column of a value. */
  const setOf = (...measures: Measure[]): VitalsSet => ({
    key: 's1',
    takenAt: measures[0]?.takenAt ?? '',
    recordedBy: null,
    note: null,
    measures,
  });

  async function detail(
    part: Answers['vitals'] = {},
    shownMeasure: Measure = measure(),
    ...others: Measure[]
  ) {
    const onTakenBack = vi.fn();
    const onCorrect = vi.fn();
    const drawn = (set: VitalsSet) => (
      <MeasureDetail
        measure={shownMeasure}
        set={set}
        subject={subject}
        onClose={vi.fn()}
        onCorrect={onCorrect}
        onTakenBack={onTakenBack}
      />
    );
    const shown = await show(drawn(setOf(shownMeasure, ...others)), {
      answers: { vitals: { versions: () => versions({}), ...part } },
    });
    return {
      ...shown,
      /** What live updates, or a second reading, bring of the column. */
      bring: (...measures: Measure[]) => shown.redraw(drawn(setOf(...measures))),
      onTakenBack,
      onCorrect,
      sent: () => shown.callsOf('vitals.markEnteredInError').map((input) => enteredInErrorInput.parse(input)),
    };
  }

  it('names the patient, needs a reason, and sends once', async () => {
    const { answer, release } = held(written);
    const { sent, onTakenBack } = await detail({ markEnteredInError: answer });
    await page.getByRole('button', { name: 'Saisie erronée' }).click();
    await expect
      .element(page.getByRole('alertdialog'))
      .toMatchTextContent('barrée dans le dossier de MARTIN Jeanne');
    await reason().fill('x');
    await confirm().click();
    await expect.element(reason()).toHaveFocus();
    await expect.element(reason()).toHaveAccessibleDescription(/3 caractères au moins/);
    await reason().fill('mauvais patient');
    await confirm().dblClick();
    release();
    await waitFor(() => expect(onTakenBack).toHaveBeenCalledOnce());
    expect(sent()).toEqual([
      {
        key: expect.any(String) as string,
        observations: [{ observationId: 'o1', version: '1' }],
        reason: 'mauvais patient',
      },
    ]);
  });

  it('keeps the reason when the server does not answer', async () => {
    await detail({ markEnteredInError: () => Promise.reject(unreachable()) });
    await page.getByRole('button', { name: 'Saisie erronée' }).click();
    await reason().fill('mauvais patient');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Le serveur ne répond pas.', { exact: false })).toBeVisible();
    await expect.element(reason()).toHaveValue('mauvais patient');
  });

  it('is about the row that was clicked, whatever older versions are remembered', async () => {
    const { sent, onTakenBack } = await detail(
      { versions: () => versions({ value: 72, version: '1' }), markEnteredInError: () => written },
      measure({ value: 75, version: '2' }),
    );
    await expect.element(page.getByRole('dialog')).toMatchTextContent(/75\s\/min/);
    await page.getByRole('button', { name: 'Saisie erronée' }).click();
    await reason().fill('mauvais patient');
    await confirm().click();
    await waitFor(() => expect(onTakenBack).toHaveBeenCalledOnce());
    expect(sent()[0]?.observations).toEqual([{ observationId: 'o1', version: '2' }]);
  });

  it('asks again when somebody corrected the value meanwhile', async () => {
    const { sent, answer, onTakenBack } = await detail({
      markEnteredInError: () => Promise.reject(refusal('PRECONDITION_FAILED')),
    });
    await page.getByRole('button', { name: 'Saisie erronée' }).click();
    await reason().fill('mauvais patient');
    const theirs = versions({ value: 75, version: '2', changedBy: 'Dr Blanc' }, {});
    answer({
      vitals: {
        versions: () => theirs,
        markEnteredInError: () => Promise.reject(refusal('PRECONDITION_FAILED')),
      },
    });
    await confirm().click();
    const both = page.getByRole('group', { name: 'Quelqu’un a corrigé cette mesure entre-temps' });
    await expect.element(both).toHaveFocus();
    await expect
      .element(both)
      .toMatchTextContent(/Dr Blanc.*Avant : 72\s\/min.*75\s\/min.*Votre saisie.*Saisie erronée/);
    await page.getByRole('button', { name: 'Marquer comme erronée', exact: true }).click({ force: true });
    expect(sent()).toHaveLength(1);
    answer({ vitals: { versions: () => theirs, markEnteredInError: () => written } });
    await both.getByRole('button', { name: 'Marquer comme erronée malgré tout' }).click();
    await waitFor(() => expect(onTakenBack).toHaveBeenCalledOnce());
    expect(sent().map((s) => [s.observations[0]?.version, s.reason])).toEqual([
      ['1', 'mauvais patient'],
      ['2', 'mauvais patient'],
    ]);
  });

  describe('with all that was recorded with it', () => {
    const setKey = 'k1';
    const rate = measure({ setKey });
    const temperature = measure({
      observationId: 'o2',
      name: 'temperature',
      value: 38.2,
      unit: 'Cel',
      setKey,
    });
    const score = measure({
      observationId: 'o3',
      name: 'news2',
      value: 1,
      unit: null,
      isDerived: true,
      setKey,
    });
    const gone = measure({ observationId: 'o4', name: 'weight', state: 'entered-in-error', setKey });
    const whole = () => page.getByRole('radio', { name: 'Tout le relevé (2 valeurs)' });

    it('is one choice and one reason, for every value that stands and the score', async () => {
      const { sent, onTakenBack } = await detail(
        { markEnteredInError: () => written },
        rate,
        temperature,
        score,
        gone,
      );
      await page.getByRole('button', { name: 'Saisie erronée' }).click();
      await whole().click();
      const question = page.getByRole('alertdialog');
      await expect.element(question).toMatchTextContent(/Les 2 valeurs du relevé du .* MARTIN Jeanne/);
      await expect
        .element(question)
        .toMatchTextContent(/Fréquence cardiaque 72\s\/min · Température 38,2\s°C/);
      await confirm().click();
      await expect.element(reason()).toHaveFocus();
      await reason().fill('mauvais patient');
      await userEvent.keyboard('{Control>}{Enter}{/Control}');
      await waitFor(() =>
        expect(onTakenBack).toHaveBeenCalledWith('Relevé marqué comme erroné pour MARTIN Jeanne.'),
      );
      expect(sent()).toEqual([
        {
          key: expect.any(String) as string,
          observations: ['o1', 'o2', 'o3'].map((observationId) => ({ observationId, version: '1' })),
          setKey,
          reason: 'mauvais patient',
        },
      ]);
    });

    it('is asked again when the set was changed meanwhile: what was corrected, and what was added', async () => {
      const { sent, bring, answer, onTakenBack } = await detail(
        { markEnteredInError: () => Promise.reject(refusal('PRECONDITION_FAILED')) },
        rate,
        temperature,
      );
      await page.getByRole('button', { name: 'Saisie erronée' }).click();
      await whole().click();
      await reason().fill('mauvais patient');
      await confirm().click();
      await waitFor(() => expect(sent()).toHaveLength(1));
      const corrected = { ...temperature, value: 37.2, version: '2' };
      const pain = measure({ observationId: 'o5', name: 'pain', value: 3, unit: '{score}', setKey });
      bring(rate, corrected, pain);
      const both = page.getByRole('group', { name: 'Quelqu’un a modifié ce relevé entre-temps' });
      await expect.element(both).toMatchTextContent(/Température.*Avant : 38,2\s°C.*37,2\s°C.*Douleur.*3/);
      answer({ vitals: { versions: () => versions({}), markEnteredInError: () => written } });
      await both.getByRole('button', { name: 'Marquer comme erronée malgré tout' }).click();
      await waitFor(() => expect(onTakenBack).toHaveBeenCalledOnce());
      expect(sent()[1]?.observations).toEqual([
        { observationId: 'o1', version: '1' },
        { observationId: 'o2', version: '2' },
        { observationId: 'o5', version: '1' },
      ]);
    });

    it('is not offered for a value that stands alone', async () => {
      await detail({}, rate, gone);
      await page.getByRole('button', { name: 'Saisie erronée' }).click();
      await expect.element(reason()).toBeVisible();
      await expect.element(page.getByRole('radio').first()).not.toBeInTheDocument();
    });
  });

  it('leads to the correction, and offers neither for what is computed', async () => {
    const { onCorrect } = await detail();
    await page.getByRole('button', { name: 'Corriger' }).click();
    expect(onCorrect).toHaveBeenCalledOnce();
  });
});
