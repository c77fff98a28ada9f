import { useState } from 'react';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { show } from '../../testing/show.tsx';
import { CodedInput } from './coded-input.tsx';
import { noCodedValue } from './coded-value.ts';

/** A field that is saved while it is empty: the focus is led to it, and its list opens. */
function Saved() {
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        document.getElementById('coded')?.focus();
        setTimeout(() => setProblem('À remplir.'), 100);
      }}
    >
      <CodedInput
        id="coded"
        label="Problème"
        binding="Condition.code"
        takesText
        value={noCodedValue}
        problem={problem}
        onChange={() => undefined}
      />
      <button type="submit">Enregistrer</button>
    </form>
  );
}

it('what is wrong with a coded field is not covered by its list', async () => {
  const line = { system: 'urn:s', code: 'I10', display: 'Hypertension artérielle' };
  await show(<Saved />, {
    answers: {
      terminology: {
        suggest: () => ({
          lines: [{ ...line, found: null, meaning: null, isFavourite: true, isUsed: true, isSure: true }],
          state: 'whole',
        }),
      },
    },
  });
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect.element(page.getByRole('option')).toBeVisible();
  await expect.element(page.getByText('À remplir.')).toBeVisible();
  await expect.element(page.getByRole('option')).not.toBeInTheDocument();
  // and comes back with the next key
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(page.getByRole('option')).toBeVisible();
});
