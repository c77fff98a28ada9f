import { lackingForInsi } from '@keneyapp/clinical';
import { hasNext, matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { readTraits } from '@keneyapp/fhir-model/identity-traits';
import { readState } from '@keneyapp/fhir-model/identity-write';
import type { Patient } from '@medplum/fhirtypes';
import type { Context, Visit } from '../../context.ts';
import type { FhirClient } from '@keneyapp/fhir-client';
import { openSuspects } from '../../identities/suspects.ts';
import { fieldsOf, listed, readListed, referencesOf } from './look-alikes.ts';
import type { OpenIdentitiesView } from './view.ts';

type ListContext = Context & Visit & { fhir: FhirClient; auditResources: (...resources: string[]) => void };

const maxSuspects = 50,
  maxPatients = 500;
/** Source: RNIV: an identity is regularised within two days. */
const provisionalHours = 48;

/** Suspects nobody has told apart, and identities that wait to be regularised. */
export async function openIdentities(ctx: ListContext, now: Date): Promise<OpenIdentitiesView> {
  const { identities } = ctx.services;
  const [suspects, isComplete, answers, withLate] = await Promise.all([
    openSuspects(identities.rows, maxSuspects + 1),
    identities.isFilled(),
    ctx.fhir.batchSearch([{ type: 'Patient', params: { _sort: '-_lastUpdated', _count: maxPatients } }]),
    ctx.services.merges.records.withLate(),
  ]);
  const shown = suspects.slice(0, maxSuspects);
  const pairs = shown.map(({ patients }) => patients);
  const [people, compared] = await Promise.all([
    readListed(ctx.fhir, [...new Set([...pairs.flat(), ...withLate.map(({ kept }) => kept)])], now),
    identities.compare(pairs),
  ]);
  const latest = orThrow(answers[0]);
  const toRegularise = matches(latest, 'Patient').flatMap((patient) => {
    const why = reasons(patient, now);
    return why.length > 0
      ? [{ patient: listed(patient, now), since: patient.meta?.lastUpdated ?? null, why }]
      : [];
  });
  ctx.auditResources(
    ...referencesOf(people.values()),
    ...referencesOf(toRegularise.map(({ patient }) => patient)),
  );
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
    toRegularise,
    hasMoreToRegularise: hasNext(latest),
    late: withLate.flatMap(({ id, kept, late }) => {
      const patient = people.get(kept);
      return patient ? [{ mergeId: id, kept: patient, count: late }] : [];
    }),
    isComplete,
  };
}

function reasons(patient: Patient, now: Date): OpenIdentitiesView['toRegularise'][number]['why'] {
  const { status, attributes } = readState(patient);
  if (patient.active === false || patient.link?.some(({ type }) => type === 'replaced-by')) return [];
  const since = Date.parse(patient.meta?.lastUpdated ?? '');
  const isOld = !(now.getTime() - since < provisionalHours * 3_600_000);
  return [
    ...(status === 'PROV' && isOld ? ['provisional' as const] : []),
    // a paper was seen, and INSi was away or not asked
    ...(status === 'VALI' ? ['no-ins' as const] : []),
    ...(attributes.includes('doubtful') ? ['doubtful' as const] : []),
    ...(attributes.includes('fictive') ? ['fictive' as const] : []),
    ...(lackingForInsi(readTraits(patient, now)).length > 0 ? ['incomplete' as const] : []),
  ];
}
