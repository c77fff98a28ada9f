import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { amount, dosage, medication, timing } from '../testing/clinical.ts';
import { show } from '../testing/show.tsx';
import { Drug } from './drug.tsx';

const text = '500 mg, 2 fois par jour';
const line = medication({
  dosages: [dosage({ text, dose: { low: amount(500, 'mg'), high: null }, timing: timing() })],
});

it.each(['fr', 'en'] as const)(
  'what was written is said in French, whatever the page is in: %s',
  async (locale) => {
    await show(<Drug line={line} />, { locale });
    const written = page.getByText(text, { exact: false }).last();
    await expect.element(written).toBeVisible();
    expect(written.element().getAttribute('lang')).toBe('fr');
  },
);
