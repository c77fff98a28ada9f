import type { CodeableConcept, FamilyMemberHistory, FamilyMemberHistoryCondition } from '@medplum/fhirtypes';
import { absenceOf, type Absence, type Statement } from './absence.ts';
import { versionOf } from './bundles.ts';
import { coded, codedOrNull, oneOf } from './coded.ts';
import { date, latestFirst, whenOf } from './dates.ts';
import type { Coded, When } from './shapes.ts';
import { systems } from './systems.ts';
import { notes } from './text.ts';

export interface FamilyRow {
  id: string;
  /** Version, for `If-Match`. */
  version: string | null;
  relation: Coded;
  /** A name, where somebody wrote one down. */
  name: string | null;
  status: 'partial' | 'completed' | 'entered-in-error' | 'health-unknown' | null;
  /** Set where this is no relative but a statement that there is nothing, or that nobody knows. */
  absence: Absence | null;
  /** `when` where it is known at which age or when they died. */
  deceased: { is: boolean; when: When | null } | null;
  conditions: FamilyCondition[];
  /** When it was written down. */
  recordedDate: string | null;
  note: string | null;
}
interface FamilyCondition {
  name: Coded;
  /** At which age, or when, it began. */
  onset: When | null;
  outcome: Coded | null;
  /** They died of it, as far as that was said. */
  isCauseOfDeath: boolean | null;
  note: string | null;
}

/** How it is written here that somebody asked and there is nothing in the family. */
export const noKnownFamilyHistory: CodeableConcept = {
  coding: [{ system: systems.snomed, code: '160266009', display: 'No family history of clinical finding' }],
  text: 'Aucun antécédent familial connu',
};

export function readFamilyMemberHistory(resource: FamilyMemberHistory): FamilyRow {
  return {
    id: resource.id ?? '',
    version: versionOf(resource),
    relation: coded(resource.relationship),
    name: resource.name?.trim() || null,
    status: oneOf(['partial', 'completed', 'entered-in-error', 'health-unknown'], resource.status),
    absence: absenceIn(resource),
    deceased: deceasedOf(resource),
    conditions: (resource.condition ?? []).map(readCondition),
    recordedDate: date(resource.date),
    note: notes(resource.note),
  };
}

/** Nothing but that there is none: beside a disease it is one of its words. */
function absenceIn({ condition = [] }: FamilyMemberHistory): Absence | null {
  const [first, ...others] = condition;
  return first && others.length === 0 ? absenceOf(first.code, 'family') : null;
}

function deceasedOf(resource: FamilyMemberHistory): FamilyRow['deceased'] {
  const when = whenOf({
    dateTime: resource.deceasedDate,
    age: resource.deceasedAge,
    range: resource.deceasedRange,
    text: resource.deceasedString,
  });
  if (when) return { is: true, when };
  return resource.deceasedBoolean === undefined ? null : { is: resource.deceasedBoolean, when: null };
}

const readCondition = (condition: FamilyMemberHistoryCondition): FamilyCondition => ({
  name: coded(condition.code),
  onset: whenOf({
    age: condition.onsetAge,
    range: condition.onsetRange,
    period: condition.onsetPeriod,
    text: condition.onsetString,
  }),
  outcome: codedOrNull(condition.outcome),
  isCauseOfDeath: condition.contributedToDeath ?? null,
  note: notes(condition.note),
});

export interface SortedFamily {
  items: FamilyRow[];
  statements: Statement[];
}

/** Who was written down last first; without what was entered in error. */
export function sortFamily(all: readonly FamilyRow[]): SortedFamily {
  const valid = all
    .filter(({ status }) => status !== 'entered-in-error')
    .toSorted(latestFirst(({ recordedDate }) => recordedDate));
  const items = valid.filter(({ absence }) => absence === null);
  return {
    items,
    statements: valid.flatMap(({ id, version, conditions, absence, recordedDate }): Statement[] =>
      absence
        ? [
            {
              id,
              version,
              name: conditions[0]?.name ?? { text: null, codes: [] },
              absence,
              recordedDate,
              recorder: null,
              isContradicted:
                absence.says === 'none-known' && items.some(({ conditions: theirs }) => theirs.length > 0),
            },
          ]
        : [],
    ),
  };
}
