import { acidKey, baseKey, substanceKey } from '../../apps/decision-support/src/knowledge/substance-key.ts';

/** Substances of the national base of drugs (CIS_COMPO_bdpm): names by key, and the fraction that a salt stands for. */
export interface Composition {
  names: Map<string, string>;
  /** Key of a salt to the key of what acts in it: `valproate de sodium` to `acide valproïque`. */
  acting: Map<string, string>;
  /** Names without their salt. */
  bases: Set<string>;
}

/** TAB, no header; the last columns are kind (SA, FT, ST) and the number that ties a substance to its fraction. */
export function readComposition(text: string): Composition {
  const names = new Map<string, string>();
  const tied = new Map<string, { salts: string[]; fractions: string[] }>();
  for (const line of text.split(/\r?\n/)) {
    const row = line.split('\t').map((cell) => cell.trim());
    while (row.at(-1) === '') row.pop();
    const [cis = '', , , name = ''] = row;
    const kind = row.at(-2) ?? '';
    if (!/^\d{8}$/.test(cis) || name === '') continue;
    names.set(substanceKey(name), name);
    const tie = tied.get(`${cis} ${row.at(-1)}`) ?? { salts: [], fractions: [] };
    (kind === 'SA' ? tie.salts : tie.fractions).push(substanceKey(name));
    tied.set(`${cis} ${row.at(-1)}`, tie);
  }
  const acting = new Map<string, string>();
  for (const { salts, fractions } of tied.values())
    if (fractions.length === 1)
      for (const salt of salts) if (salt !== fractions[0]) acting.set(salt, fractions[0] ?? '');
  return { names, acting, bases: new Set([...names.values()].map(baseKey)) };
}

export const isComposition = (text: string): boolean =>
  text
    .slice(0, 4_000)
    .split(/\r?\n/)
    .slice(0, 3)
    .every((line) => /^\d{8}\t/.test(line) && /\t(SA|FT|ST)\t/.test(line));

/** Names of the base that a substance of the list goes by: the same, without its salt, or the fraction of a salt. */
export function aliasesOf(
  { names, acting }: Composition,
  keys: ReadonlySet<string>,
): { aliases: Record<string, string>; found: Set<string> } {
  const aliases: Record<string, string> = {};
  const found = new Set<string>();
  for (const [key, name] of names) {
    const of = [key, acting.get(key), baseKey(name), acidKey(name)].find(
      (one) => one != null && keys.has(one),
    );
    if (of == null) continue;
    found.add(of);
    if (of !== key) aliases[key] = of;
  }
  return { aliases, found };
}
