import type { MergeField, MergeInput } from '@keneyapp/bff/features/identities/schema';
import type { ComparedPairView } from '@keneyapp/bff/features/identities/view';

/** In the order in which they are shown; strict traits first. */
const kinds: Record<MergeField, 'strict' | 'other'> = {
  birthName: 'strict',
  givenNames: 'strict',
  birthDate: 'strict',
  sex: 'strict',
  birthPlace: 'strict',
  usedName: 'other',
  usedGivenName: 'other',
  home: 'other',
  telephones: 'other',
  email: 'other',
};
export const mergeFields = Object.keys(kinds) as MergeField[];

type SideIndex = 0 | 1;
export interface Chosen {
  /** Which of the two is kept. */
  kept: SideIndex;
  /** Whose value stands, of the fields that differ. */
  fields: Partial<Record<MergeField, SideIndex>>;
}

const otherThan = (side: SideIndex): SideIndex => (side === 0 ? 1 : 0);
const trust = { QUAL: 3, VALI: 2, RECUP: 1, PROV: 0 } as const;

/** The record to which others lead has to be kept; else the one whose identity is trusted more, else the first one. */
function proposed({ sides: [one, other] }: ComparedPairView): SideIndex {
  if (other.mustBeKept !== one.mustBeKept) return other.mustBeKept ? 1 : 0;
  return trust[other.state.status] > trust[one.state.status] ? 1 : 0;
}

/** What the kept record says stands, and what only the other one says. */
export function startOf(pair: ComparedPairView, kept: SideIndex = proposed(pair)): Chosen {
  const fields: Chosen['fields'] = {};
  for (const field of pair.differs) fields[field] = isBlank(pair.sides[kept], field) ? otherThan(kept) : kept;
  return { kept, fields };
}

export function choicesOf(pair: ComparedPairView, { kept, fields }: Chosen): MergeInput['choices'] {
  return Object.fromEntries(
    pair.differs.map((field) => [field, (fields[field] ?? kept) === kept ? 'kept' : 'other']),
  );
}

/** Strict traits of either side: what was proven was of others. */
export function mixesTraits({ differs }: ComparedPairView, { kept, fields }: Chosen): boolean {
  const from = new Set(
    differs.filter((field) => kinds[field] === 'strict').map((field) => fields[field] ?? kept),
  );
  return from.size > 1;
}

export function isBlank(side: ComparedPairView['sides'][number], field: MergeField): boolean {
  const { traits } = side;
  switch (field) {
    case 'birthName':
      return traits.birthName === '';
    case 'givenNames':
      return traits.firstGivenName === '' && traits.givenNames.length === 0;
    case 'birthDate':
      return traits.birthDate.known === '';
    case 'sex':
      return traits.sex === 'unknown';
    case 'birthPlace':
      return traits.birthPlace.code === '';
    case 'telephones':
      return side.telephones.length === 0;
    default:
      return side[field] === null;
  }
}
