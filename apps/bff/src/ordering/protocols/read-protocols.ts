import { FhirError } from '@keneyapp/fhir-client';
import type { OrderTemplate } from '@keneyapp/fhir-model/order-set';
import { protocolType, readProtocol, type Protocol } from '@keneyapp/fhir-model/protocol';
import { refuse } from '../../errors.ts';
import type { PatientContext } from '../../context.ts';
import { orderingDoctor, type OrderingDoctor } from '../prescribers/ordering-doctor.ts';
import { ordererOf } from '../prescribers/prescribers.ts';
import { isSuperseded, problemOfProtocol, type ProtocolProblem } from './judge-protocol.ts';

/** A protocol as a nurse reads it before applying it. */
export interface ProtocolRow extends Omit<
  Protocol,
  'url' | 'canonical' | 'isActive' | 'units' | 'signer' | 'from'
> {
  /** Of who signed it; null where nobody did, or the directory does not know them as a doctor of the house now. */
  signer: string | null;
  /** Null: it can be applied. */
  problem: ProtocolProblem | null;
}
export interface ProtocolsView {
  /** Of the units where the person works: first those that can be applied, by title. */
  protocols: ProtocolRow[];
  truncated: boolean;
}

const most = 500;
type Reading = Pick<PatientContext, 'session' | 'services'>;

/** Protocols of the units where the person works, each with why it cannot be applied. */
export async function listProtocols({ session, services }: Reading): Promise<ProtocolsView> {
  const now = new Date();
  const { units } = await ordererOf(services, session, now);
  if (units.length === 0) return { protocols: [], truncated: false };
  // those that were retired too: whoever looks for one reads that it is no more
  const params = { status: 'active,retired', type: protocolType, _count: 100 };
  const plans = await services.capabilities.orderSets.searchAll('PlanDefinition', params, most + 1);
  const all = plans.flatMap((plan) => readProtocol(plan) ?? []);
  const own = all.filter((one) => unitOf(one, units) !== null);
  const signers = [...new Set(own.flatMap(({ signer }) => signer ?? []))];
  const doctors = new Map(
    await Promise.all(signers.map(async (key) => [key, await orderingDoctor(services, key, now)] as const)),
  );
  const rows = own.map((protocol): ProtocolRow => {
    const { url: _, canonical: __, isActive: ___, units: ____, signer, from: _____, ...shown } = protocol;
    const doctor = doctors.get(signer ?? '') ?? null;
    const hasSigner = doctor !== null && isOfItsUnits(doctor, protocol);
    const problem =
      problemOfProtocol(protocol, { now, hasSigner }) ??
      (isSuperseded(protocol, all, now) ? 'superseded' : null);
    return { ...shown, signer: doctor?.name ?? null, problem };
  });
  return { protocols: rows.sort(usableFirst), truncated: plans.length > most };
}

const usableFirst = (a: ProtocolRow, b: ProtocolRow): number =>
  Number(a.problem !== null) - Number(b.problem !== null) || a.title.localeCompare(b.title, 'fr');

export interface ReadProtocol {
  protocol: Protocol & { lines: OrderTemplate[]; canonical: string };
  doctor: OrderingDoctor & { key: string };
  /** Where whoever applies it works. */
  unit: Orderers[number];
}
type Orderers = Awaited<ReturnType<typeof ordererOf>>['units'];

/** The protocol as this person read it; refuses one that was changed, that is of other units, and that cannot be applied. */
export async function protocolToApply(
  { session, services }: Reading,
  { id, version }: { id: string; version: string },
  now: Date,
): Promise<ReadProtocol> {
  const [{ units }, plan] = await Promise.all([
    ordererOf(services, session, now),
    services.capabilities.orderSets.read('PlanDefinition', id).catch(nothingIfGone),
  ]);
  const protocol = plan && readProtocol(plan);
  if (!protocol) return refuseIt('gone');
  const unit = unitOf(protocol, units);
  if (unit === null) return refuseIt('other-unit');
  if (protocol.version !== version) return refuseIt('changed');
  const { signer, lines, canonical } = protocol;
  const doctor = signer === null ? null : await orderingDoctor(services, signer, now);
  const hasSigner = doctor !== null && isOfItsUnits(doctor, protocol);
  const problem = problemOfProtocol(protocol, { now, hasSigner });
  if (problem !== null || !doctor || !signer || !lines || !canonical) return refuseIt(problem ?? 'not-whole');
  const others = await services.capabilities.orderSets.searchAll(
    'PlanDefinition',
    { url: protocol.url ?? '', type: protocolType, status: 'active' },
    most,
  );
  const alike = others.flatMap((one) => readProtocol(one) ?? []);
  if (isSuperseded(protocol, alike, now)) return refuseIt('superseded');
  return { protocol: { ...protocol, lines, canonical }, doctor: { ...doctor, key: signer }, unit };
}

const refuseIt = (reason: string): never => refuse([{ path: ['protocol'], reason }]);

/** A protocol is signed by who works in one of its units: of whom another house employs, nothing is known here. */
const isOfItsUnits = ({ orderer }: OrderingDoctor, { units }: Protocol): boolean =>
  orderer.units.some(({ key }) => units.includes(key));

const unitOf = ({ units }: Protocol, own: Orderers): Orderers[number] | null =>
  own.find(({ key }) => units.includes(key)) ?? null;

function nothingIfGone(error: unknown): null {
  if (error instanceof FhirError && (error.status === 404 || error.status === 410)) return null;
  throw error;
}
