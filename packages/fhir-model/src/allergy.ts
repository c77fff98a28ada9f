import type { AllergyIntolerance, AllergyIntoleranceReaction } from '@medplum/fhirtypes';
import { coded, codedOrNull, oneOf } from './coded.ts';
import { date, latestFirst, whenOf } from './dates.ts';
import { absenceOf, isRefuted, type Absence, type AbsenceKind, type Statement } from './absence.ts';
import { notes, words } from './text.ts';
import { versionOf } from './bundles.ts';
import { nameBehind } from './names.ts';
import type { Lookup } from './references.ts';
import type { Coded, When } from './shapes.ts';

interface AllergyReaction {
  /** What was seen, in a line: by this a form knows the reaction again. */
  words: string;
  manifestations: Coded[];
  severity: 'mild' | 'moderate' | 'severe' | null;
  onset: string | null;
  substance: Coded | null;
  note: string | null;
}

export interface Allergy {
  id: string;
  version: string | null;
  substance: Coded;
  kind: 'allergy' | 'intolerance' | null;
  categories: ('food' | 'medication' | 'environment' | 'biologic')[];
  criticality: 'low' | 'high' | 'unable-to-assess' | null;
  clinicalStatus: 'active' | 'inactive' | 'resolved' | null;
  verification: 'confirmed' | 'unconfirmed' | 'presumed' | 'refuted' | 'entered-in-error' | null;
  isCurrent: boolean;
  /** Set where this is no allergy but a statement that there is none, or that nobody knows. */
  absence: Absence | null;
  /** 3 life-threatening or severe, 2 moderate, 1 mild or low, 0 unknown: the order of the banner. */
  rank: 0 | 1 | 2 | 3;
  onset: When | null;
  recordedDate: string | null;
  recorder: string | null;
  lastOccurrence: string | null;
  reactions: AllergyReaction[];
  note: string | null;
}

/**
 * `known`: there are current allergies. `none-known`: somebody recorded that there are none. `none-known-of`: the same of
 * some kinds alone (`noneOf`), of the rest nobody wrote. `not-recorded`: nobody wrote anything, or only that it is not
 * known, which is not the same and must not look the same.
 */
export type AllergyState = 'known' | 'none-known' | 'none-known-of' | 'not-recorded';

const clinical = ['active', 'inactive', 'resolved'] as const;
const verification = ['confirmed', 'unconfirmed', 'presumed', 'refuted', 'entered-in-error'] as const;

export function readAllergy(allergy: AllergyIntolerance, lookup: Lookup): Allergy {
  const verified =
    oneOf(verification, allergy.verificationStatus) ??
    (isRefuted(coded(allergy.verificationStatus)) ? 'refuted' : null);
  const clinicalStatus = oneOf(clinical, allergy.clinicalStatus);
  const substance =
    codedOrNull(allergy.code) ??
    allergy.reaction?.map((r) => codedOrNull(r.substance)).find((s) => s !== null) ??
    coded(undefined);
  return {
    id: allergy.id ?? '',
    version: versionOf(allergy),
    substance,
    kind: oneOf(['allergy', 'intolerance'], allergy.type),
    categories: (allergy.category ?? []).flatMap(
      (c) => oneOf(['food', 'medication', 'environment', 'biologic'], c) ?? [],
    ),
    criticality: oneOf(['low', 'high', 'unable-to-assess'], allergy.criticality),
    clinicalStatus,
    verification: verified,
    // nobody said it is over: it counts
    isCurrent:
      (clinicalStatus ?? 'active') === 'active' && verified !== 'refuted' && verified !== 'entered-in-error',
    absence: absenceIn(allergy),
    rank: rankOf(allergy),
    onset: whenOf({
      dateTime: allergy.onsetDateTime,
      period: allergy.onsetPeriod,
      age: allergy.onsetAge,
      range: allergy.onsetRange,
      text: allergy.onsetString,
    }),
    recordedDate: date(allergy.recordedDate),
    recorder: nameBehind(allergy.recorder ?? allergy.asserter, lookup, allergy),
    lastOccurrence: date(allergy.lastOccurrence),
    reactions: (allergy.reaction ?? []).map((r) => ({
      words: reactionWords(r),
      manifestations: (r.manifestation ?? []).flatMap((m) => codedOrNull(m) ?? []),
      severity: oneOf(['mild', 'moderate', 'severe'], r.severity),
      onset: date(r.onset),
      substance: codedOrNull(r.substance),
      note: [words(r.description), notes(r.note)].filter((t) => t !== null).join('\n') || null,
    })),
    note: notes(allergy.note),
  };
}

export const reactionWords = ({ manifestation = [] }: AllergyIntoleranceReaction): string =>
  manifestation.flatMap((one) => coded(one).text ?? coded(one).codes[0]?.code ?? []).join(', ');

function rankOf({ criticality, reaction }: AllergyIntolerance): Allergy['rank'] {
  const severities = (reaction ?? []).map((r) => r.severity);
  if (criticality === 'high' || severities.includes('severe')) return 3;
  if (severities.includes('moderate')) return 2;
  return criticality === 'low' || severities.includes('mild') ? 1 : 0;
}

/** A statement speaks of its kind; a general one that was filed under one kind speaks of that alone. */
function absenceIn({ code, category, reaction }: AllergyIntolerance): Absence | null {
  const absence = absenceOf(code, 'allergy');
  // nothing that has caused a reaction is nothing
  if (!absence || (reaction ?? []).some((r) => (r.manifestation?.length ?? 0) > 0)) return null;
  const [kind, ...more] = category ?? [];
  return absence.kind || kind === undefined || more.length > 0
    ? absence
    : { ...absence, kind: oneOf(['food', 'medication', 'environment', 'biologic'], kind) };
}

/** Worst first, then allergies before intolerances, then the certain before the supposed, then by name. */
function byDanger(a: Allergy, b: Allergy): number {
  const certain = (x: Allergy) => (x.verification === 'confirmed' ? 0 : 1);
  return (
    b.rank - a.rank ||
    Number(a.kind === 'intolerance') - Number(b.kind === 'intolerance') ||
    certain(a) - certain(b) ||
    (a.substance.text ?? '').localeCompare(b.substance.text ?? '', 'fr')
  );
}

export interface SortedAllergies {
  state: AllergyState;
  /** Kinds of which somebody recorded that there are none. */
  noneOf: AbsenceKind[];
  /** Worst first. */
  current: Allergy[];
  past: Allergy[];
  /** What was said of there being none; the latest first. */
  statements: Statement[];
}

/** Statements stand beside the list, whether or not it contradicts them: they are no allergies. */
export function sortAllergies(all: Allergy[]): SortedAllergies {
  const real = all.filter((a) => a.absence === null);
  const current = real.filter((a) => a.isCurrent).sort(byDanger);
  const past = real
    .filter((a) => !a.isCurrent && a.verification !== 'entered-in-error')
    .sort(latestFirst((a) => a.recordedDate));
  const statements = all
    .filter((a) => a.isCurrent)
    .sort(latestFirst((a) => a.recordedDate))
    .flatMap(({ id, version, substance, absence, recordedDate, recorder }): Statement[] =>
      absence
        ? [
            {
              id,
              version,
              name: substance,
              absence,
              recordedDate,
              recorder,
              isContradicted: absence.says === 'none-known' && current.some((a) => isOf(a, absence.kind)),
            },
          ]
        : [],
    );
  const said = statements.flatMap(({ absence }) => (absence.says === 'none-known' ? [absence.kind] : []));
  const noneOf = [...new Set(said.filter((kind) => kind !== null))];
  const state =
    current.length > 0
      ? 'known'
      : said.includes(null)
        ? 'none-known'
        : noneOf.length > 0
          ? 'none-known-of'
          : 'not-recorded';
  return { state, noneOf, current, past, statements };
}

const isOf = ({ categories }: Allergy, kind: AbsenceKind | null): boolean =>
  kind === null || (categories as string[]).includes(kind);
