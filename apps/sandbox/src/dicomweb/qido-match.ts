import type { JsonDataset, JsonElement } from './json-model.ts';
import { dictionaryVr } from './vr.ts';

/** Does the attribute match the query value? Rules of PS3.4 C.2.2.2: universal, UID list, date range, wildcard, single value. */
export function matches(json: JsonDataset, tag: string, wanted: string): boolean {
  if (wanted === '' || wanted === '*') return true;
  const values = textValues(json[tag]);
  const vr = json[tag]?.vr ?? dictionaryVr(tag);
  if (vr === 'UI') return listed(wanted).some((uid) => values.includes(uid));
  if ((vr === 'DA' || vr === 'TM' || vr === 'DT') && wanted.includes('-'))
    return values.some((v) => inRange(v, wanted));
  if (vr === 'TM') return values.some((v) => v.startsWith(wanted));
  if (vr === 'IS' || vr === 'DS' || vr === 'US' || vr === 'UL')
    return values.some((v) => Number(v) === Number(wanted));
  if (vr === 'PN') return (json[tag]?.Value ?? []).some((name) => isNamed(name, wanted));
  return values.some((v) => glob(wanted, v));
}

/**
 * A name in any of its three writings; `Yamada^*=山田^*` asks of each its own (PS3.5 6.2.1). Capitals, the form in which an
 * accent or a syllable is encoded and components left empty at the end make no difference.
 */
function isNamed(name: unknown, wanted: string): boolean {
  if (typeof name !== 'object' || name === null) return false;
  const written = name as { Alphabetic?: string; Ideographic?: string; Phonetic?: string },
    groups = [written.Alphabetic, written.Ideographic, written.Phonetic].map((g) => folded(g ?? '')),
    asked = wanted.split('=').map(folded);
  const fits = (pattern: string, text: string) => pattern === '' || pattern === '*' || glob(pattern, text);
  if (asked.length === 1) return groups.some((text) => text !== '' && glob(asked[0] ?? '', text));
  return asked.every((pattern, i) => fits(pattern, groups[i] ?? ''));
}
const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\^+$/, '').trim();

/** UIDs parted by comma or backslash. */
export function listed(wanted: string): string[] {
  return wanted
    .split(/[,\\]/)
    .map((v) => v.trim())
    .filter(Boolean);
}

function textValues(element: JsonElement | undefined): string[] {
  return (element?.Value ?? []).flatMap((v) =>
    v === null ? [] : typeof v === 'object' ? Object.values(v as Record<string, string>) : [String(v)],
  );
}

/** `20200101-20201231`, `20200101-`, `-20201231`. A shorter bound covers all it abbreviates. */
function inRange(value: string, range: string): boolean {
  const at = range.indexOf('-');
  const low = range.slice(0, at),
    high = range.slice(at + 1);
  const digits = value.replace(/[:.]/g, '');
  return (
    (low === '' || digits >= low.replace(/[:.]/g, '')) &&
    (high === '' || digits.slice(0, high.replace(/[:.]/g, '').length) <= high.replace(/[:.]/g, ''))
  );
}

/** `*` any run, `?` any one character. Walks back to the last star only, so that no pattern is expensive. */
function glob(pattern: string, text: string): boolean {
  let p = 0,
    t = 0,
    star = -1,
    mark = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] !== '*' && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (p < pattern.length && pattern[p] === '*') {
      star = p;
      mark = t;
      p += 1;
    } else if (star >= 0) {
      p = star + 1;
      mark += 1;
      t = mark;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
