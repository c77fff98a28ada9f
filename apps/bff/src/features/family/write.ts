import { absenceOf } from '@keneyapp/fhir-model/absence';
import { coded as readCoded } from '@keneyapp/fhir-model/coded';
import {
  noKnownFamilyHistory,
  readFamilyMemberHistory,
  sortFamily,
} from '@keneyapp/fhir-model/family-member-history';
import { patientReference } from '@keneyapp/fhir-model/references';
import { systems } from '@keneyapp/fhir-model/systems';
import type {
  Age,
  CodeableConcept,
  FamilyMemberHistory,
  FamilyMemberHistoryCondition,
} from '@medplum/fhirtypes';
import { refuse } from '../../errors.ts';
import {
  changeStatement,
  lockOf,
  noteOf,
  recordStatement,
  statusOf,
  withFirstNote,
  type ChangedStatement,
  type StatementContext,
} from '../../statements.ts';
import type { StatementChange } from '../../statement-input.ts';
import { conceptOf, type CodedInput } from '../../terminology/coded-input.ts';
import { oneAtATime } from '../../writing/one-at-a-time.ts';
import type { ChangeInput, RecordInput, Relation } from './schema.ts';

/** As it is read where codes are not translated. */
const words: Record<Relation, string> = {
  MTH: 'Mère',
  FTH: 'Père',
  SIS: 'Sœur',
  BRO: 'Frère',
  DAU: 'Fille',
  SON: 'Fils',
  MGRMTH: 'Grand-mère maternelle',
  MGRFTH: 'Grand-père maternel',
  PGRMTH: 'Grand-mère paternelle',
  PGRFTH: 'Grand-père paternel',
  AUNT: 'Tante',
  UNCLE: 'Oncle',
  COUSN: 'Cousin ou cousine',
  HSIS: 'Demi-sœur',
  HBRO: 'Demi-frère',
};
const relationOf = (relation: Relation): CodeableConcept => ({
  ...statusOf('v3-RoleCode', relation),
  text: words[relation],
});
const years = (value: number): Age => ({ value, unit: 'ans', system: systems.ucum, code: 'a' });

/** Writes one relative with what they have or had. */
export async function record(ctx: StatementContext, input: RecordInput): Promise<ChangedStatement> {
  const now = new Date();
  checkDeath(input.isDeceased, input.ageAtDeath);
  const condition = await Promise.all(
    input.conditions.map(async ({ coded, age }) => ({
      code: await diseaseOf(ctx, coded),
      ...(age === null ? {} : { onsetAge: years(age) }),
    })),
  );
  return recordStatement(ctx, input.key, {
    resourceType: 'FamilyMemberHistory',
    status: 'completed',
    patient: { reference: patientReference(ctx.patientId) },
    date: now.toISOString(),
    relationship: relationOf(input.relation),
    ...deathOf(input.isDeceased, input.ageAtDeath),
    condition,
    ...(input.note ? { note: [noteOf(ctx, input.note, now)] } : {}),
  });
}

/** Writes that the patient was asked and that there is nothing in the family; refused where something is listed. */
export const recordNoneKnown = (ctx: StatementContext, key: string): Promise<ChangedStatement> =>
  oneAtATime(ctx.services.locks, lockOf('FamilyMemberHistory', ctx.patientId), () =>
    recordStatement(
      ctx,
      key,
      {
        resourceType: 'FamilyMemberHistory',
        status: 'completed',
        patient: { reference: patientReference(ctx.patientId) },
        date: new Date().toISOString(),
        relationship: { ...statusOf('v3-RoleCode', 'FAMMEMB'), text: 'Famille' },
        condition: [{ code: noKnownFamilyHistory }],
      },
      async () => {
        const all = await ctx.fhir.searchAll(
          'FamilyMemberHistory',
          { patient: patientReference(ctx.patientId) },
          1_000,
        );
        const { items, statements } = sortFamily(all.map(readFamilyMemberHistory));
        if (items.some(({ conditions }) => conditions.length > 0))
          refuse([{ path: ['current'], reason: 'listed' }]);
        if (statements.some(({ absence }) => absence.says === 'none-known'))
          refuse([{ path: ['current'], reason: 'said' }]);
      },
    ),
  );

/** It is said otherwise: what the person changed, and nothing else of it. */
export async function change(ctx: StatementContext, input: ChangeInput): Promise<ChangedStatement> {
  const { relation, conditions, isDeceased, ageAtDeath, note } = input.changes;
  const wanted =
    conditions &&
    (await Promise.all(
      conditions.map(async ({ coded, age, was }) => ({ code: await diseaseOf(ctx, coded), age, was })),
    ));
  return changeStatement(ctx, 'FamilyMemberHistory', { ...input, reason: '' }, (stored, now) => {
    // that there is none is no disease that could be put otherwise
    if (readFamilyMemberHistory(stored).absence) refuse([{ path: ['id'], reason: 'absence' }]);
    return {
      ...(isDeceased === undefined && ageAtDeath === undefined
        ? stored
        : withDeath(stored, isDeceased, ageAtDeath)),
      ...(relation === undefined ? {} : { relationship: relationOf(relation) }),
      ...(wanted ? { condition: conditionsAfter(stored.condition ?? [], wanted) } : {}),
      ...(note === undefined ? {} : withFirstNote(ctx, stored, note, now)),
    };
  });
}

/** It should never have been written. */
export const markEnteredInError = (
  ctx: StatementContext,
  input: StatementChange,
): Promise<ChangedStatement> =>
  changeStatement(ctx, 'FamilyMemberHistory', input, (stored) => ({ ...stored, status: 'entered-in-error' }));

/** A disease as a problem is coded; the check of what is written does not look into a list. */
async function diseaseOf(ctx: StatementContext, coded: CodedInput): Promise<CodeableConcept> {
  const { concept } = await conceptOf(ctx.services.terminology, 'Condition.code', coded);
  if (concept.text === '') refuse([{ path: ['conditions', 'coded'], reason: 'empty' }]);
  if (concept.coding?.some(({ display }) => display === undefined))
    refuse([{ path: ['conditions', 'coded'], reason: 'unknown-code' }]);
  if (absenceOf(concept, 'family') ?? absenceOf(concept, 'problem'))
    refuse([{ path: ['conditions', 'coded'], reason: 'absence' }]);
  return concept;
}

/** Diseases as the form has them; what it cannot hold of one that was there (outcome, notes, a date) stays with it. */
function conditionsAfter(
  stored: readonly FamilyMemberHistoryCondition[],
  wanted: readonly { code: CodeableConcept; age: number | null; was: string | null }[],
): FamilyMemberHistoryCondition[] {
  const left = [...stored];
  const wordsOf = ({ code }: FamilyMemberHistoryCondition) => readCoded(code).text ?? '';
  return wanted.map(({ code, age, was }) => {
    const at = was === null ? -1 : left.findIndex((one) => wordsOf(one) === was);
    const [kept] = at < 0 ? [] : left.splice(at, 1);
    if (!kept) return { code, ...(age === null ? {} : { onsetAge: years(age) }) };
    const { onsetAge, ...rest } = kept;
    return {
      ...rest,
      // words that nobody changed keep the codes that they have
      code: code.text === was ? kept.code : code,
      ...(age !== null
        ? { onsetAge: onsetAge?.value === age ? onsetAge : years(age) }
        : // an age in months stands in no field of years, and stays
          onsetAge && onsetAge.code !== 'a'
          ? { onsetAge }
          : {}),
    };
  });
}

function checkDeath(isDeceased: boolean | null, ageAtDeath: number | null): void {
  if (ageAtDeath !== null && isDeceased !== true) refuse([{ path: ['ageAtDeath'], reason: 'notDeceased' }]);
}

function deathOf(
  isDeceased: boolean | null,
  ageAtDeath: number | null,
): Pick<FamilyMemberHistory, 'deceasedAge' | 'deceasedBoolean'> {
  if (ageAtDeath !== null) return { deceasedAge: years(ageAtDeath) };
  return isDeceased === null ? {} : { deceasedBoolean: isDeceased };
}

function withDeath(
  stored: FamilyMemberHistory,
  isDeceased: boolean | null | undefined,
  ageAtDeath: number | null | undefined,
): FamilyMemberHistory {
  const was = readFamilyMemberHistory(stored).deceased?.is ?? null;
  const is = isDeceased === undefined ? was : isDeceased;
  const age = ageAtDeath === undefined ? (stored.deceasedAge?.value ?? null) : ageAtDeath;
  const kept = is === true ? age : null;
  if (ageAtDeath !== undefined) checkDeath(is, ageAtDeath);
  const {
    deceasedBoolean: _b,
    deceasedAge: _a,
    deceasedDate: _d,
    deceasedRange: _r,
    deceasedString: _s,
    ...rest
  } = stored;
  return { ...rest, ...deathOf(is, kept) };
}
