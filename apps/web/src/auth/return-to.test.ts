import { expect, test } from 'vitest';
import { returnTo } from './return-to.ts';

test.each([
  ['/patients/pat-1/results?code=2160-0#chart', '/patients/pat-1/results?code=2160-0#chart'],
  ['/agenda', '/agenda'],
  ['/', '/'],
])('goes back to %s', (wish, to) => expect(returnTo(wish)).toBe(to));

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '///evil.example',
  '/.//evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  'evil.example',
  '',
  null,
  undefined,
  ['/a'],
  '/sign-in?callbackUrl=/x',
  '/api/auth/signin',
  '/bff/session',
  '/trpc/x',
  `/${'a'.repeat(3_000)}`,
])('does not follow %s', (wish) => expect(returnTo(wish)).toBe('/'));

test('our own address in full is our own path; one that only begins like it is not', () => {
  expect(returnTo('https://keneya.example/agenda?view=day', 'https://keneya.example')).toBe(
    '/agenda?view=day',
  );
  for (const wish of [
    'https://keneya.example.evil.org/',
    'https://keneya.example@evil.org/',
    'https://keneya.example//evil.org',
    'https://keneya.example/\\evil.org',
    'https://keneya.example',
  ])
    expect(returnTo(wish, 'https://keneya.example')).toBe('/');
});
