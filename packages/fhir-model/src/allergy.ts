import type { AllergyIntolerance } from '@medplum/fhirtypes';
import { coded, codedOrNull, oneOf } from './coded.ts';
import { date, latestFirst, whenOf } from './dates.ts';
import { systems } from './systems.ts';
import { notes, words } from './text.ts';
import { versionOf } from './bundles.ts';
import { nameBehind } from './names.ts';
import type { Lookup } from './references.ts';
import type { Coded, When } from './shapes.ts';

interface AllergyReaction {
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
 * `known`: there are current allergies. `none-known`: somebody recorded that there are none (FHIR "no known allergy"
 * codes). `not-recorded`: nobody wrote anything, which is not the same and must not look the same.
 */
export type AllergyState = 'known' | 'none-known' | 'not-recorded';

/** SNOMED CT codes that say somebody asked and there is none: in general, drugs, food, environment, latex. */
const noneKnown = ['716186003', '409137002', '429625007', '428607008', '1003774007'];
const clinical = ['active', 'inactive', 'resolved'] as const;
const verification = ['confirmed', 'unconfirmed', 'presumed', 'refuted', 'entered-in-error'] as const;

export function readAllergy(allergy: AllergyIntolerance, lookup: Lookup): Allergy {
  const verified = oneOf(verification, allergy.verificationStatus);
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
      manifestations: (r.manifestation ?? []).flatMap((m) => codedOrNull(m) ?? []),
      severity: oneOf(['mild', 'moderate', 'severe'], r.severity),
      onset: date(r.onset),
      substance: codedOrNull(r.substance),
      note: [words(r.description), notes(r.note)].filter((t) => t !== null).join('\n') || null,
    })),
    note: notes(allergy.note),
  };
}

function rankOf({ criticality, reaction }: AllergyIntolerance): Allergy['rank'] {
  const severities = (reaction ?? []).map((r) => r.severity);
  if (criticality === 'high' || severities.includes('severe')) return 3;
  if (severities.includes('moderate')) return 2;
  return criticality === 'low' || severities.includes('mild') ? 1 : 0;
}

export function isNoneKnown({ substance }: Allergy): boolean {
  return substance.codes.some((c) => c.system === systems.snomed && noneKnown.includes(c.code));
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

/** Statements that there is none are listed only while nothing contradicts them. */
export function sortAllergies(all: Allergy[]): { state: AllergyState; current: Allergy[]; past: Allergy[] } {
  const current = all.filter((a) => a.isCurrent).sort(byDanger);
  const real = current.filter((a) => !isNoneKnown(a));
  const past = all
    .filter((a) => !a.isCurrent && a.verification !== 'entered-in-error')
    .sort(latestFirst((a) => a.recordedDate));
  if (real.length > 0) return { state: 'known', current: real, past };
  return { state: current.length > 0 ? 'none-known' : 'not-recorded', current, past };
}
