// Long because one form is tried whole: its keys, its checks, its drafts, and what a server may answer.
import { recordInput } from '@keneyapp/bff/features/vitals/schema';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { draft, draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { subject, vitalsForm } from '../../testing/vitals.ts';
import { Unconfirmed } from '../../shell/unconfirmed.tsx';
import { RecordForm } from './record-form.tsx';
import { waitFor } from '../../testing/wait-for.ts';

/** A value out of the normal range adds its flag to the name. */
const field = (name: string) =>
  page.getByRole('textbox', { name: new RegExp(`^${name.replace(/[()]/g, '.')}`) });
const save = () => page.getByRole('button', { name: 'Enregistrer', exact: true });
const written = { sets: [], isReplay: false };

async function open(part: Answers = {}, options: { locale?: 'fr' | 'en' } = {}) {
  const onDone = vi.fn();
  const onUnsafe = vi.fn();
  const answers: Answers = {
    drafts: draftAnswers(),
    ...part,
    vitals: { form: () => vitalsForm, record: () => written, ...part.vitals },
  };
  const shown = await show(
    <>
      <Unconfirmed />
      <RecordForm
        target={null}
        patientId="p1"
        onDone={onDone}
        onUnsafe={onUnsafe}
        onClose={() => undefined}
      />
    </>,
    { answers, ...options },
  );
  await expect.element(page.getByRole('form')).toBeVisible();
  const records = () => shown.callsOf('vitals.record').map((input) => recordInput.parse(input));
  return { ...shown, answers, records, onDone, onUnsafe };
}

describe('recording vital signs', () => {
  it('starts in the first field, and Enter goes on from field to field without sending', async () => {
    const { records } = await open();
    await expect.element(field('PA systolique')).toHaveFocus();
    await userEvent.keyboard('120{Enter}80{Enter}');
    await expect.element(field('Fréquence cardiaque')).toHaveFocus();
    await userEvent.keyboard('72{Enter}16{Enter}97{Enter}37,2{Enter}');
    await expect.element(page.getByRole('radio', { name: 'Air ambiant' })).toHaveFocus();
    await userEvent.keyboard(' {Enter}');
    await expect.element(page.getByRole('radio', { name: 'Éveillé, orienté (A)' })).toHaveFocus();
    expect(records()).toEqual([]);
    await expect.element(field('Température')).toHaveValue('37,2');
  });

  it('shows what was measured before and what is normal, and reads the unit out with the field', async () => {
    await open();
    await expect
      .element(field('Fréquence cardiaque'))
      .toHaveAccessibleDescription(/en\s\/min.*Préc\.\s72\s\/min.*Norme\s51–90/);
  });

  it('what is not confirmed yet is said wherever the person is, and asked for again with the same key', async () => {
    let asked = 0;
    const { records, onDone } = await open({
      vitals: {
        record: () => {
          asked += 1;
          return asked === 1
            ? Promise.reject(refusal('TIMEOUT', { reason: 'not-confirmed' }))
            : { ...written, isReplay: true };
        },
      },
    });
    await field('Fréquence cardiaque').fill('72');
    await save().click();
    await expect
      .element(page.getByText('Enregistrement pas encore confirmé.', { exact: false }))
      .toBeVisible();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    const [first, second] = records();
    expect([records().length, second?.key]).toEqual([2, first?.key]);
    await expect
      .element(page.getByText('Enregistrement pas encore confirmé.', { exact: false }))
      .not.toBeInTheDocument();
  });

  it('says on leaving a field what is wrong with it, and takes it back at the first key', async () => {
    await open();
    await field('Température').fill('370');
    await userEvent.tab();
    const temperature = field('Température');
    await expect.element(temperature).toHaveAttribute('aria-invalid', 'true');
    await expect.element(temperature).toHaveAccessibleDescription(/Valeur impossible\s: entre/);
    await temperature.click();
    await userEvent.keyboard('{End}{Backspace}');
    await expect.element(temperature).toHaveAttribute('aria-invalid', 'false');
    await field('PA systolique').fill('abc');
    await userEvent.tab();
    await expect
      .element(field('PA systolique'))
      .toHaveAccessibleDescription(/Un nombre est attendu, par exemple 80/);
  });

  it('sums up what keeps it from being saved, takes the focus there, and each line leads to its field', async () => {
    const { records } = await open();
    await field('PA systolique').fill('120');
    await field('Poids').fill('7000');
    await save().click();
    const summary = page.getByRole('alert');
    await expect.element(summary).toMatchTextContent('2 champs sont à corriger');
    await expect.element(field('PA diastolique')).toHaveFocus();
    await summary.getByRole('link', { name: 'Poids' }).click();
    await expect.element(field('Poids')).toHaveFocus();
    expect(records()).toEqual([]);
  });

  it('refuses to save nothing', async () => {
    const { records } = await open();
    await save().click();
    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent(/Un champ est à corriger.*Rien n’est saisi/);
    await expect.element(field('PA systolique')).toHaveFocus();
    expect(records()).toEqual([]);
  });

  it('asks for the flow only under oxygen, and then needs it', async () => {
    const { records } = await open();
    await expect.element(field('Débit d’oxygène')).not.toBeInTheDocument();
    await page.getByRole('radio', { name: 'Sous oxygène' }).click();
    await save().click();
    await expect.element(field('Débit d’oxygène')).toHaveFocus();
    await expect.element(page.getByRole('alert')).toMatchTextContent('Indiquez le débit d’oxygène');
    await userEvent.keyboard('2,5{Control>}{Enter}{/Control}');
    await waitFor(() => expect(records()).toHaveLength(1));
    expect(records()[0]?.oxygen).toEqual({ source: 'oxygen', flow: 2.5 });
  });

  it('sends once however often it is asked, in a form the server takes, and gives the draft up', async () => {
    let finish: () => void = () => undefined;
    const { records, onDone, callsOf } = await open({
      vitals: { record: () => new Promise((resolve) => (finish = () => resolve(written))) },
    });
    await field('Fréquence cardiaque').fill('72');
    await field('Remarque').fill('  au repos ');
    await save().dblClick();
    await expect.element(page.getByRole('button', { name: 'Enregistrement…' })).toBeVisible();
    await field('Fréquence cardiaque').click();
    await userEvent.keyboard('{Control>}{Enter}{Enter}{/Control}');
    finish();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(onDone).toHaveBeenCalledWith('Constantes enregistrées pour MARTIN Jeanne.');
    expect(records()).toHaveLength(1);
    expect(records()[0]).toMatchObject({
      values: { heartRate: 72 },
      note: 'au repos',
      confirmed: [],
      spo2Scale: 1,
    });
    expect(callsOf('drafts.discard')).toHaveLength(1);
  });

  it('has critical values looked at twice: the safe answer first, Escape goes back to the field', async () => {
    const { records, onDone } = await open();
    await field('Saturation (SpO₂)').fill('80');
    await save().click();
    const question = page.getByRole('alertdialog', { name: 'Valeurs critiques pour MARTIN Jeanne' });
    await expect.element(question.getByRole('button', { name: 'Revoir la saisie' })).toHaveFocus();
    await expect.element(question).toMatchTextContent(/Saturation \(SpO₂\) : 80 %/);
    await userEvent.keyboard('{Escape}');
    await expect.element(question).not.toBeInTheDocument();
    await expect.element(field('Saturation (SpO₂)')).toHaveFocus();
    expect(records()).toEqual([]);
    await save().click();
    await question.getByRole('button', { name: 'Confirmer et enregistrer' }).click();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(records()[0]?.confirmed).toEqual(['oxygenSaturation']);
  });

  it('loses nothing when the server does not answer, and tries again with the same key', async () => {
    const { records, onDone, answer, answers } = await open({
      vitals: { record: () => Promise.reject(unreachable()) },
    });
    await field('Fréquence cardiaque').fill('72');
    await field('Remarque').fill('au repos');
    await save().click();
    await expect.element(page.getByText('Le serveur ne répond pas.', { exact: false })).toBeVisible();
    await expect.element(field('Fréquence cardiaque')).toHaveValue('72');
    await expect.element(field('Remarque')).toHaveValue('au repos');
    answer({ ...answers, vitals: { ...answers.vitals, record: () => ({ ...written, isReplay: true }) } });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await waitFor(() =>
      expect(onDone).toHaveBeenCalledWith('Ces constantes étaient déjà enregistrées pour MARTIN Jeanne.'),
    );
    expect(records()).toHaveLength(2);
    expect(records()[0]).toEqual(records()[1]);
  });

  it('puts what the server refuses at its field, whatever the browser thought of it', async () => {
    const issues = [
      { code: 'custom' as const, path: ['values', 'temperature'], message: 'out of range', input: 37 },
    ];
    await open({ vitals: { record: () => Promise.reject(refusal('BAD_REQUEST', { issues })) } });
    await field('Température').fill('37');
    await save().click();
    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent(/Température : Cette valeur a été refusée/);
    await expect.element(field('Température')).toHaveFocus();
    await expect.element(field('Température')).toHaveValue('37');
  });

  it('refuses a time to come', async () => {
    const { records } = await open();
    await field('Fréquence cardiaque').fill('72');
    await page.getByLabelText('Mesuré le').fill('01/01/2099');
    await save().click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('Ce moment est dans le futur.');
    await expect.element(page.getByLabelText('Mesuré le')).toHaveFocus();
    expect(records()).toEqual([]);
  });

  it('leaves the second scale of saturation to physicians', async () => {
    await open();
    await expect.element(page.getByRole('radio', { name: /Échelle 2/ })).toBeDisabled();
    await expect.element(page.getByText('L’échelle 2 est une décision médicale.')).toBeVisible();
  });

  it('keeps what is typed on the server within two seconds and says so', async () => {
    const { callsOf } = await open();
    await field('Fréquence cardiaque').fill('72');
    await expect.element(page.getByText('Brouillon enregistré à 09:05')).toBeVisible();
    const [first] = callsOf('drafts.save') as { content: string; counter: number; form: string }[];
    expect(first).toMatchObject({ patientId: 'p1', form: 'vitals.record', base: '', counter: 0 });
    expect(JSON.parse(first?.content ?? '')).toMatchObject({ values: { heartRate: '72' } });
  });

  it('goes on from the draft that waits, with the key it was begun with', async () => {
    const key = '4b0a4f5e-5d0c-4d3e-9a56-0a6f3f0b7f11';
    const { records, onDone } = await open({
      drafts: draftAnswers(draft({ key, values: { heartRate: '88' }, note: 'fièvre cette nuit' })),
    });
    await expect.element(field('Fréquence cardiaque')).toHaveValue('88');
    await expect.element(field('Remarque')).toHaveValue('fièvre cette nuit');
    await expect.element(page.getByRole('group', { name: 'Brouillon repris' })).toBeVisible();
    await expect.element(page.getByText(/Brouillon du .* repris/)).toBeVisible();
    await save().click();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(records()[0]?.key).toBe(key);
  });

  it('has one of two drafts chosen when another window was faster, and overwrites none by itself', async () => {
    const other = draft({ key: 'k', values: { heartRate: '60' } }, { counter: 9 });
    const opened = await open({
      drafts: { ...draftAnswers(), save: () => Promise.reject(refusal('PRECONDITION_FAILED')) },
    });
    await field('Fréquence cardiaque').fill('72');
    const conflict = page.getByRole('group', { name: 'Ce brouillon a été modifié dans une autre fenêtre' });
    await expect.element(conflict).toBeVisible();
    await expect.element(field('Fréquence cardiaque')).toHaveValue('72');
    expect(opened.onUnsafe).toHaveBeenLastCalledWith(true);
    opened.answer({ ...opened.answers, drafts: draftAnswers(other) });
    await conflict.getByRole('button', { name: 'Garder celle-ci' }).click();
    await expect.element(page.getByText(/Brouillon enregistré/)).toBeVisible();
    const last = opened.callsOf('drafts.save').at(-1) as { content: string; counter: number };
    expect(last.counter).toBe(9);
    expect(JSON.parse(last.content)).toMatchObject({ values: { heartRate: '72' } });
  });

  it('takes a field of each of two drafts', async () => {
    const other = draft(
      { key: 'k', values: { heartRate: '60', temperature: '38,2' }, note: 'fièvre' },
      { counter: 9 },
    );
    let reads = 0;
    const opened = await open({
      drafts: {
        ...draftAnswers(),
        // the other window saves after this one has opened
        get: () => (reads++ === 0 ? null : other),
        save: () => Promise.reject(refusal('PRECONDITION_FAILED')),
      },
    });
    await field('Fréquence cardiaque').fill('72');
    await field('Remarque').fill('calme');
    const conflict = page.getByRole('group', { name: 'Ce brouillon a été modifié dans une autre fenêtre' });
    const values = (name: string) => conflict.getByRole('group', { name });
    await expect
      .element(values('Fréquence cardiaque'))
      .toMatchTextContent(/Autre fenêtre.*60\s\/min.*Cette fenêtre.*72\s\/min/);
    // what one is typing in is left to them
    await expect.element(field('Remarque')).toHaveFocus();
    await values('Fréquence cardiaque')
      .getByRole('radio', { name: /^Autre fenêtre/ })
      .click();
    await values('Température')
      .getByRole('radio', { name: /^Autre fenêtre/ })
      .click();
    await values('Remarque')
      .getByRole('radio', { name: /^Cette fenêtre/ })
      .click();
    opened.answer({ ...opened.answers, drafts: draftAnswers(other) });
    await conflict.getByRole('button', { name: 'Garder ces choix' }).click();
    await expect.element(conflict).not.toBeInTheDocument();
    await expect.element(field('Fréquence cardiaque')).toHaveValue('60');
    await waitFor(() => {
      const last = opened.callsOf('drafts.save').at(-1) as { content: string; counter: number };
      expect(last.counter).toBe(9);
      expect(JSON.parse(last.content)).toMatchObject({
        values: { heartRate: '60', temperature: '38,2' },
        note: 'calme',
      });
    });
  });

  it('takes the draft of the other window when that is chosen', async () => {
    const opened = await open({
      drafts: { ...draftAnswers(), save: () => Promise.reject(refusal('PRECONDITION_FAILED')) },
    });
    await field('Fréquence cardiaque').fill('72');
    const theirs = page.getByRole('button', { name: 'Prendre l’autre version' });
    await expect.element(theirs).toBeVisible();
    opened.answer({
      ...opened.answers,
      drafts: draftAnswers(draft({ key: 'k', values: { heartRate: '60' } })),
    });
    await theirs.click();
    await expect.element(field('Fréquence cardiaque')).toHaveValue('60');
  });

  it('says that a draft could not be kept, and that closing now would lose it', async () => {
    const { onUnsafe } = await open({
      drafts: { ...draftAnswers(), save: () => Promise.reject(unreachable()) },
    });
    await field('Fréquence cardiaque').fill('72');
    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent('Brouillon non enregistré : nouvel essai…');
    expect(onUnsafe).toHaveBeenLastCalledWith(true);
  });

  it('asks for the head of a small child, and never for a scale of saturation', async () => {
    const child = { ...subject, birthDate: '2026-01-10', ageMonths: 10 };
    await open({ vitals: { form: () => ({ subject: child, latest: {} }) } });
    await expect.element(field('Périmètre crânien')).toBeVisible();
    await expect.element(page.getByRole('group', { name: 'Échelle de saturation' })).not.toBeInTheDocument();
    await expect.element(page.getByText('NEWS2 : à partir de 16 ans')).toBeVisible();
  });

  it('says that it cannot be opened, and opens when asked again', async () => {
    const shown = await show(
      <RecordForm target={null} patientId="p1" onDone={vi.fn()} onUnsafe={vi.fn()} onClose={vi.fn()} />,
      { answers: { drafts: draftAnswers(), vitals: { form: () => Promise.reject(refusal('BAD_GATEWAY')) } } },
    );
    await expect.element(page.getByText('Numéro à donner au support : req-1')).toBeVisible();
    shown.answer({ drafts: draftAnswers(), vitals: { form: () => vitalsForm } });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.element(field('PA systolique')).toHaveFocus();
  });

  it('speaks English', async () => {
    const { records } = await open({}, { locale: 'en' });
    await page.getByRole('textbox', { name: 'Temperature' }).fill('abc');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent(/One field needs correcting.*A number is expected, for example 37.5/);
    await page.getByRole('textbox', { name: 'Temperature' }).fill('37.4');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await waitFor(() => expect(records()[0]?.values).toEqual({ temperature: 37.4 }));
  });
});
