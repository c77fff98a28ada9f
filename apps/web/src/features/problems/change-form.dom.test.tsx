import type { ProblemVersions } from '@keneyapp/bff/features/problems/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { coded, problem } from '../../testing/clinical.ts';
import { draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { ChangeForm } from './record-form.tsx';

type Version = ProblemVersions['versions'][number];
const version = (n: string, part: Partial<Version['row']> = {}, note = ''): Version => ({
  version: n,
  changedAt: `2026-11-2${n}T08:00:00Z`,
  changedBy: n === '1' ? null : 'Dr Noir',
  row: problem({ id: 'c1', version: n, onset: null, note: null, ...part }),
  note,
});

async function open(versions: Version[], change: () => unknown = () => ({ id: 'c1', isReplay: false })) {
  const done: string[] = [];
  const answers = (list: Version[]) =>
    ({
      drafts: draftAnswers(),
      terminology: { suggest: () => ({ state: 'whole', lines: [] }) },
      problems: { versions: () => ({ id: 'c1', versions: list }), change },
    }) as never;
  const shown = await show(
    <ChangeForm
      target="c1"
      patientId="p1"
      onDone={(message) => done.push(message)}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    { answers: answers(versions) },
  );
  const save = page.getByRole('button', { name: 'Enregistrer la modification' });
  await expect.element(save).toBeVisible();
  return { ...shown, done, save, now: (list: Version[]) => shown.answer(answers(list)) };
}
const onset = page.getByLabelText('Début', { exact: false });
const note = page.getByRole('textbox', { name: 'Remarque' });

it('begins with what is recorded, and sends only what was changed', async () => {
  const { save, done, callsOf } = await open([version('2', {}, 'ancienne'), version('1')]);
  await expect.element(note).toHaveValue('ancienne');
  await save.click();
  await expect.element(page.getByText('Rien n’a été modifié.')).toBeVisible();
  await onset.fill('03/2019');
  await save.click();
  await expect.poll(() => done).toEqual(['Problème modifié.']);
  expect(callsOf('problems.change')).toMatchObject([
    { id: 'c1', version: '2', changes: { onset: '2019-03' } },
  ]);
  expect(Object.keys((callsOf('problems.change')[0] as { changes: object }).changes)).toEqual(['onset']);
});

it('says what it cannot hold, and leaves it as it is', async () => {
  const age = { start: null, end: null, age: { low: 40, high: null, unit: 'a' }, text: null };
  const { save, done, callsOf } = await open([version('1', { onset: age, verification: 'differential' })]);
  await expect.element(page.getByText(/conservé tel quel.*Hypothèse/)).toBeVisible();
  await expect.element(onset).toHaveAccessibleDescription(/conservé tel quel/);
  await note.fill('revu');
  await save.click();
  await expect.poll(() => done).toHaveLength(1);
  expect(callsOf('problems.change')).toMatchObject([{ changes: { note: 'revu' } }]);
});

it('shows what somebody else changed meanwhile beside it, and writes over nothing by itself', async () => {
  let isRefused = true;
  const { save, done, callsOf, now } = await open([version('1')], () => {
    if (isRefused) throw refusal('PRECONDITION_FAILED');
    return { id: 'c1', isReplay: false };
  });
  await note.fill('la mienne');
  now([version('2', { name: coded('Asthme sévère') }, 'la sienne'), version('1')]);
  await save.click();
  const box = page.getByRole('group', { name: 'Modifié entre-temps' });
  await expect.element(box).toMatchTextContent('Dr Noir');
  await expect.element(box).toMatchTextContent('Asthme sévère');
  await expect.element(note).toHaveValue('la mienne');
  isRefused = false;
  await box.getByRole('radio', { name: /la mienne/ }).click();
  await box.getByRole('radio', { name: /Asthme sévère/ }).click();
  await box.getByRole('button').first().click();
  await expect.poll(() => done).toHaveLength(1);
  expect(callsOf('problems.change').at(-1)).toMatchObject({ version: '2', changes: { note: 'la mienne' } });
});

it('shows who wrote it and what each changed', async () => {
  await open([
    version('2', { name: coded('Asthme sévère'), clinicalStatus: 'resolved' }),
    version('1', { name: coded('Asthme') }),
  ]);
  const first = page.getByRole('listitem').filter({ hasText: 'Dr Noir' });
  await expect.element(first).toMatchTextContent('Asthme devient Asthme sévère');
  await expect.element(first).toMatchTextContent('Actif devient Résolu');
  await expect.element(page.getByRole('listitem').filter({ hasText: 'auteur non connu' })).toBeVisible();
});

it('that was struck out meanwhile cannot be changed', async () => {
  await show(
    <ChangeForm
      target="c1"
      patientId="p1"
      onDone={() => undefined}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    {
      answers: {
        drafts: draftAnswers(),
        problems: {
          versions: () => ({ id: 'c1', versions: [version('1', { verification: 'entered-in-error' })] }),
        },
      },
    },
  );
  await expect.element(page.getByText(/a été barrée entre-temps/)).toBeVisible();
});
