import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { show } from '../../testing/show.tsx';
import { PeopleInput } from './people-input.tsx';

it('a field for people names the button that empties it in the language of the page', async () => {
  await show(
    <PeopleInput
      id="to"
      label="Pour"
      value={{ text: 'Dr Blanc', key: 'p1', role: '' }}
      problem={null}
      onChange={() => undefined}
    />,
    { answers: { tasks: { find: () => [] } } },
  );
  await page.getByRole('combobox', { name: 'Pour' }).hover();
  await expect.element(page.getByRole('button', { name: 'Effacer' })).toBeVisible();
});

it('a field for somebody alone asks for a name, not for a unit', async () => {
  await show(
    <PeopleInput
      id="to"
      label="Pour"
      value={{ text: '', key: '', role: '' }}
      problem={null}
      onChange={() => undefined}
      isPersonOnly
    />,
    { answers: { tasks: { find: () => [] } } },
  );
  await expect
    .element(page.getByRole('combobox', { name: 'Pour' }))
    .toHaveAttribute('placeholder', 'Nom d’une personne');
});
