import type { Observation } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { KeptParts } from './kept-parts.ts';

const whole = {
  resourceType: 'Observation',
  id: 'o',
  status: 'final',
  code: { text: 'x' },
  text: { status: 'generated', div: '<div>old</div>' },
  derivedFrom: [{ reference: 'Observation/hidden' }, { reference: 'Observation/shown' }],
  focus: [{ reference: 'Observation/hidden' }],
} as Observation;
const { focus: _focus, text: _text, ...rest } = whole;
const shown: Observation = { ...rest, derivedFrom: [{ reference: 'Observation/shown' }] };

it('what was not shown is written back as it was; a narrative is not, being out of date', () => {
  const kept = new KeptParts();
  kept.remember(whole, shown);
  expect(kept.restored({ ...shown, status: 'corrected' } as Observation)).toEqual({
    ...rest,
    status: 'corrected',
    focus: whole.focus,
  });
  const other = { ...shown, id: 'other' };
  expect(kept.restored(other)).toBe(other);
});
it('an element that was shown in part is not changed', () => {
  const kept = new KeptParts();
  kept.remember(whole, shown);
  for (const change of [{ derivedFrom: [] }, { focus: [{ reference: 'Observation/new' }] }])
    expect(() => kept.restored({ ...shown, ...change } as Observation)).toThrow('hidden-part');
});
