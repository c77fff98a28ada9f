import {
  birthDateOf,
  checkTraits,
  civilDateAt,
  newIdentity,
  spellRniv,
  spellTraits,
  undeclaredGivenName,
  unsaidBirthDate,
  type StrictTraits,
  type TraitField,
} from '@keneyapp/clinical';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { readTraits, withBirthTime } from '@keneyapp/fhir-model/identity-traits';
import { newPatient } from '@keneyapp/fhir-model/identity-write';
import { relativeOf } from '@keneyapp/fhir-model/relatives';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Patient } from '@medplum/fhirtypes';
import type { z } from 'zod';
import type { PatientContext } from '../../context.ts';
import type { BffEnv } from '../../env.ts';
import { refuse } from '../../errors.ts';
import { nextHospitalNumber } from '../../identities/hospital-number.ts';
import { judgeDifferent } from '../../identities/suspects.ts';
import { oneAtATime } from '../../writing/one-at-a-time.ts';
import type { NewbornsView, registerNewbornInput } from './newborn-schema.ts';
import { identityLock, refuseAlike } from './already-there.ts';

type Input = z.output<typeof registerNewbornInput>;

/**
 * Registers the children of one birth in one step, each under a number of their own, and says in both records who is whose.
 * Children of one form are nobody's look-alikes of each other; everybody else who may be one of them has to be looked at first.
 */
export async function registerNewborns(
  ctx: Omit<PatientContext, 'audit'>,
  input: Input,
): Promise<{ view: NewbornsView; isReplay: boolean }> {
  const now = new Date();
  const { services, session, patientId } = ctx;
  const { locks, identities, capabilities } = services;
  const written = await oneAtATime(locks, identityLock, async () => {
    const outcome = await ctx.write({
      key: input.key,
      plan: async (transaction) => {
        const mother = await ctx.fhir.read('Patient', patientId);
        refuseOtherMother(mother, input, now);
        const all = traitsOf(mother, input, now);
        const numbers: string[] = [];
        for (const [i, traits] of all.entries()) {
          const ipp = await nextHospitalNumber(identities.rows, capabilities.hospitalNumbers);
          numbers.push(ipp);
          const child = transaction.create(`child-${i}`, childOf(input, i, { traits, ipp, now }));
          await refuseAlike(ctx, child, input.others);
          transaction.create(`mother-of-${i}`, relativeOf(child, mother, 'mother', now));
          transaction.create(`child-of-${i}`, relativeOf(mother, child, 'child', now));
        }
        return numbers.join(' ');
      },
    });
    if (!outcome.isReplay) {
      const children = outcome.resources.filter((one): one is Patient => one.resourceType === 'Patient');
      // found by whoever registers next, before the FHIR server tells of it
      for (const child of children) await identities.written(child);
      const by = { userId: session.userId, name: session.displayName };
      const ids = children.flatMap(({ id }) => id ?? []);
      for (const [i, one] of ids.entries())
        for (const other of ids.slice(i + 1)) await judgeDifferent(identities.rows, [one, other], by);
    }
    return outcome;
  });
  ctx.auditResources(patientReference(patientId), ...written.references);
  const ids = written.references.flatMap((one) =>
    one.startsWith('Patient/') ? [one.slice('Patient/'.length)] : [],
  );
  const numbers = written.says?.split(' ') ?? [];
  return {
    view: { children: ids.map((id, i) => ({ patientId: id, ipp: numbers[i] ?? '' })) },
    isReplay: written.isReplay,
  };
}

function refuseOtherMother(mother: Patient, { mother: said, birthDate }: Input, now: Date): void {
  const { birthName, birthDate: born, sex } = readTraits(mother, now);
  const { active, replacedBy, deceased } = readIdentity(mother, now);
  if (!active || replacedBy !== null) refuse([{ path: ['mother', 'birthName'], reason: 'set-aside' }]);
  const wrong = [
    // a father's record is one click away from hers
    ...(spellRniv(said.birthName) === spellRniv(birthName) && sex !== 'male' ? [] : ['birthName']),
    ...(said.birthDate !== '' && said.birthDate === born.known ? [] : ['birthDate']),
  ];
  if (wrong.length > 0) refuse(wrong.map((field) => ({ path: ['mother', field], reason: 'not-hers' })));
  const end = deceased?.date?.slice(0, 10) ?? null;
  if (
    birthDate.slice(0, born.known.length) <= born.known ||
    (end !== null && birthDate.slice(0, end.length) > end)
  )
    refuse([{ path: ['birthDate'], reason: 'not-in-her-life' }]);
  // who is older is registered as anybody is
  if (birthDate < new Date(now.getTime() - longestAgo).toISOString().slice(0, 10))
    refuse([{ path: ['birthDate'], reason: 'no-new-born' }]);
}

/** A child that is brought in later has an identity of its own by then. */
const longestAgo = 366 * 86_400_000;

const fieldOf: Partial<Record<TraitField, (i: number) => (string | number)[]>> = {
  birthName: () => ['birthName'],
  birthDate: () => ['birthDate'],
  birthPlace: () => ['birthPlace'],
};

/**
 * Traits of the children. Source: RNIV 1, identity of a new-born: the name that the parents declare, the mother's until they
 * did; a given name is written once it is declared.
 */
function traitsOf(mother: Patient, input: Input, now: Date): StrictTraits[] {
  const ofMother = readTraits(mother, now);
  const all = input.children.map(({ firstGivenName, sex }) => {
    const given = firstGivenName?.trim() || undeclaredGivenName;
    return spellTraits({
      birthName: input.birthName?.trim() || ofMother.birthName,
      firstGivenName: given,
      givenNames: [],
      birthDate: birthDateOf(input.birthDate) ?? unsaidBirthDate,
      sex,
      birthPlace: input.birthPlace,
    });
  });
  const problems = all.flatMap((traits, i) => [
    ...checkTraits(traits, civilDateAt(now)).map(({ field, problem }) => ({
      path: fieldOf[field]?.(i) ?? ['children', i, 'firstGivenName'],
      reason: problem as string,
    })),
    ...timeProblem(input, i, now),
  ]);
  if (problems.length > 0) refuse(problems);
  return all;
}

function timeProblem({ children, birthDate }: Input, i: number, now: Date) {
  const at = children[i]?.birthTime;
  if (!at) return [];
  const moment = new Date(at);
  if (moment > now) return [{ path: ['children', i, 'birthTime'], reason: 'in-future' }];
  return at.startsWith(`${birthDate}T`) ? [] : [{ path: ['children', i, 'birthTime'], reason: 'other-day' }];
}

function childOf(
  { children }: Input,
  i: number,
  { traits, ipp, now }: { traits: StrictTraits; ipp: string; now: Date },
): Patient {
  const multipleBirth = children.length > 1 ? { order: i + 1 } : null;
  const child = newPatient({ traits, state: newIdentity, ipp, multipleBirth }, now);
  const at = children[i]?.birthTime;
  return at ? withBirthTime(child, at) : child;
}

/** The transaction stands in the trail of the mother; that a record began, in the trail of each child too. */
export async function recordChildren(
  {
    services,
    session,
    requestId,
    remoteAddress,
    verdict,
  }: Pick<PatientContext, 'services' | 'session' | 'requestId' | 'remoteAddress' | 'verdict'>,
  operation: string,
  { children }: NewbornsView,
): Promise<void> {
  for (const { patientId } of children)
    await services.audit.record({
      ...{ action: 'C', operation, feature: 'identities', access: 'write', outcome: 'success' },
      ...{ patientId, resources: [patientReference(patientId)], requestId, remoteAddress },
      basis: verdict.basis,
      user: {
        ...{ id: session.userId, name: session.displayName },
        ...{ role: session.role, fhirUser: session.fhirUser },
      },
    });
}

export function birthplaceOf({
  HOSPITAL_COMMUNE,
}: Pick<BffEnv, 'HOSPITAL_COMMUNE'>): StrictTraits['birthPlace'] | null {
  if (HOSPITAL_COMMUNE === undefined) return null;
  return { code: HOSPITAL_COMMUNE.slice(0, 5), name: HOSPITAL_COMMUNE.slice(6) };
}
