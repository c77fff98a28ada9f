import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { hadExpired } from './identifier.ts';
import { RecordForm } from './record-form.tsx';

async function open() {
  const done: string[] = [];
  const shown = await show(
    <RecordForm
      target={null}
      patientId="p1"
      onDone={(message) => done.push(message)}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    { answers: { drafts: draftAnswers(), implants: { record: () => ({ id: 'd', isReplay: false }) } } },
  );
  await page.getByRole('combobox', { name: 'Type d’implant' }).selectOptions('stent');
  return { done, sent: () => shown.callsOf('implants.record') };
}
const udi = () => page.getByRole('textbox', { name: 'Identifiant unique (IUD)' });
const save = () => page.getByRole('button', { name: 'Enregistrer l’implant' });

it('says of an identifier that cannot be read that it is kept as it is, and keeps it', async () => {
  const { done, sent } = await open();
  await udi().fill('abc');
  await expect.element(udi()).toHaveAccessibleDescription(/IUD non reconnu\s:\senregistré tel quel/);
  await save().click();
  await expect.poll(() => done).toHaveLength(1);
  expect(sent()).toMatchObject([{ udi: 'abc', serial: '', lot: '' }]);
});

it('warns that it had expired when it was put in, and saves it all the same', async () => {
  const { done, sent } = await open();
  await udi().fill('(01)00844588003288(17)141120');
  await page.getByRole('textbox', { name: 'Posé (jour, mois ou année)' }).fill('11/2014');
  // in that month it had not expired yet, as far as is said
  await expect.element(page.getByText(/vérifiez les deux dates/)).not.toBeInTheDocument();
  await page.getByRole('textbox', { name: 'Posé (jour, mois ou année)' }).fill('12/2014');
  await expect.element(page.getByText(/Péremption \(20.11.2014\) avant la pose/)).toBeVisible();
  await save().click();
  await expect.poll(() => done).toHaveLength(1);
  expect(sent()).toMatchObject([{ implanted: '2014-12' }]);
});

it('compares days, months and years as far as both are said', () => {
  expect(hadExpired('2014-11', '2014-12-01')).toBe(true);
  expect(hadExpired('2014-11', '2014-11-30')).toBe(false);
  expect(hadExpired('2014-11-20', '2014')).toBe(false);
  expect(hadExpired(null, '2014')).toBe(false);
});
