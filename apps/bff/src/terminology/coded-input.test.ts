import { systems } from '@keneyapp/fhir-model/systems';
import { describe, expect, it } from 'vitest';
import { codedInput, conceptOf } from './coded-input.ts';

const asked: string[] = [];
const terminology = {
  displayOf: (_: unknown, system: string) => {
    asked.push(system);
    return Promise.resolve('Hypertension essentielle (primitive)');
  },
};
const chosen = (text: string, system: string = systems.cim10) =>
  conceptOf(terminology, 'Condition.code', { text, code: { system, code: 'I10' } });

describe('what a coded field sends', () => {
  it('is written under the address that is used here, with the words of the release', async () => {
    const { concept } = await chosen(
      'Hypertension essentielle (primitive)',
      'http://hl7.org/fhir/sid/icd-10',
    );
    expect(asked.at(-1)).toBe(systems.cim10);
    expect(concept).toEqual({
      coding: [
        {
          system: systems.cim10,
          code: 'I10',
          display: 'Hypertension essentielle (primitive)',
          userSelected: true,
        },
      ],
      text: 'Hypertension essentielle (primitive)',
    });
  });
  it('is refused when the code means other words by now', async () => {
    await expect(chosen('Diabète de type 2')).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { issues: [{ path: ['coded', 'Condition.code'], message: 'other-words' }] },
    });
  });
  it('has no display where nobody could be asked, so that it is refused when it is checked', async () => {
    const away = { displayOf: () => Promise.reject(new Error('away')) };
    const { concept } = await conceptOf(away, 'Condition.code', {
      text: 'Hypertension',
      code: { system: systems.cim10, code: 'I10' },
    });
    expect(concept.coding?.[0]).not.toHaveProperty('display');
  });
  it('is as long as a release has its words, and 200 characters without a code', () => {
    const long = 'a'.repeat(439);
    const code = { system: systems.ccam, code: 'AAAA001' };
    expect(codedInput.safeParse({ text: long, code }).success).toBe(true);
    expect(codedInput.safeParse({ text: long, code: null }).success).toBe(false);
  });
});
