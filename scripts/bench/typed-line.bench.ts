import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readLine } from '../../packages/clinical/src/typed-line/index.ts';
import { bdpmLexicon, noBdpm } from '../../packages/clinical/src/typed-line/testing-lexicon.ts';
import { percentile, type BenchRow } from './bench.ts';

export const name = 'Typed lines over the whole BDPM';

const lines = path.resolve(import.meta.dirname, '../../packages/clinical/src/typed-line/testing-lines.tsv');
const today = { year: 2026, month: 11, day: 30 };

/** Types each of the 300 lines key by key: how long until it is read. Whether it is read rightly is their test. */
export function run(): Promise<BenchRow[]> {
  const [p95Name, worstName] = ['key to reading, p95', 'key to reading, slowest'];
  const why = noBdpm;
  if (why !== null)
    return Promise.resolve(
      [p95Name, worstName].map((what) => ({
        name: what,
        value: 'not measured',
        unit: 'ms',
        target: '< 50',
        ok: null,
        why,
      })),
    );
  const lexicon = bdpmLexicon();
  const times: number[] = [];
  for (const row of readFileSync(lines, 'utf8').split('\n')) {
    const [line = ''] = row.split('\t');
    if (line.startsWith('#')) continue;
    for (let length = 1; length <= line.length; length += 1) {
      const began = performance.now();
      readLine(line.slice(0, length), lexicon, { today });
      times.push(performance.now() - began);
    }
  }
  const [p95, slowest] = [percentile(times, 0.95), Math.max(...times)];
  return Promise.resolve([
    { name: p95Name, value: p95, unit: 'ms', target: '< 50', ok: p95 < 50 },
    { name: worstName, value: slowest, unit: 'ms', target: '', ok: null },
  ]);
}
