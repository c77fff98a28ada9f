import type { Condition } from '@medplum/fhirtypes';
import { absenceOf, isRefuted, type Absence, type Statement } from './absence.ts';
import { isUncoded } from './bindings.ts';
import { coded, codedOrNull, oneOf } from './coded.ts';
import { date, epochMs, isOver, latestFirst, whenOf } from './dates.ts';
import { notes } from './text.ts';
import { versionOf } from './bundles.ts';
import { nameBehind } from './names.ts';
import type { Lookup } from './references.ts';
import type { Coded, When } from './shapes.ts';

export interface Problem {
  id: string;
  /** Version, for `If-Match`. */
  version: string | null;
  name: Coded;
  /** Its words were kept without a code, by somebody who found none. */
  isUncoded: boolean;
  /** FHIR condition-clinical; null when not recorded. `current` already takes abatement and verification into account. */
  clinicalStatus: 'active' | 'recurrence' | 'relapse' | 'inactive' | 'remission' | 'resolved' | null;
  verification:
    'confirmed' | 'provisional' | 'differential' | 'unconfirmed' | 'refuted' | 'entered-in-error' | null;
  /** How it was put where it is none of these words. */
  verificationText: string | null;
  clinicalStatusText: string | null;
  isCurrent: boolean;
  /** Set where this is no problem but a statement that there is none, or that nobody knows. */
  absence: Absence | null;
  severity: Coded | null;
  /** `encounter-diagnosis`, `problem-list-item`, …; null when not recorded. */
  category: string | null;
  onset: When | null;
  abatement: When | null;
  recordedDate: string | null;
  recorder: string | null;
  bodySite: Coded | null;
  note: string | null;
}

const clinical = ['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved'] as const;
const verification = [
  'confirmed',
  'provisional',
  'differential',
  'unconfirmed',
  'refuted',
  'entered-in-error',
] as const;
const category = ['problem-list-item', 'encounter-diagnosis', 'health-concern'] as const;

/** How sure it is; in the words of its author where they are none of ours. */
export function certaintyOf({
  verificationStatus,
}: Condition): Pick<Problem, 'verification' | 'verificationText'> {
  const known = oneOf(verification, verificationStatus);
  if (known || !verificationStatus) return { verification: known, verificationText: null };
  const said = coded(verificationStatus);
  return isRefuted(said)
    ? { verification: 'refuted', verificationText: null }
    : { verification: null, verificationText: said.text };
}

/** It was looked for and is not there, or nobody should have written it down: nothing to name it by in a list of diagnoses. */
export const isRuledOut = (condition: Condition): boolean =>
  ['refuted', 'entered-in-error'].includes(certaintyOf(condition).verification ?? '');

export function readProblem(condition: Condition, lookup: Lookup, now: Date): Problem {
  const abatement = whenOf({
    dateTime: condition.abatementDateTime,
    period: condition.abatementPeriod,
    age: condition.abatementAge,
    range: condition.abatementRange,
    text: condition.abatementString,
  });
  const clinicalStatus = oneOf(clinical, condition.clinicalStatus);
  const { verification: verified, verificationText } = certaintyOf(condition);
  const absence = absenceOf(condition.code, 'problem');
  const over =
    clinicalStatus === null
      ? abatement !== null && (abatement.start === null || isOver(abatement.start, now))
      : ['inactive', 'remission', 'resolved'].includes(clinicalStatus);
  return {
    id: condition.id ?? '',
    version: versionOf(condition),
    name: coded(condition.code),
    isUncoded: isUncoded(condition),
    clinicalStatus,
    verification: verified,
    verificationText,
    clinicalStatusText: clinicalStatus ? null : coded(condition.clinicalStatus).text,
    isCurrent: !over && absence === null && verified !== 'refuted' && verified !== 'entered-in-error',
    absence,
    severity: codedOrNull(condition.severity),
    category: condition.category?.map((c) => oneOf(category, c)).find((c) => c !== null) ?? null,
    onset: whenOf({
      dateTime: condition.onsetDateTime,
      period: condition.onsetPeriod,
      age: condition.onsetAge,
      range: condition.onsetRange,
      text: condition.onsetString,
    }),
    abatement,
    recordedDate: date(condition.recordedDate),
    recorder: nameBehind(condition.recorder ?? condition.asserter, lookup, condition),
    bodySite: condition.bodySite?.map(codedOrNull).find((s) => s !== null) ?? null,
    note: notes(condition.note),
  };
}

/** When it began, else when somebody wrote it down. */
export const problemDate = (p: Problem): string | null => p.onset?.start ?? p.recordedDate;

/** The same problem written down several times (every visit writes its diagnoses again) shows once, as first known. */
export function withoutRepeats(problems: Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const code = problem.name.codes[0];
    const key = code
      ? `${code.system}|${code.code}|${problem.bodySite?.text ?? ''}`
      : (problem.name.text?.toLocaleLowerCase('fr') ?? problem.id);
    const before = first.get(key);
    if (!before || epochMs(problemDate(problem)) < epochMs(problemDate(before))) first.set(key, problem);
  }
  return problems.filter((p) => [...first.values()].includes(p));
}

export interface SortedProblems {
  /** Latest onset first. */
  current: Problem[];
  past: Problem[];
  /** Looked for and not there: no problems, and no history either. */
  refuted: Problem[];
  statements: Statement[];
}

export function sortProblems(all: Problem[]): SortedProblems {
  const valid = all.filter((p) => p.verification !== 'entered-in-error').sort(latestFirst(problemDate));
  const real = valid.filter((p) => p.absence === null);
  const current = real.filter((p) => p.isCurrent);
  return {
    current,
    past: real.filter((p) => !p.isCurrent && p.verification !== 'refuted'),
    refuted: real.filter((p) => p.verification === 'refuted'),
    statements: valid.flatMap(({ id, version, name, absence, recordedDate, recorder, verification: v }) =>
      absence && v !== 'refuted'
        ? [
            {
              id,
              version,
              name,
              absence,
              recordedDate,
              recorder,
              isContradicted: absence.says === 'none-known' && current.length > 0,
            },
          ]
        : [],
    ),
  };
}
