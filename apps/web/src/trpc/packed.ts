/**
 * Long lists on their way into the page: keys once instead of in every row, what repeats (a person, a room, a reason)
 * once instead of in every row that names it. A week of 1,500 appointments is a sixth of its size, and what is never
 * written need not be escaped, compressed and read again. Only data as JSON has it goes through here.
 */

/** A list shorter than that goes as it is. */
const longList = 40;

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One list of objects with the same keys: the rows hold plain values, or places in `shared`. */
interface Columns {
  keys: string[];
  /** Which keys hold places in `shared`. */
  places: boolean[];
  rows: unknown[][];
  shared: unknown[];
}
interface Packed {
  /** What is not in a long list. */
  rest: Plain;
  /** The long lists by their key. */
  lists: Record<string, Columns>;
}
/** How it stands in the page: text, which is read at once instead of value by value. */
interface PackedText {
  $packed: string;
}

/** Data without a long list is returned as it is. */
export function pack(data: unknown): unknown {
  if (!isPlain(data)) return data;
  const rest: Plain = { ...data };
  const lists: Packed['lists'] = {};
  for (const [key, value] of Object.entries(data)) {
    const columns = Array.isArray(value) && value.length >= longList ? columnsOf(value) : null;
    if (!columns) continue;
    lists[key] = columns;
    rest[key] = null; // keeps the order of the keys
  }
  return Object.keys(lists).length === 0
    ? data
    : ({ $packed: JSON.stringify({ rest, lists } satisfies Packed) } satisfies PackedText);
}

/** What `pack` was given; rows that named the same share one object. */
export function unpack(data: unknown): unknown {
  if (!isPlain(data) || typeof data['$packed'] !== 'string' || Object.keys(data).length !== 1) return data;
  const { rest, lists } = JSON.parse(data['$packed']) as Packed;
  return { ...rest, ...Object.fromEntries(Object.entries(lists).map(([key, one]) => [key, rowsOf(one)])) };
}

/** null for what is no list of objects with the same keys. */
function columnsOf(list: unknown[]): Columns | null {
  const [first] = list;
  if (!isPlain(first)) return null;
  const keys = Object.keys(first);
  const same = (one: unknown): one is Plain => {
    if (!isPlain(one)) return false;
    const own = Object.keys(one);
    return own.length === keys.length && own.every((key, i) => key === keys[i]);
  };
  if (!list.every(same)) return null;
  const places = keys.map((key) => list.some((one) => typeof one[key] === 'object' && one[key] !== null));
  const shared: unknown[] = [];
  const known = new Map<string, number>();
  const placeOf = (value: unknown): number => {
    const text = JSON.stringify(value);
    const place = known.get(text) ?? shared.push(value) - 1;
    known.set(text, place);
    return place;
  };
  return {
    keys,
    places,
    rows: list.map((one) => keys.map((key, i) => (places[i] ? placeOf(one[key]) : one[key]))),
    shared,
  };
}

const rowsOf = ({ keys, places, rows, shared }: Columns): Plain[] =>
  rows.map((row) =>
    Object.fromEntries(keys.map((key, i) => [key, places[i] ? shared[row[i] as number] : row[i]])),
  );
