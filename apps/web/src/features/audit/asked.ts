/** A question of the trail, field by field; null when it is none that we wrote: another version's, or a cut one. */
export function askedFields(query: string): { name: string; value: unknown }[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(query);
  } catch {
    // a search for images is kept as it was in the address
    return /^[A-Za-z]+=/.test(query)
      ? [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }))
      : null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  return Object.entries(parsed).flatMap(([name, value]) =>
    hidden.has(name) || value === null || value === '' ? [] : [{ name, value }],
  );
}

/** Said elsewhere on the page, or nothing that a person asked for. */
const hidden = new Set(['patientId', 'cursor', 'limit', 'start', 'count', 'lastEventId', 'readWithin']);

/** What was touched, by kind: `Observation/7`, `Observation/9` and `Condition` are two kinds, one of them with two ids. */
export function touchedKinds(resources: readonly string[]): { type: string; ids: string[] }[] {
  const kinds = new Map<string, string[]>();
  for (const resource of resources) {
    const slash = resource.indexOf('/'),
      [type, id] = slash < 0 ? [resource, null] : [resource.slice(0, slash), resource.slice(slash + 1)];
    kinds.set(type, [...(kinds.get(type) ?? []), ...(id === null ? [] : [id])]);
  }
  return [...kinds].map(([type, ids]) => ({ type, ids }));
}
