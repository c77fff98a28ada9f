import { isUncoded, uncodedTag } from '@keneyapp/fhir-model/bindings';
import { dosagesOf } from '@keneyapp/fhir-model/dosage-write';
import { patientReference } from '@keneyapp/fhir-model/references';
import { categoryConcept, serviceExtensions } from '@keneyapp/fhir-model/service-request';
import { occurrenceOf, rhythmOfOccurrence } from '@keneyapp/fhir-model/service-timing';
import type {
  Coding,
  Extension,
  Identifier,
  MedicationRequest,
  Meta,
  Practitioner,
  Reference,
  ServiceRequest,
} from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { keptBackOf } from '../access/labels.ts';
import { withheld } from '../access/released.ts';
import { authorOf, noteOf } from '../statements.ts';
import { conceptOf } from '../terminology/coded-input.ts';
import { isForLongTermIllness, longTermIllnessExtension, notSubstitutable } from './paper/substitution.ts';
import { formerOf, formersOf, regimenFor } from './formers.ts';
import { circumstancesOf, type ReadContext } from './order-context.ts';
import type { DrugLine, FullDrugLine, FullServiceLine, OrderLine, ServiceLine } from './order-lines.ts';

/** Of what was signed together. */
export const groups = 'https://keneyapp.example/prescription-group';
const categories = 'http://terminology.hl7.org/CodeSystem/medicationrequest-category';

export interface Drafting {
  ctx: Pick<ReadContext, 'session' | 'patientId' | 'services'>;
  now: Date;
  stay: string | null;
  /** Of the basket; null before there is one. */
  group: string | null;
  /**
   * Who orders it, where that is not who types it, and by which protocol (`url|version`); what waits to be validated acts not
   * yet.
   */
  ordered?: {
    requester?: Reference<Practitioner> | undefined;
    protocol?: string | undefined;
    waits?: boolean;
  };
}
export type Order = MedicationRequest | ServiceRequest;

/** What a line of a basket would write. */
export interface Draft {
  line: number;
  resource: Order;
}

/**
 * The orders of a basket as they will be written, without ids, for whoever judges them. Of a line that stops one it is that
 * order, as it will stand (`stopped`, `revoked`). A line that is not whole yet (no such code, no such former order) has
 * none: whoever judges says that it was not judged.
 */
export async function draftsOf(ctx: ReadContext, lines: readonly OrderLine[]): Promise<Draft[]> {
  const now = new Date();
  const [{ stay }, formers] = await Promise.all([circumstancesOf(ctx, now), formersOf(ctx, lines)]);
  const drafts = await Promise.all(
    lines.map(async (line, i): Promise<Draft[]> => {
      const former = formerOf(line, formers);
      const resource =
        line.act === 'stop'
          ? former && stoppedOf(former)
          : await draftOf({ ctx, now, stay, group: null }, line, former).catch(nothingIfRefused);
      return resource ? [{ line: i, resource }] : [];
    }),
  );
  return drafts.flat();
}

const stoppedOf = (former: Order): Order =>
  former.resourceType === 'MedicationRequest'
    ? { ...former, status: 'stopped' }
    : { ...former, status: 'revoked' };

function nothingIfRefused(error: unknown): null {
  if (error instanceof TRPCError && error.code === 'BAD_REQUEST') return null;
  throw error;
}

/** The order of a line as it is written, without an id. Null of what is stopped, and of what cannot be renewed. */
export function draftOf(drafting: Drafting, line: OrderLine, former: Order | null): Promise<Order | null> {
  return line.kind === 'drug'
    ? drugOf(drafting, line, former?.resourceType === 'MedicationRequest' ? former : null)
    : serviceOf(drafting, line, former?.resourceType === 'ServiceRequest' ? former : null);
}

/** What takes the place of an order is kept from whom that one was kept. */
function metaOf(tags: readonly Coding[], former: Order | null): Pick<Order, 'meta'> {
  const security = former ? keptBackOf([former]) : [];
  const held = former?.meta?.tag?.filter(({ system }) => system === withheld.system) ?? [];
  const tag = [...tags, ...held];
  if (security.length === 0 && tag.length === 0) return {};
  return { meta: { ...(security.length > 0 ? { security } : {}), ...(tag.length > 0 ? { tag } : {}) } };
}

const groupOf = (value: string): Identifier => ({ system: groups, value });

async function drugOf(
  { ctx, now, stay, group, ordered = {} }: Drafting,
  line: DrugLine,
  former: MedicationRequest | null,
): Promise<MedicationRequest | null> {
  const regimen = regimenFor(line, former);
  const renewed = line.act === 'renew' ? former : null;
  if (line.act === 'stop' || !regimen || (line.act === 'renew' && !renewed?.medicationCodeableConcept))
    return null;
  const { concept, meta } =
    line.act === 'renew'
      ? { concept: renewed?.medicationCodeableConcept ?? {}, meta: {} as Pick<Meta, 'tag'> }
      : await conceptOf(ctx.services.terminology, 'MedicationRequest.medication', line.coded);
  const setting =
    line.act === 'renew'
      ? (renewed?.category ?? [])
      : [{ coding: [{ system: categories, code: line.setting }] }];
  const isInpatient = setting.some(({ coding = [] }) => coding.some(({ code }) => code === 'inpatient'));
  return {
    resourceType: 'MedicationRequest',
    ...metaOf(meta.tag ?? [], former),
    ...(ordered.protocol === undefined ? {} : { instantiatesCanonical: [ordered.protocol] }),
    status: ordered.waits ? 'draft' : 'active',
    intent: 'order',
    ...(setting.length > 0 ? { category: setting } : {}),
    medicationCodeableConcept: concept,
    subject: { reference: patientReference(ctx.patientId) },
    ...(isInpatient && stay ? { encounter: { reference: `Encounter/${stay}` } } : {}),
    authoredOn: now.toISOString(),
    requester: ordered.requester ?? authorOf(ctx),
    recorder: authorOf(ctx),
    ...(group === null ? {} : { groupIdentifier: groupOf(group) }),
    ...(former ? { priorPrescription: { reference: `MedicationRequest/${former.id ?? ''}` } } : {}),
    dosageInstruction: dosagesOf(regimen, line.start),
    ...(line.act === 'renew' ? saidOf(renewed) : saidBy(ctx, line, now)),
    ...(line.act === 'renew' ? onPaperAgain(renewed) : onPaper(line)),
  };
}

/** R4 has no recorder of a ServiceRequest. */
export const recordedBy = (recorder: Reference<Practitioner>): Extension => ({
  url: serviceExtensions.recorder,
  valueReference: recorder,
});

/** What only the prescription on paper says. */
const onPaper = (line: FullDrugLine): Pick<MedicationRequest, 'extension' | 'substitution'> => ({
  ...(line.isLongTermIllness ? { extension: [longTermIllnessExtension] } : {}),
  ...(line.notSubstitutable ? { substitution: notSubstitutable(line.notSubstitutable) } : {}),
});
const onPaperAgain = (
  former: MedicationRequest | null,
): Pick<MedicationRequest, 'extension' | 'substitution'> => ({
  ...(former && isForLongTermIllness(former) ? { extension: [longTermIllnessExtension] } : {}),
  ...(former?.substitution ? { substitution: former.substitution } : {}),
});

async function serviceOf(
  { ctx, now, stay, group, ordered = {} }: Drafting,
  line: ServiceLine,
  former: ServiceRequest | null,
): Promise<ServiceRequest | null> {
  if (line.act === 'stop') return null;
  const renewed = line.act === 'renew' ? former : null;
  const rhythm = line.act === 'renew' ? renewed && rhythmOfOccurrence(renewed) : line;
  if (!rhythm || (line.act === 'renew' && !renewed?.code)) return null;
  const { concept, meta } =
    line.act === 'renew'
      ? {
          concept: renewed?.code ?? {},
          meta: renewed && isUncoded(renewed) ? { tag: [{ ...uncodedTag }] } : {},
        }
      : await conceptOf(ctx.services.terminology, 'ServiceRequest.code', line.coded);
  return {
    resourceType: 'ServiceRequest',
    ...metaOf(meta.tag ?? [], former),
    ...(ordered.protocol === undefined ? {} : { instantiatesCanonical: [ordered.protocol] }),
    status: ordered.waits ? 'draft' : 'active',
    intent: 'order',
    ...(line.act === 'renew'
      ? renewed?.category
        ? { category: renewed.category }
        : {}
      : { category: [categoryConcept(line.category)] }),
    code: concept,
    subject: { reference: patientReference(ctx.patientId) },
    ...(stay ? { encounter: { reference: `Encounter/${stay}` } } : {}),
    authoredOn: now.toISOString(),
    requester: ordered.requester ?? authorOf(ctx),
    ...(ordered.requester ? { extension: [recordedBy(authorOf(ctx))] } : {}),
    ...(group === null ? {} : { requisition: groupOf(group) }),
    ...(former ? { replaces: [{ reference: `ServiceRequest/${former.id ?? ''}` }] } : {}),
    ...occurrenceOf({ timing: rhythm.timing, duration: line.duration }, line.start),
    ...(line.act === 'renew'
      ? {
          ...saidOf(renewed),
          ...(renewed?.performer ? { performer: renewed.performer } : {}),
          ...(renewed?.performerType ? { performerType: renewed.performerType } : {}),
        }
      : {
          ...saidBy(ctx, line, now),
          ...(line.addressee ? { performer: [{ display: line.addressee }] } : {}),
        }),
  };
}

/** What a renewal says once more. */
function saidOf<R extends Order>(former: R | null) {
  const said: Partial<Pick<R, 'priority' | 'reasonCode' | 'reasonReference' | 'note'>> = {};
  if (former?.priority) said.priority = former.priority;
  if (former?.reasonCode) said.reasonCode = former.reasonCode;
  if (former?.reasonReference) said.reasonReference = former.reasonReference;
  if (former?.note) said.note = former.note;
  return said;
}
const saidBy = (
  ctx: Drafting['ctx'],
  { priority, reason, note }: FullDrugLine | FullServiceLine,
  now: Date,
): Pick<Order, 'priority' | 'reasonCode' | 'note'> => ({
  priority,
  ...(reason ? { reasonCode: [{ text: reason }] } : {}),
  ...(note ? { note: [noteOf(ctx, note, now)] } : {}),
});
