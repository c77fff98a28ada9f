import { TOTP, Secret } from 'otpauth';
import { expect, test } from 'vitest';
import type { Account, Credentials } from './account.ts';
import { AccountCredentials } from './credentials.ts';
import { SignIns } from './sign-ins.ts';

const account = (username: string): Account => ({
  username,
  fhirUser: null,
  family: '',
  given: '',
  prefix: '',
  roles: ['dpo'],
  active: true,
  version: 0,
  changedAt: null,
});

test('the second factor of one account says nothing of another whose sign-in waited meanwhile', () => {
  const kept = new Map<string, Credentials>();
  const credentials = new AccountCredentials({
    credentialsOf: (username) => kept.get(username) ?? {},
    keepCredentials: (username, change) => void kept.set(username, change),
    dropCredentials: (username) => void kept.delete(username),
  });
  const signIns = new SignIns(credentials, () => true);
  signIns.passwordWasRight('uid', 'victim');
  signIns.passwordWasRight('uid', 'own');
  const step = signIns.next('uid', account('own'));
  if (step.kind !== 'enrol') throw new Error('nothing to take up');
  const code = new TOTP({ secret: Secret.fromBase32(step.secret) }).generate();
  expect(signIns.enrol('uid', code)).toBe(true);
  signIns.noted('uid');
  expect(signIns.next('uid', account('own'))).toEqual({ kind: 'done', hasSecondFactor: true });
  expect(() => signIns.next('uid', account('victim'))).toThrow('this account');
});
