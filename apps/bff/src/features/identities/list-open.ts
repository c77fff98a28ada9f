import type { Context, Visit } from '../../context.ts';
import type { FhirClient } from '@keneyapp/fhir-client';
import { countStandings, isLateProvisional, toRegularise, type Standing } from '../../identities/standing.ts';
import { countOpenSuspects, openSuspects } from '../../identities/suspects.ts';
import { fieldsOf, readListed, referencesOf } from './look-alikes.ts';
import type { OpenIdentitiesView } from './view.ts';

type ListContext = Context & Visit & { fhir: FhirClient; auditResources: (...resources: string[]) => void };

const maxSuspects = 50,
  maxToRegularise = 100;

/** Suspects nobody has told apart, and identities that wait to be regularised. */
export async function openIdentities(ctx: ListContext, now: Date): Promise<OpenIdentitiesView> {
  const { identities } = ctx.services;
  const { rows } = identities;
  const [suspects, suspectsInAll, isComplete, waiting, counts, withLate] = await Promise.all([
    openSuspects(rows, maxSuspects + 1),
    countOpenSuspects(rows),
    identities.isFilled(),
    toRegularise(rows, now, maxToRegularise + 1),
    countStandings(rows, now),
    ctx.services.merges.records.withLate(),
  ]);
  const shown = suspects.slice(0, maxSuspects);
  const pairs = shown.map(({ patients }) => patients);
  const late = waiting.slice(0, maxToRegularise);
  const [people, compared] = await Promise.all([
    readListed(
      ctx.fhir,
      [
        ...new Set([
          ...pairs.flat(),
          ...withLate.map(({ kept }) => kept),
          ...late.map(({ patientId }) => patientId),
        ]),
      ],
      now,
    ),
    identities.compare(pairs),
  ]);
  const regularise = late.flatMap((standing) => {
    const patient = people.get(standing.patientId);
    return patient ? [{ patient, since: standing.since, why: reasons(standing, now) }] : [];
  });
  ctx.auditResources(...referencesOf(people.values()));
  return {
    suspects: pairs.flatMap(([a, b], i) => {
      const [one, other, match] = [people.get(a), people.get(b), compared[i]];
      if (!one || !other || !match || match.matchClass === 'different') return [];
      const { matchClass, heldBack } = match;
      return [
        { patients: [one, other] as [typeof one, typeof one], matchClass, heldBack, fields: fieldsOf(match) },
      ];
    }),
    hasMoreSuspects: suspects.length > maxSuspects,
    toRegularise: regularise,
    hasMoreToRegularise: waiting.length > maxToRegularise,
    counts: { ...counts, suspects: suspectsInAll },
    late: withLate.flatMap(({ id, kept, late }) => {
      const patient = people.get(kept);
      return patient ? [{ mergeId: id, kept: patient, count: late }] : [];
    }),
    isComplete,
  };
}

function reasons(standing: Standing, now: Date): OpenIdentitiesView['toRegularise'][number]['why'] {
  const { status, attributes, isIncomplete } = standing;
  return [
    ...(isLateProvisional(standing, now) ? ['provisional' as const] : []),
    // a paper was seen, and INSi was away or not asked
    ...(status === 'VALI' ? ['no-ins' as const] : []),
    ...(attributes.includes('doubtful') ? ['doubtful' as const] : []),
    ...(attributes.includes('fictive') ? ['fictive' as const] : []),
    ...(isIncomplete ? ['incomplete' as const] : []),
  ];
}
