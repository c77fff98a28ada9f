import type { FlagRow, FlagsView } from '@keneyapp/bff/features/flags/view';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { coded } from '../../testing/clinical.ts';
import { draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { RecordForm } from './record-form.tsx';

const contact: FlagRow = {
  id: 'a',
  version: '1',
  kind: 'contact',
  name: coded('Isolement contact'),
  detail: null,
  status: 'active',
  start: '2024-05-06',
  end: null,
  author: 'Dr Petit',
  note: null,
};
const sent: unknown[] = [];
async function open(view: Partial<FlagsView> = {}) {
  sent.length = 0;
  await show(
    <RecordForm
      target={null}
      patientId="p1"
      onDone={() => undefined}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    {
      answers: {
        drafts: draftAnswers(),
        flags: {
          list: () => ({ current: [], past: [], truncated: false, ...view }),
          record: (input: unknown) => {
            sent.push(input);
            return { id: 'new', version: '1', isReplay: false };
          },
        },
      },
    },
  );
  return page.getByLabelText('Type d’alerte');
}

it('says that one of the same kind is running already, and keeps that nobody is hindered', async () => {
  const kind = await open({ current: [contact] });
  await userEvent.selectOptions(kind, 'fall');
  await expect.element(page.getByText(/déjà en cours/)).not.toBeInTheDocument();
  await userEvent.selectOptions(kind, 'contact');
  await expect.element(kind).toHaveAccessibleDescription(/déjà en cours, depuis\s: 06\/05\/2024/);
  await page.getByRole('button', { name: 'Enregistrer l’alerte' }).click();
  await expect.poll(() => sent).toEqual([expect.objectContaining({ patientId: 'p1', kind: 'contact' })]);
});

it('sends nothing before it is said which flag', async () => {
  const kind = await open();
  await page.getByRole('button', { name: 'Enregistrer l’alerte' }).click();
  await expect.element(kind).toBeInvalid();
  expect(sent).toEqual([]);
});
