/** Elements that say nothing of their own, by the end of their path, and why. */
const untold: [RegExp, string][] = [
  [/\.system$/, 'the code system of a unit or code: kept with codes that are, the unit stands in words'],
  [/doseAndRate\[\]\.type\b/, 'ordered is what goes without saying'],
  [/\.coding\[\]\.display$/, 'where the author put it in words, or without the hierarchy of SNOMED CT'],
  [/(uantity|numerator|denominator|low|high)\.code$/, 'of a unit outside UCUM, which has its words'],
  [/asNeededBoolean$/, 'read as asNeeded'],
  [/\.extension\[\]/, 'extensions are not read'],
];

function* leaves(value: unknown, path = ''): Generator<[string, unknown]> {
  if (value === null || typeof value !== 'object') yield [path, value];
  else
    for (const [key, inner] of Object.entries(value))
      yield* leaves(inner, Array.isArray(value) ? `${path}[]` : path === '' ? key : `${path}.${key}`);
}

/** White space and the seconds of a full minute aside. */
const plain = (value: unknown): string =>
  String(value)
    .replaceAll(/\s+/g, ' ')
    .replace(/^(\d\d:\d\d):00$/, '$1')
    .trim();

/** What of a resource's element stands nowhere in its reading, `path: value`. */
export function lost(recorded: unknown, reading: unknown): string[] {
  const told = new Set([...leaves(reading)].map(([, value]) => plain(value)));
  return [...leaves(recorded)]
    .filter(([path, value]) => !told.has(plain(value)) && !untold.some(([of]) => of.test(path)))
    .map(([path, value]) => `${path}: ${plain(value)}`);
}
