import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { matriculeOf } from '@keneyapp/fhir-model/identity-merge';
import { patientReference } from '@keneyapp/fhir-model/references';
import { TRPCError } from '@trpc/server';
import type { z } from 'zod';
import { DeniedError } from '../../access/denied.ts';
import type { Context, Visit } from '../../context.ts';
import { judgeDifferent, judgementsOf, takeBackJudgement } from '../../identities/suspects.ts';
import { oneAtATime } from '../../writing/one-at-a-time.ts';
import { identityLock } from './already-there.ts';
import { readListed, referencesOf } from './look-alikes.ts';
import { readPair } from './merge-pair.ts';
import type { judgeInput, judgementsInput } from './schema.ts';
import type { JudgementsView } from './view.ts';

type JudgeContext = Context & Visit & { auditResources: (...resources: string[]) => void };

const maxJudgements = 50;

/** Two records are of two people, unless both have one matricule in force: that is one person, or one of them has it wrongly. */
export async function tellApart(ctx: JudgeContext, { patients }: z.output<typeof judgeInput>): Promise<null> {
  const { session, services } = ctx;
  const by = { userId: session.userId, name: session.displayName };
  ctx.auditResources(...patients.map(patientReference));
  const isSaid = await oneAtATime(services.locks, identityLock, async () => {
    const now = new Date();
    const [one, other] = (await readPair(ctx, patients)).map(
      (patient) => matriculeOf(patient, now)?.matricule,
    );
    if (one !== undefined && one === other)
      throw new TRPCError({
        code: 'CONFLICT',
        message: 'same-matricule',
        cause: new DeniedError('same-matricule'),
      });
    return judgeDifferent(services.identities.rows, patients, by);
  });
  if (!isSaid) throw new FhirError(404, null);
  return null;
}

/** They may be one person again, and wait to be looked at. */
export async function takeBack(ctx: JudgeContext, { patients }: z.output<typeof judgeInput>): Promise<null> {
  ctx.auditResources(...patients.map(patientReference));
  if (!(await takeBackJudgement(ctx.services.identities.rows, patients))) throw new FhirError(404, null);
  return null;
}

/** Who was told apart, by whom and when; the latest first. */
export async function judgements(
  ctx: JudgeContext & { fhir: FhirClient },
  { patientId }: z.output<typeof judgementsInput>,
): Promise<JudgementsView> {
  const { services, session } = ctx;
  await services.lookups.count('searches', session.userId);
  const found = await judgementsOf(services.identities.rows, patientId ?? null, maxJudgements + 1);
  const shown = found.slice(0, maxJudgements);
  const people = await readListed(
    ctx.fhir,
    [...new Set(shown.flatMap(({ patients }) => patients))],
    new Date(),
  );
  ctx.auditResources(...referencesOf(people.values()));
  return {
    judgements: shown.flatMap(({ patients: [a, b], by, at }) => {
      const [one, other] = [people.get(a), people.get(b)];
      // a record that leads on is nobody: the judgement went with it
      if (!one || !other || one.replacedBy !== null || other.replacedBy !== null) return [];
      return [{ patients: [one, other] as [typeof one, typeof other], by, at }];
    }),
    hasMore: found.length > maxJudgements,
  };
}
