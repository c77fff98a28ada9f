import type { AbbreviationsView, HospitalAbbreviations } from '@keneyapp/bff/features/terminology/view';

export interface Meaning {
  text: string;
  cim10: string[];
}
/** What the hospital decided about one short form; neither of both: as it is shipped, or not there. */
export interface Decided {
  meanings: Meaning[] | null;
  isHidden: boolean;
}
export const undecided: Decided = { meanings: null, isHidden: false };

/** `changed` is the hospital's own in the place of one that is shipped. */
type Origin = 'own' | 'changed' | 'shipped' | 'hidden';
export interface Row {
  /** The short form without regard to capitals: two that differ in nothing else are one. */
  key: string;
  short: string;
  meanings: (Meaning & { source: string | null })[];
  origin: Origin;
}

const keyOf = (short: string): string => short.toLowerCase();

/** Every short form that there is, shipped and of the hospital, in alphabetical order. */
export function rowsOf({ shipped, hospital }: Pick<AbbreviationsView, 'shipped' | 'hospital'>): Row[] {
  const own = new Map(hospital.own.map((one) => [keyOf(one.short), one]));
  const hidden = new Set(hospital.hidden.map(keyOf));
  const shippedKeys = new Set(shipped.map((one) => keyOf(one.short)));
  const ofHospital = hospital.own.map(({ short, meanings }): Row => ({
    key: keyOf(short),
    short,
    meanings: meanings.map((one) => ({ ...one, source: null })),
    origin: shippedKeys.has(keyOf(short)) ? 'changed' : 'own',
  }));
  const ofShipped = shipped
    .filter(({ short }) => !own.has(keyOf(short)))
    .map(({ short, meanings }): Row => ({
      key: keyOf(short),
      short,
      meanings,
      origin: hidden.has(keyOf(short)) ? 'hidden' : 'shipped',
    }));
  return [...ofHospital, ...ofShipped].sort((a, b) => a.short.localeCompare(b.short, 'fr'));
}

export function decidedOf({ own, hidden }: HospitalAbbreviations, short: string): Decided {
  const key = keyOf(short);
  return {
    meanings: own.find((one) => keyOf(one.short) === key)?.meanings ?? null,
    isHidden: hidden.some((one) => keyOf(one) === key),
  };
}

/** The same list with another decision about one short form; the others stay as they are. */
export function withDecision(
  { own, hidden }: HospitalAbbreviations,
  short: string,
  { meanings, isHidden }: Decided,
): HospitalAbbreviations {
  const key = keyOf(short);
  return {
    own: [...own.filter((one) => keyOf(one.short) !== key), ...(meanings ? [{ short, meanings }] : [])],
    hidden: [...hidden.filter((one) => keyOf(one) !== key), ...(isHidden ? [short] : [])],
  };
}

export const isSame = (a: Decided, b: Decided): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `Hypertension artérielle (I10)`, one a line. */
export const meaningsText = (meanings: readonly Meaning[]): string =>
  meanings.map(({ text, cim10 }) => (cim10.length > 0 ? `${text} (${cim10.join(', ')})` : text)).join('\n');
