import { useEffect, useState } from 'react';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { CodedInput } from './coded-input.tsx';
import { noCodedValue } from './coded-value.ts';

let refuse: (problem: string) => void;

/** A field that is found wrong while its list is open: the focus was led to it on saving. */
function Field() {
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    refuse = setProblem;
  }, []);
  return (
    <CodedInput
      id="coded"
      label="Problème"
      binding="Condition.code"
      takesText
      value={noCodedValue}
      problem={problem}
      onChange={() => undefined}
    />
  );
}

it('says nothing of codes before anything was typed, where there is none to offer', async () => {
  const { callsOf } = await show(<Field />, {
    answers: { terminology: { suggest: () => ({ lines: [], state: 'whole' }) } },
  });
  await page.getByRole('combobox', { name: 'Problème' }).click();
  await waitFor(() => expect(callsOf('terminology.suggest')).toHaveLength(1));
  await expect.element(page.getByText('Tapez', { exact: false })).toBeVisible();
  await expect.element(page.getByText('Aucun code trouvé')).not.toBeInTheDocument();
});

it('what is wrong with a coded field is not covered by its list', async () => {
  const line = { system: 'urn:s', code: 'I10', display: 'Hypertension artérielle' };
  await show(<Field />, {
    answers: {
      terminology: {
        suggest: () => ({
          lines: [{ ...line, found: null, meaning: null, isFavourite: true, isUsed: true, isSure: true }],
          state: 'whole',
        }),
      },
    },
  });
  await page.getByRole('combobox', { name: 'Problème' }).click();
  await expect.element(page.getByRole('option')).toBeVisible();
  refuse('À remplir.');
  await expect.element(page.getByText('À remplir.')).toBeVisible();
  await expect.element(page.getByRole('option')).not.toBeInTheDocument();
  // and comes back with the next key
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(page.getByRole('option')).toBeVisible();
});
