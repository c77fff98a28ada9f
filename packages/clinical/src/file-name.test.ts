import { expect, it } from 'vitest';
import { fileName, type FilePatient } from './file-name.ts';

const marie: FilePatient = {
  birthName: 'Lefèbvre d’Œuilly',
  givenName: 'Marie-Ève',
  ipp: '800 012 345',
  isConfidential: false,
};
const named = (patient: FilePatient | null, content: string, at = '2026-11-28T12:00:00Z') =>
  fileName({ patient, content }, 'csv', new Date(at));

it('says whose, what and when', () => {
  expect(named(marie, 'Résultats – Valeurs')).toBe(
    'LEFEBVRE-D-OEUILLY-Marie-Eve_800-012-345_resultats-valeurs_2026-11-28.csv',
  );
  expect(named(null, 'Traçabilité')).toBe('tracabilite_2026-11-28.csv');
});

it('keeps the name of a restricted chart inside', () => {
  expect(named({ ...marie, isConfidential: true }, 'Résultats')).toBe('800-012-345_resultats_2026-11-28.csv');
});

it('holds nothing that a file system or a shell reads', () => {
  expect(named({ ...marie, birthName: '../..\\a:b*?"<>|\u202egpj\u0000$(x)', givenName: null }, '')).toBe(
    'A-B-GPJ-X_800-012-345_2026-11-28.csv',
  );
});

it('keeps names of other scripts', () => {
  expect(named({ ...marie, birthName: '王', givenName: '小明', ipp: null }, 'a')).toBe(
    '王-小明_a_2026-11-28.csv',
  );
});

it('keeps the marks and syllables that are letters of other scripts', () => {
  const kept = { ...marie, ipp: null };
  expect(named({ ...kept, birthName: '김'.normalize('NFD'), givenName: '민준' }, 'a')).toBe(
    '김-민준_a_2026-11-28.csv',
  );
  expect(named({ ...kept, birthName: 'ががく', givenName: 'हिन्दी' }, 'a')).toBe(
    'ががく-हिन्दी_a_2026-11-28.csv',
  );
});

it('is never cut within a character, and never too long for a file system', () => {
  const long = (text: string) => ({ ...marie, birthName: text, givenName: text, ipp: text });
  for (const text of [
    'x'.repeat(300),
    `x${'𠮷'.repeat(300)}`,
    `${'a b '.repeat(100)}`,
    'ß'.repeat(300),
    '王'.repeat(300),
  ]) {
    const name = named(long(text), text);
    expect(name.isWellFormed()).toBe(true);
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
    expect(name).not.toMatch(/-[_.]/);
  }
});

it('is of the day in the hospital', () => {
  expect(named(null, 'a', '2026-11-28T23:30:00Z')).toBe('a_2026-11-29.csv');
});
