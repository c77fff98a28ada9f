import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { appRouter } from './app-router.ts';
import { typedText, writtenLength, writtenText } from './free-text.ts';
import { substance } from './features/emergency/schema.ts';

/** Text that looks empty, or like a letter or two. */
const invisible: [string, string][] = [
  ['spaces of every kind', ' \u00a0\u1680\u2000\u2003\u2007\u2009\u200a\u202f\u205f\u3000'],
  ['zero width', '\u200b\u200c\u200d\u2060\ufeff'],
  ['marks of direction', '\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'],
  ['Hangul fillers', '\u115f\u1160\u3164\uffa0'],
  ['the empty Braille cell', '\u2800'],
  ['what steers annotations and hieroglyphs', '\ufff9\ufffa\ufffb\u{13430}\u{1343f}'],
  ['an empty note head, a filler of Khitan, a place for an object', '\u{1d159}\u{16fe4}\ufffc'],
  ['tags', '\u{e0001}\u{e0041}\u{e0061}\u{e007f}'],
  ['variation selectors', '\ufe00\ufe0f\u{e0100}\u{e01ef}\u180b\u180f'],
  ['invisible operators and soft hyphens', '\u00ad\u2061\u2062\u2063\u2064\u206a\u206f'],
  ['Khmer vowels that are not drawn, a joiner', '\u17b4\u17b5\u034f'],
  ['Mongolian vowel separator, shorthand controls', '\u180e\u{1bca0}\u{1bca3}\u{1d173}\u{1d17a}'],
  ['controls', '\u0000\u0001\u001b\u007f\u0085\u009f'],
  ['private and unassigned characters', '\ue000\u{f0000}\u{10fffd}\u0378'],
  ['marks without a letter', '\u0301\u0302\u0303\u0304'],
  ['signs alone', '.…-–—·!?,;:/()'],
];

describe.each(invisible)('%s', (_what, characters) => {
  const long = characters.repeat(40);
  test('is no text', () => {
    expect(writtenLength(long)).toBe(0);
    expect(substance(long)).toBe(0);
    expect(writtenText({ least: 1, most: 5_000 }).safeParse(long).success).toBe(false);
  });
  test('makes a short word no longer', () => {
    expect(substance(`a${long}b`)).toBeLessThanOrEqual(5);
  });
});

test('one letter among what is not seen is one letter', () => {
  for (const [what, characters] of invisible.slice(0, -2))
    expect(writtenLength(`a${characters.repeat(9)}`), what).toBe(1);
});

test('a word cut by what is not seen is one word, however often it is cut', () => {
  const word = 'urgence';
  const cut = Array.from({ length: 6 }, (_, i) => `${word.slice(0, i)}\u200b${word.slice(i)}`).join(' ');
  expect(substance(cut)).toBe(word.length);
});

test.each([
  ['Détresse respiratoire, pas d’antécédents connus', 47],
  ['  saut\nde   ligne ', 13],
  ['نزيف حاد', 8],
  ['Ο ασθενής', 9],
  ['हृदयाघात', 8],
  ['👩‍⚕️ ok', 5],
])('%j is what it is, in any script', (text, length) => {
  expect(writtenLength(text)).toBeGreaterThan(0);
  expect(Math.abs(writtenLength(text) - length)).toBeLessThanOrEqual(2);
});

test('every obligatory free text of a procedure refuses what is not seen', () => {
  const filler = '\u3164'.repeat(30);
  const accepted: string[] = [],
    looked: string[] = [];
  for (const [path, procedure] of Object.entries(
    appRouter._def.procedures as unknown as Record<string, { _def: { inputs: z.core.$ZodType[] } }>,
  ))
    for (const input of procedure._def.inputs)
      for (const [name, field] of fieldsOf(input))
        if (/(reason|comment|note|text|why|words|name)$/i.test(name) && isObligatoryText(field)) {
          looked.push(`${path} ${name}`);
          if (takes(field, filler)) accepted.push(`${path} ${name}`);
        }
  expect(accepted).toEqual([]);
  expect(looked).toEqual(
    expect.arrayContaining([
      'reviews.judge comment',
      'reviews.lift reason',
      'vitals.markEnteredInError reason',
      'safety.setRule reason',
      'orders.sign lines.regimen.additives.text',
    ]),
  );
});

/** Every named field of an input, those within lists, choices and parts too. */
function fieldsOf(
  schema: z.core.$ZodType,
  path = '',
  seen = new Set<unknown>(),
): [string, z.core.$ZodType][] {
  if (seen.has(schema)) return [];
  const inside = (part: z.core.$ZodType, at = path) => fieldsOf(part, at, new Set([...seen, schema]));
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, field]) => {
        const at = path ? `${path}.${name}` : name;
        return [[at, field] as [string, z.core.$ZodType], ...inside(field, at)];
      });
    case 'array':
      return inside(def.element);
    case 'union':
      return def.options.flatMap((option) => inside(option));
    case 'intersection':
      return [...inside(def.left), ...inside(def.right)];
    case 'record':
      return inside(def.valueType);
    case 'pipe':
      return inside(def.in);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return inside(def.innerType);
    default:
      return [];
  }
}

const takes = (field: z.core.$ZodType, value: unknown) => z.safeParse(field, value).success;
/** It takes words and refuses their absence: a reason, a comment, a note. */
const isObligatoryText = (field: z.core.$ZodType) =>
  takes(field, 'Un motif en toutes lettres') && !takes(field, '') && !takes(field, undefined);

test.each([
  ['NUL', 'a\u0000b'],
  ['a control', 'a\u001bb'],
  ['half a character', 'a\ud83db'],
])('what no server keeps as it is, is refused: %s', (_what, text) => {
  expect(typedText(100).safeParse(text).success).toBe(false);
  expect(writtenText({ least: 1, most: 100 }).safeParse(text).success).toBe(false);
});

test('what is typed is kept as it is, lines and signs too', () => {
  const text = 'Première ligne\n\tdeuxième\u00a0: 37,5 °C 😀 e\u0301';
  expect(typedText(100).parse(` ${text} `)).toBe(text);
});
