import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  clearSessionCookie,
  hashCookie,
  newCookieValue,
  readSessionCookie,
  sessionCookieName,
} from './cookie.ts';
import { createDataCipher } from './data-cipher.ts';

describe('the cookie', () => {
  test('is bound to its host behind TLS', () => {
    expect(sessionCookieName('https://keneya.example')).toBe('__Host-keneya-session');
    expect(sessionCookieName('http://localhost:3000')).toBe('keneya-session');
    expect(clearSessionCookie('https://keneya.example')).toBe(
      '__Host-keneya-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
    );
  });

  test('is read back exactly, among others, or not at all', () => {
    const value = newCookieValue();
    expect(readSessionCookie(`a=b; keneya-session=${value}; c=d`, 'keneya-session')).toBe(value);
    for (const header of [
      undefined,
      '',
      'x=y',
      `keneya-session2=${value}`,
      `xkeneya-session=${value}`,
      `keneya-session=${value}=`,
      `keneya-session=${value}x`,
      'keneya-session=',
      `keneya-session="${value}"`,
      `keneya-session=${value}; keneya-session=${value}`,
    ]) {
      expect(readSessionCookie(header, 'keneya-session'), String(header)).toBeNull();
    }
  });

  test('is new each time, and kept as SHA-256', () => {
    expect(new Set(Array.from({ length: 100 }, newCookieValue)).size).toBe(100);
    expect(hashCookie('x')).toHaveLength(32);
  });
});

describe('the cipher of data', () => {
  const [one, other] = [
    createDataCipher(randomBytes(32).toString('base64')),
    createDataCipher(randomBytes(32).toString('base64')),
  ];

  test('opens what it sealed, in its place', () => {
    expect(one.decrypt(one.encrypt('jeton — é', 'session:1'), 'session:1')).toBe('jeton — é');
    expect(Buffer.from(one.encrypt('same', 'a')).equals(Buffer.from(one.encrypt('same', 'a')))).toBe(false);
  });

  test('opens nothing that was changed, moved, cut, or sealed with another key', () => {
    const sealed = one.encrypt('secret', 'session:1');
    for (let i = 0; i < sealed.length; i++) {
      const changed = new Uint8Array(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => one.decrypt(changed, 'session:1'), `byte ${i}`).toThrow();
    }
    expect(() => one.decrypt(sealed, 'session:2')).toThrow();
    expect(() => other.decrypt(sealed, 'session:1')).toThrow();
    expect(() => one.decrypt(sealed.slice(0, 20), 'session:1')).toThrow();
    expect(() => one.decrypt(new Uint8Array(), 'session:1')).toThrow();
  });
});
