import type { AgendaResource } from '@keneyapp/appointments/contract';
import { referenceKey } from '@keneyapp/fhir-model/references';
import { words } from '@keneyapp/fhir-model/text';
import { TRPCError } from '@trpc/server';
import { DeniedError } from '../../access/denied.ts';
import { House } from '../../access/house.ts';
import type { Context, Visit } from '../../context.ts';
import type { Named } from './view.ts';

const ofHouse = /^(Practitioner|Location|HealthcareService)\//;

/** Whose the agendas are: those of the units in which somebody works are theirs to keep. */
export interface OwnAgendas {
  /** Units of the reader, by name. */
  units: Named[];
  isOwn(resource: Pick<AgendaResource, 'reference' | 'unit'>): boolean;
  isOwnKind(id: string): boolean;
  /** Who gives a kind of visit, and what it is called. */
  kind(id: string): { name: string | null; service: Named | null };
  /** By its id. */
  unitNamed(id: string): Named;
  /** The unit of the reader to which it belongs. */
  unitOf(resource: Pick<AgendaResource, 'reference' | 'unit'>): string | null;
}

/**
 * An agenda belongs to the Organization that it names; one that others' appointments have made names none, and belongs where
 * its practitioner or room does. A kind of visit belongs to who provides it.
 */
export async function ownAgendas(
  { session, services }: Context & Visit,
  { resources, kinds }: { resources: readonly AgendaResource[]; kinds: readonly string[] },
): Promise<OwnAgendas> {
  const me = referenceKey(session.fhirUser ?? '');
  const isStaff = me?.startsWith('Practitioner/') === true;
  const house = new House(services.capabilities.receptionUnits, new Date());
  const givenBy = kinds.map((id) => `HealthcareService/${id}`);
  const homeless = resources.filter(({ unit, reference }) => unit === null && ofHouse.test(reference));
  await house.learn(
    [...(isStaff && me ? [me] : []), ...homeless.map(({ reference }) => reference), ...givenBy],
    () => [],
  );
  const organizationsOf = (key: string) =>
    house.unitsOf(key).filter((unit) => unit.startsWith('Organization/'));
  const mine = new Set(isStaff && me ? organizationsOf(me) : []);
  const providers = givenBy.flatMap(organizationsOf);
  const looksAfter = resources.flatMap(({ unit }) => (unit === null ? [] : `Organization/${unit}`));
  await house.learn([...mine, ...providers, ...looksAfter], () => []);
  const unitNamed = (id: string): Named => {
    const unit = house.get(`Organization/${id}`);
    return { id, name: (unit?.resourceType === 'Organization' ? words(unit.name) : null) ?? id };
  };
  const unitsOf = ({ reference, unit }: Pick<AgendaResource, 'reference' | 'unit'>) =>
    unit !== null ? [`Organization/${unit}`] : ofHouse.test(reference) ? organizationsOf(reference) : [];
  const idOf = (key: string) => key.slice('Organization/'.length);
  return {
    units: [...mine].map((key) => unitNamed(idOf(key))).sort((a, b) => a.name.localeCompare(b.name, 'fr')),
    isOwn: (resource) => unitsOf(resource).some((unit) => mine.has(unit)),
    isOwnKind: (id) => organizationsOf(`HealthcareService/${id}`).some((unit) => mine.has(unit)),
    kind(id) {
      const found = house.get(`HealthcareService/${id}`);
      const [provider] = organizationsOf(`HealthcareService/${id}`);
      return {
        name: found?.resourceType === 'HealthcareService' ? words(found.name) : null,
        service: provider === undefined ? null : unitNamed(idOf(provider)),
      };
    },
    unitNamed,
    unitOf: (resource) => {
      const own = unitsOf(resource).find((unit) => mine.has(unit));
      return own === undefined ? null : idOf(own);
    },
  };
}

/** Of an agenda or a kind of visit that another unit keeps. */
export const otherUnit = (): TRPCError =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError('other-agenda') });
