import type { FamilyMemberHistory } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { noKnownFamilyHistory, readFamilyMemberHistory, sortFamily } from './family-member-history.ts';

const member = (part: Partial<FamilyMemberHistory> = {}): FamilyMemberHistory => ({
  resourceType: 'FamilyMemberHistory',
  id: 'a',
  status: 'completed',
  patient: { reference: 'Patient/p' },
  relationship: { text: 'Mère' },
  ...part,
});

it('bears a bare one, and leaves out what was entered in error', () => {
  const bare = readFamilyMemberHistory({
    resourceType: 'FamilyMemberHistory',
    id: 'a',
  } as FamilyMemberHistory);
  expect(bare).toMatchObject({ relation: { text: null }, status: null, deceased: null, conditions: [] });
  expect(sortFamily([bare, { ...bare, id: 'b', status: 'entered-in-error' }]).items).toEqual([bare]);
});

it('reads age at onset and at death, and tells dead from alive from not said', () => {
  const age = (value: number) => ({ value, code: 'a', system: 'http://unitsofmeasure.org', unit: 'ans' });
  const row = readFamilyMemberHistory(
    member({ deceasedAge: age(61), condition: [{ code: { text: 'Infarctus' }, onsetAge: age(52) }] }),
  );
  expect(row.deceased).toMatchObject({ is: true, when: { age: { low: 61 } } });
  expect(row.conditions).toMatchObject([{ name: { text: 'Infarctus' }, onset: { age: { low: 52 } } }]);
  expect(readFamilyMemberHistory(member({ deceasedBoolean: false })).deceased).toEqual({
    is: false,
    when: null,
  });
});

it('takes "none" from a statement alone, which a disease contradicts', () => {
  const none = readFamilyMemberHistory(member({ id: 'n', condition: [{ code: noKnownFamilyHistory }] }));
  const words = readFamilyMemberHistory(
    member({ id: 'w', condition: [{ code: { text: 'Pas d’antécédent familial' } }] }),
  );
  const ill = readFamilyMemberHistory(member({ condition: [{ code: { text: 'Diabète' } }] }));
  expect(sortFamily([]).statements).toEqual([]);
  expect(sortFamily([none]).statements).toMatchObject([{ id: 'n', isContradicted: false }]);
  expect(sortFamily([words]).statements).toMatchObject([{ id: 'w', absence: { says: 'none-known' } }]);
  expect(sortFamily([none, ill])).toMatchObject({
    items: [{ id: 'a' }],
    statements: [{ isContradicted: true }],
  });
});
