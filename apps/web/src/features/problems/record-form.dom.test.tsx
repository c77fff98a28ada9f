import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { RecordForm } from './record-form.tsx';

describe('the onset of a new problem', () => {
  it.each([
    ['31/02/2020', /Cette date n’existe pas dans le calendrier/],
    ['13/2020', /Cette date n’existe pas dans le calendrier/],
    ['jadis', /Date attendue/],
  ])('says of %s what is wrong with it, and keeps it', async (text, words) => {
    await show(
      <RecordForm
        target={null}
        patientId="p1"
        onDone={() => undefined}
        onUnsafe={() => undefined}
        onClose={() => undefined}
      />,
      {
        answers: { drafts: draftAnswers(), terminology: { suggest: () => ({ state: 'whole', lines: [] }) } },
      },
    );
    const onset = page.getByLabelText('Début', { exact: false });
    await onset.fill(text);
    await userEvent.keyboard('{Enter}');
    await expect.element(onset).toHaveAccessibleDescription(words);
    await expect.element(onset).toHaveValue(text);
  });
});
