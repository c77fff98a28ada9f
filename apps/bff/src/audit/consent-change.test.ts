import { expect, it } from 'vitest';
import { consentChangeEntry, consentChangesIn, type ConsentChange } from './consent-change.ts';

const change: ConsentChange = {
  stage: 'proposed',
  kind: 'delegation',
  before: 'none',
  after: 'agreed',
  from: null,
  until: '2027-01-31',
  person: 'Patient/7',
};

it('reads what it writes, and leaves the rest alone', () => {
  const nobody = { ...change, kind: 'care', person: null, from: '2026-12-01' };
  const entries = [consentChangeEntry(change), 'Consent/9', consentChangeEntry(nobody), 'Patient/7'];
  expect(entries[0]).toBe('consent-change/proposed/delegation/none/agreed/-/2027-01-31/Patient/7');
  expect(consentChangesIn(entries)).toEqual([change, nobody]);
});
it('takes nothing for a change that is none', () => {
  for (const entry of [
    'consent-change/',
    'consent-change/x/care/none/agreed/-/-/-',
    'consent-change/proposed/care/none',
    'x',
  ])
    expect(consentChangesIn([entry])).toEqual([]);
});
