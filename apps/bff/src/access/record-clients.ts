import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Visit } from '../context.ts';
import type { Verdict } from './access.ts';
import { chartGuard } from './chart-guard.ts';
import { chartsGuard } from './charts-guard.ts';
import { guardedFhir, type GuardedFhir } from './guarded-fhir.ts';
import { listGuard, type Listed } from './list-guard.ts';
import { listedTypes } from './listed-types.ts';
import { Neighbours } from './neighbours.ts';
import type { Obligations } from './policy.ts';
import type { Feature } from './roles.ts';

/** One chart under a decision on one of its features. */
export function chartFhir(
  ctx: Visit,
  feature: Feature,
  fhir: FhirClient,
  patientId: string,
  { obligations }: Verdict,
): GuardedFhir {
  const ofChart = () => chartObligations(ctx, patientId);
  const neighbours = neighboursOf(fhir, patientId);
  return guardedFhir(fhir, chartGuard({ patientId, feature, obligations, ofChart, neighbours }));
}

/** Several charts under one feature's decisions on each; of those that are closed, nothing. */
export function chartsFhir(
  ctx: Visit,
  feature: Feature,
  fhir: FhirClient,
  verdicts: ReadonlyMap<string, Verdict>,
): FhirClient {
  const open = [...verdicts].filter(([, verdict]) => verdict.allow);
  const charts = new Map(open.map(([id, { obligations }]) => [id, obligations]));
  const ofChart = (id: string) => chartObligations(ctx, id);
  const neighbours = neighboursOf(fhir, [...charts.keys()].sort());
  return readsOnly(guardedFhir(fhir, chartsGuard({ feature, charts, ofChart, neighbours })));
}

/** Of a chart as a whole; null when it is closed. */
async function chartObligations({ access }: Visit, patientId: string): Promise<Obligations | null> {
  const chart = await access.decide('summary.read', patientId);
  return chart.allow ? chart.obligations : null;
}

export function listFhir(ctx: Visit, feature: Feature, fhir: FhirClient): GuardedFhir {
  const types = listedTypes[feature] ?? [];
  const showsBeds = feature === 'wards';
  const decide = (ids: readonly string[]) => decideListed(ctx, ids);
  const reader = { fhirUser: ctx.session.fhirUser, rights: () => ctx.access.rights() };
  const neighbours = neighboursOf(fhir, null);
  return guardedFhir(fhir, listGuard({ types, reader, decide, neighbours, showsBeds }));
}

/** What lists may tell of patients. An open chart is one whose appointments may be known; of the others it is asked. */
async function decideListed({ access }: Visit, ids: readonly string[]): Promise<Map<string, Listed>> {
  const charts = await access.decideFor('summary.read', ids);
  const closed = ids.filter((id) => !charts.get(id)?.allow);
  const agendas = await access.decideFor('appointments.read', closed);
  const listed = (id: string): Listed => {
    const chart = charts.get(id);
    return chart?.allow
      ? { mayKnowAppointments: true, chart: chart.obligations }
      : { mayKnowAppointments: agendas.get(id)?.allow === true, chart: null };
  };
  return new Map(ids.map((id) => [id, listed(id)]));
}

/** What a request learns of a chart's surroundings serves all of its regions. */
const learnt = new WeakMap<FhirClient, Map<string, Neighbours>>();
function neighboursOf(fhir: FhirClient, patients: string | readonly string[] | null): Neighbours {
  const ofRequest = learnt.get(fhir) ?? new Map<string, Neighbours>();
  learnt.set(fhir, ofRequest);
  const name = String(patients);
  const known = ofRequest.get(name) ?? new Neighbours(fhir, patients);
  ofRequest.set(name, known);
  return known;
}

/** What a feature has of a guarded client. What it writes goes by `ctx.write`: once, and judged by what it writes over. */
export function readsOnly(fhir: FhirClient): FhirClient {
  const refuse = () => Promise.reject(new FhirError(403, null, 'reads-only'));
  return { ...fhir, create: refuse, update: refuse, transaction: refuse };
}
