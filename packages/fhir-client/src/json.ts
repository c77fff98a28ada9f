/**
 * FHIR's JSON with its decimals as they are written: `1.00` is not `1`, and twenty digits are twenty digits
 * (https://hl7.org/fhir/R4/json.html#decimal). A number that JavaScript gives back as it stands stays a plain number;
 * any other is a `Decimal`, which `JSON.stringify` writes with the digits it came with.
 */
export class Decimal extends Number {
  readonly text: string;
  constructor(text: string) {
    super(text);
    this.text = text;
  }
  override toString(): string {
    return this.text;
  }
  toJSON(): unknown {
    return json.rawJSON(this.text);
  }
}

/** Of JavaScript itself, not yet among the types of TypeScript: https://github.com/tc39/proposal-json-parse-with-source */
const json = JSON as unknown as {
  rawJSON(text: string): unknown;
  parse(
    text: string,
    revive: (this: object, key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
};

/** What may be a number with more to it than JavaScript keeps: a last or many first zeros, an exponent, sixteen digits, minus zero. */
const suspicious =
  /(?:^|"\s*:|[[,])\s*(-?\d+(?:\.\d*0|\.0{6}\d+|(?:\.\d+)?[eE][-+]?\d+|[.\d]{15,}|(?<=-0)))(?=[\s,}\]]|$)/g;

/** Whether a number of the text would not come back as it is written. Text inside of strings is seldom taken for one. */
export function losesDigits(text: string): boolean {
  suspicious.lastIndex = 0;
  for (let found = suspicious.exec(text); found; found = suspicious.exec(text))
    if (String(Number(found[1])) !== found[1]) return true;
  return false;
}

/** `JSON.parse`, with a `Decimal` for each number that would lose digits. Ten times slower where there is one, else as fast. */
export function parseJson(text: string): unknown {
  if (!losesDigits(text)) return JSON.parse(text);
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && source !== String(value)
      ? new Decimal(source)
      : value,
  );
}

/** A copy that shares nothing with `value`, decimals kept (`structuredClone` makes numbers of them). */
export function copyJson<T>(value: T): T {
  if (value === null || typeof value !== 'object' || value instanceof Decimal) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyJson(item)) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = copyJson((value as Record<string, unknown>)[key]);
  return copy as T;
}

/** The same with numbers only, for code that knows no `Decimal`; `value` itself where it holds none. */
export function withNumbers<T>(value: T): T {
  if (value instanceof Decimal) {
    const number = value.valueOf();
    return (Number.isFinite(number) ? number : Math.sign(number) * Number.MAX_VALUE) as T;
  }
  if (value === null || typeof value !== 'object') return value;
  let copy: unknown = null;
  for (const key of Object.keys(value)) {
    const held = (value as Record<string, unknown>)[key],
      plain = withNumbers(held);
    if (plain === held) continue;
    copy ??= Array.isArray(value) ? [...(value as unknown[])] : { ...value };
    (copy as Record<string, unknown>)[key] = plain;
  }
  return (copy ?? value) as T;
}

/** Whether two documents say the same, in whatever order their members stand; a decimal is the same with the same digits. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Decimal || b instanceof Decimal)
    return a instanceof Decimal && b instanceof Decimal && a.text === b.text;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        sameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  );
}

/** The digits of an object's numbers that JavaScript would write otherwise, by key. Copies by `...` take them along. */
const digits = Symbol('digits');
interface WithDigits {
  [digits]?: Record<string, string>;
}

/**
 * `JSON.parse` for code that calculates: every number is a number, and the object that holds it remembers the digits it
 * was written with where they would be lost. `digitsOf` tells them, `stringifyWithDigits` writes them again.
 */
export function parseWithDigits(text: string): unknown {
  if (!losesDigits(text)) return JSON.parse(text);
  return json.parse(text, function (this: WithDigits, key, value, { source }) {
    if (typeof value === 'number' && source !== undefined && source !== String(value))
      (this[digits] ??= {})[key] = source;
    return value;
  });
}

/** The digits of the number at `key` as they were written (`1.00`), as long as it is still that number; else as JavaScript writes it. Null for what is no number. */
export function digitsOf(holder: object, key: string): string | null {
  const value = (holder as Record<string, unknown>)[key];
  if (typeof value !== 'number') return null;
  const kept = (holder as WithDigits)[digits]?.[key];
  return kept !== undefined && Number(kept) === value ? kept : String(value);
}

/** JSON with the digits its numbers came with. `leaveOut` may drop members, as the second argument of `JSON.stringify` does. */
export function stringifyWithDigits(
  value: unknown,
  leaveOut: (this: unknown, key: string, value: unknown) => unknown = (_key, kept) => kept,
  indent?: number,
): string {
  const write = function (this: WithDigits, key: string, member: unknown) {
    const kept = typeof member === 'number' ? this[digits]?.[key] : undefined;
    if (kept !== undefined && Number(kept) === member) return json.rawJSON(kept);
    return leaveOut.call(this, key, member);
  };
  return JSON.stringify(value, write, indent);
}

/** A copy in which a number that JavaScript would write otherwise is the text it was written as; for showing, never for calculating. */
export function digitsAsText<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  const told = (key: string, member: unknown): unknown => {
    if (typeof member !== 'number') return digitsAsText(member);
    const text = digitsOf(value, key);
    return text === String(member) ? member : text;
  };
  if (Array.isArray(value)) return value.map((member, i) => told(String(i), member)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, told(key, member)])) as T;
}
