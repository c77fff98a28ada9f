import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { features, roles, table, type Action, type Feature, type Role } from './table.ts';

/** Written out once more, so that a change of the table is a decision and not a slip: r read, w read and write, . nothing. */
const expected: Record<Role, string> = {
  //             pa su pr al me re vi do im en im ti re ap dr li
  doctor:      'r  r  r  r  r  r  w  r  r  r  r  r  r  r  w  r',
  nurse:       'r  r  r  r  r  r  w  r  r  r  r  r  r  r  w  r',
  pharmacist:  'r  r  r  r  r  r  r  r  r  r  r  r  r  r  .  r',
  radiologist: 'r  r  r  r  r  r  r  r  r  r  r  r  r  r  .  r',
  secretary:   'r  .  .  .  .  .  .  .  .  .  .  .  .  w  .  r',
  patient:     'r  r  r  r  r  r  r  r  r  r  r  r  r  r  .  r',
  dpo:         '.  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .',
  admin:       '.  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .',
};

const cells = roles.flatMap((role) => features.flatMap((feature, i) => (['read', 'write'] as const).map((action) => {
  const right = expected[role].split(/\s+/)[i];
  return { role, feature, action, isAllowed: right === 'w' || (right === 'r' && action === 'read') };
})));
const ask = (role: Role, feature: Feature, action: Action, patientId: string | null, fhirUser: string | null = role === 'patient' ? 'Patient/own' : 'Practitioner/1') =>
  decide({ role, fhirUser, feature, action, patientId });

describe('the table, cell by cell', () => {
  it.each(cells)('$role $action $feature: $isAllowed', ({ role, feature, action, isAllowed }) => {
    expect(ask(role, feature, action, 'own')).toEqual(isAllowed ? { allow: true } : { allow: false, reason: 'role' });
  });
  it('has no cell beside the features and roles', () => {
    expect(cells).toHaveLength(roles.length * features.length * 2);
    for (const role of roles) expect(Object.keys(table[role]).filter((f) => !(features as readonly string[]).includes(f))).toEqual([]);
  });
});

describe('a patient', () => {
  it.each(features)('reads %s of nobody else', (feature) => { expect(ask('patient', feature, 'read', 'other').allow).toBe(false); });
  it.each(['Practitioner/own', 'own', 'Patient/own/_history/1', 'Patient/OWN', '', null])('is not the person of %j', (fhirUser) => {
    expect(ask('patient', 'summary', 'read', 'own', fhirUser)).toEqual({ allow: false, reason: 'not-own-record' });
  });
  it('does not search for people', () => { expect(ask('patient', 'patients', 'read', null)).toEqual({ allow: false, reason: 'not-own-record' }); });
});
