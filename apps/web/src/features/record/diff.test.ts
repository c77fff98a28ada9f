import { describe, expect, it } from 'vitest';
import { diffLines, linesOf, type DiffPart } from './diff.ts';

const apply = (parts: DiffPart[], side: 'removed' | 'added') =>
  parts.filter((p) => p.kind === 'same' || p.kind === side).flatMap((p) => p.lines);

describe('diffLines', () => {
  it('finds what was added, removed and kept', () => {
    expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([
      { kind: 'same', lines: ['a'] },
      { kind: 'removed', lines: ['b'] },
      { kind: 'added', lines: ['x'] },
      { kind: 'same', lines: ['c'] },
      { kind: 'added', lines: ['d'] },
    ]);
    expect(diffLines([], ['a'])).toEqual([{ kind: 'added', lines: ['a'] }]);
    expect(diffLines(['a'], [])).toEqual([{ kind: 'removed', lines: ['a'] }]);
    expect(diffLines(['a', 'b'], ['a', 'b'])).toEqual([{ kind: 'same', lines: ['a', 'b'] }]);
    expect(diffLines([], [])).toEqual([]);
  });
  it('gives both sides back for any two lists, in as few changes as possible', () => {
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % n;
    };
    for (let round = 0; round < 300; round++) {
      const [a, b] = [0, 1].map(() => Array.from({ length: random(14) }, () => 'abcd'[random(4)] ?? 'a')) as [
        string[],
        string[],
      ];
      const parts = diffLines(a, b);
      expect(apply(parts, 'removed')).toEqual(a);
      expect(apply(parts, 'added')).toEqual(b);
      const changes = parts.filter((p) => p.kind !== 'same').reduce((n, p) => n + p.lines.length, 0);
      expect(changes).toBe(a.length + b.length - 2 * longestCommon(a, b));
    }
  });
});

describe('linesOf', () => {
  it('looks past the order of keys and the version', () => {
    expect(
      linesOf({ resourceType: 'Patient', id: '1', meta: { versionId: '1', lastUpdated: 'x' }, active: true }),
    ).toEqual(linesOf({ active: true, id: '1', resourceType: 'Patient', meta: { versionId: '2' } }));
    expect(linesOf({ meta: { profile: ['p'], versionId: '1' } }).join('')).toContain('profile');
  });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const row = new Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    let before = 0;
    for (let j = 1; j <= b.length; j++) {
      const keep = row[j] ?? 0;
      row[j] = x === b[j - 1] ? before + 1 : Math.max(keep, row[j - 1] ?? 0);
      before = keep;
    }
  }
  return row[b.length] ?? 0;
}
