import type { Regimen, RegimenStep } from '@keneyapp/clinical/prescribing';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { readRequest } from '@keneyapp/fhir-model/medication';
import { refusalOf } from '@keneyapp/fhir-model/order-acts';
import { patientReference } from '@keneyapp/fhir-model/references';
import { regimenOf } from '@keneyapp/fhir-model/regimen-read';
import { answersByOrder, readServiceRequest } from '@keneyapp/fhir-model/service-request';
import type { MedicationRequest, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { readPerFeature } from '../access/read-per-feature.ts';
import { judgePlace, judgeRegimen } from './judge-lines.ts';
import { issue, type LineIssue } from './line-issue.ts';
import type { Circumstances, ReadContext } from './order-context.ts';
import type { DrugLine, OrderLine, ServiceLine } from './order-lines.ts';

/** Orders that lines renew, revise or stop, as they are stored. */
export interface Formers {
  drugs: ReadonlyMap<string, MedicationRequest>;
  services: ReadonlyMap<string, ServiceRequest>;
  /** Keys of requests that something came back of. */
  answered: ReadonlySet<string>;
}

const named = (lines: readonly OrderLine[], kind: OrderLine['kind']): string[] => [
  ...new Set(lines.flatMap((line) => (line.kind === kind && line.act !== 'new' ? [line.former.id] : []))),
];

export async function formersOf(ctx: ReadContext, lines: readonly OrderLine[]): Promise<Formers> {
  const patient = patientReference(ctx.patientId);
  const of = (ids: readonly string[]) => ({ _id: ids.join(','), patient, _count: ids.length });
  const [drugIds, serviceIds] = [named(lines, 'drug'), named(lines, 'service')];
  // read once as it is written over, and once as the page of drugs shows it: what is hidden there is ended by nobody
  const [drugs, shown, services, answers] = await Promise.all([
    drugIds.length > 0 ? ctx.fhir.search('MedicationRequest', of(drugIds)) : null,
    drugIds.length > 0
      ? readPerFeature(ctx, [{ type: 'MedicationRequest', params: of(drugIds), feature: 'medications' }])
      : null,
    serviceIds.length > 0 ? ctx.fhir.search('ServiceRequest', of(serviceIds)) : null,
    serviceIds.length > 0 ? answersTo(ctx, serviceIds) : [],
  ]);
  const seen = new Set(
    shown ? matches(orThrow(shown.answers[0]), 'MedicationRequest').map(({ id }) => id) : [],
  );
  const byId = <R extends Resource>(all: readonly R[]) => new Map(all.map((one) => [one.id ?? '', one]));
  return {
    drugs: byId(drugs ? matches(drugs, 'MedicationRequest').filter(({ id }) => seen.has(id)) : []),
    services: byId(services ? matches(services, 'ServiceRequest') : []),
    answered: new Set(answersByOrder(answers).keys()),
  };
}

/** Whether anything came back is enough to know: one page of each. */
async function answersTo(ctx: ReadContext, ids: readonly string[]): Promise<Resource[]> {
  const params = {
    patient: patientReference(ctx.patientId),
    'based-on': ids.map((id) => `ServiceRequest/${id}`).join(','),
    _count: 500,
  };
  const { answers } = await readPerFeature(ctx, [
    { type: 'DiagnosticReport', params, feature: 'results' },
    { type: 'Observation', params, feature: 'results' },
  ]);
  return answers.flatMap((answer) => orThrow(answer).entry?.flatMap(({ resource }) => resource ?? []) ?? []);
}

/** Whether what a line names can be renewed, revised or stopped: it is there, as it was seen, and an order that holds. */
export function* judgeFormer(
  line: Exclude<OrderLine, { act: 'new' }>,
  former: MedicationRequest | ServiceRequest | undefined,
  circumstances: Circumstances & Pick<Formers, 'answered'>,
): Generator<LineIssue> {
  const { now, answered, today } = circumstances;
  if (!former) return yield issue('gone', 'former');
  if (former.meta?.versionId !== line.former.version) return yield issue('changed-meanwhile', 'former');
  const isAnswered = answered.has(`${former.resourceType}/${former.id ?? ''}`);
  const refusal = refusalOf(former, line.act, { now, isAnswered });
  if (refusal !== null) return yield issue(refusal, 'former');
  if (line.act !== 'renew') return;
  const nothing = () => undefined;
  const begins = line.start.slice(0, 10);
  const read =
    former.resourceType === 'MedicationRequest'
      ? readRequest(former, nothing, now)
      : readServiceRequest(former, nothing, { now });
  // both would hold
  if (begins > today && (read.end === null || read.end.slice(0, 10) >= begins))
    yield issue('still-running', 'start');
  const regimen = former.resourceType === 'MedicationRequest' ? regimenOf(former.dosageInstruction) : null;
  if (!regimen || !('setting' in read)) return;
  yield* judgePlace({ setting: read.setting === 'inpatient' ? read.setting : null }, circumstances);
  yield* judgeRegimen({ ...regimen, steps: withDuration(regimen, line.duration) }, line.start);
}

const withDuration = ({ steps }: Regimen, duration: RegimenStep['duration']): RegimenStep[] =>
  steps.map((step) => ({ ...step, duration }));

/** What the new prescription says; of a renewal what the former one did, for another time. Null of what is stopped. */
export function regimenFor(line: DrugLine, former: MedicationRequest | null): Regimen | null {
  if (line.act === 'stop') return null;
  if (line.act !== 'renew') return line.regimen;
  const regimen = regimenOf(former?.dosageInstruction);
  return regimen && { ...regimen, steps: withDuration(regimen, line.duration) };
}

export const formerOf = (line: OrderLine, { drugs, services }: Formers) =>
  line.act === 'new'
    ? null
    : line.kind === 'drug'
      ? (drugs.get(line.former.id) ?? null)
      : (services.get((line satisfies ServiceLine).former.id) ?? null);
