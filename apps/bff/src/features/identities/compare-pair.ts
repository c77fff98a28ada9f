import { differingMergeFields, replacedIds } from '@keneyapp/fhir-model/identity-merge';
import { patientReference } from '@keneyapp/fhir-model/references';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Patient } from '@medplum/fhirtypes';
import type { z } from 'zod';
import type { Context, Visit } from '../../context.ts';
import { refuseUnlessBoth } from '../../access/both-records.ts';
import { formOf } from './correct.ts';
import { countsOf, hindrancesOf, readPair, warningsOf } from './merge-pair.ts';
import type { comparePairInput } from './schema.ts';
import type { ComparedPairView, MergeSideView } from './view.ts';

type PairContext = Context & Visit & { auditResources: (...resources: string[]) => void };

/** Two records side by side, before somebody makes them one. */
export async function comparePair(
  ctx: PairContext,
  { patients }: z.output<typeof comparePairInput>,
): Promise<ComparedPairView> {
  const now = new Date();
  const { lookups, merges } = ctx.services;
  for (const id of patients) await lookups.count('identities', ctx.session.userId, id);
  await refuseUnlessBoth(ctx, patients);
  ctx.auditResources(...patients.map(patientReference));
  const pair = await readPair(ctx, patients);
  const [ofOne, ofOther] = await Promise.all(patients.map((id) => merges.referring(id)));
  const moving = [ofOne ?? [], ofOther ?? []] as const;
  const side = async (patient: Patient, i: 0 | 1): Promise<MergeSideView> => ({
    ...formOf(patient, ctx.session, now),
    patientId: patient.id ?? '',
    formerIpps: (patient.identifier ?? []).flatMap(({ system, use, value }) =>
      system === systems.ipp && use === 'old' && value ? [value] : [],
    ),
    mustBeKept: replacedIds(patient).length > 0,
    moves: await countsOf(ctx, patient.id ?? '', moving[i]),
  });
  const [hindrances, warnings, one, other] = await Promise.all([
    hindrancesOf(ctx, pair, now),
    warningsOf(ctx, pair, moving, now),
    side(pair[0], 0),
    side(pair[1], 1),
  ]);
  return { sides: [one, other], differs: differingMergeFields(...pair, now), hindrances, warnings };
}
