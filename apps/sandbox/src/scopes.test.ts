import { describe, expect, it } from 'vitest';
import { coversAccounts, coversFhir, coversImages, type Asked } from './scopes.ts';

const person = ['openid', 'user/*.*'],
  background = ['system/*.read', 'system/Slot.write', 'system/Subscription.*', 'system/Task.*'],
  patients = ['user/Patient.read'];
const ask = (method: string, url: string, body?: unknown): Asked => {
  const [at = '', query = ''] = url.split('?');
  return {
    method,
    path: at.split('/').filter(Boolean),
    parameters: [...new URLSearchParams(query).keys()],
    body,
  };
};
const bundle = (...entry: unknown[]) => ask('POST', '/', { resourceType: 'Bundle', type: 'batch', entry });
const part = (method: string, url: string, resourceType?: string) => ({
  request: { method, url },
  ...(resourceType ? { resource: { resourceType } } : {}),
});

describe('a FHIR request', () => {
  it.each<[string, readonly string[], Asked, boolean]>([
    ['background work writes a Slot', background, bundle(part('PUT', 'Slot/1', 'Slot')), true],
    ['background work writes an Appointment', background, ask('PUT', 'Appointment/1'), false],
    ['a person reads', person, ask('GET', 'Patient/1'), true],
    ['a person writes', person, ask('POST', 'Observation'), true],
    ['a person writes a Subscription', person, ask('PUT', 'Subscription/1'), false],
    [
      'a person writes one inside a Bundle',
      person,
      bundle(part('PUT', 'Subscription/1', 'Subscription')),
      false,
    ],
    [
      'a person writes one behind something harmless',
      person,
      bundle(part('GET', 'Patient/1'), part('POST', 'Subscription', 'Subscription')),
      false,
    ],
    [
      'a person writes one under another address',
      person,
      bundle(part('PUT', 'Patient/1', 'Subscription')),
      false,
    ],
    [
      'a person changes a code system by an operation',
      person,
      ask('POST', 'CodeSystem/$apply-codesystem-delta-add'),
      false,
    ],
    [
      'a person changes one by a part of a Bundle',
      person,
      bundle(part('POST', 'CodeSystem/$apply-codesystem-delta-remove', 'Parameters')),
      false,
    ],
    [
      'whoever sets the installation up changes a code system by an operation',
      ['system/*.*'],
      ask('POST', 'CodeSystem/$apply-codesystem-delta-add'),
      true,
    ],
    ['a Bundle within a Bundle', person, bundle(part('POST', 'Bundle', 'Bundle')), false],
    ['a part that leads elsewhere', person, bundle(part('GET', 'http://elsewhere/fhir/Patient/1')), false],
    ['a part without a request', person, bundle({ resource: { resourceType: 'Patient' } }), false],
    ['a person’s own transaction', person, bundle(part('POST', 'Observation', 'Observation')), true],
    ['the background reads', background, bundle(part('GET', 'Patient?_id=1'), part('GET', 'Consent')), true],
    ['the background searches by POST', background, ask('POST', 'Patient/_search'), true],
    [
      'the background writes a Subscription',
      background,
      bundle(part('PUT', 'Subscription/1', 'Subscription')),
      true,
    ],
    ['the background writes a record', background, ask('PUT', 'Patient/1'), false],
    ['the background writes a record in a Bundle', background, bundle(part('DELETE', 'Patient/1')), false],
    ['the background patches a record', background, bundle(part('PATCH', 'Patient/1', 'Binary')), false],
    ['one type', patients, ask('GET', 'Patient?name=x'), true],
    ['one type, another asked for', patients, ask('GET', 'Observation'), false],
    ['one type, others included', patients, ask('GET', 'Patient?_revinclude=Observation:subject'), false],
    ['one type, others included by steps', patients, ask('GET', 'Patient?_include:iterate=*'), false],
    ['one type, others asked about', patients, ask('GET', 'Patient?_has:Observation:subject:code=x'), false],
    ['one type, others by a chain', patients, ask('GET', 'Patient?general-practitioner.name=x'), false],
    ['one type, everything', patients, ask('GET', 'Patient/1/$everything'), false],
    ['one type, the whole server', patients, ask('GET', '/'), false],
    ['one type, an export', patients, ask('GET', '$export'), false],
    [
      'one type, in a Bundle with another',
      patients,
      bundle(part('GET', 'Patient'), part('GET', 'Observation')),
      false,
    ],
    ['terminology', person, ask('POST', 'ValueSet/$expand'), true],
    ['no scope at all', [], ask('GET', 'Patient/1'), false],
    ['the client of accounts', ['accounts'], ask('GET', 'Patient/1'), false],
  ])('%s', (_what, scopes, asked, expected) => {
    expect(coversFhir(scopes, asked)).toBe(expected);
  });
});
it('images and accounts', () => {
  expect(coversImages(person, 'GET')).toBe(true);
  expect(coversImages(background, 'GET')).toBe(true);
  expect(coversImages(background, 'POST')).toBe(false);
  expect(coversImages(['accounts'], 'GET')).toBe(false);
  expect([['accounts'], ['system/*.*'], background, person].map(coversAccounts)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
