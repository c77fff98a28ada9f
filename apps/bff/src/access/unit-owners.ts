import { readTask } from '@keneyapp/fhir-model/task';
import type { Reference, Resource, Task } from '@medplum/fhirtypes';
import type { Topic } from '../events/schemas.ts';
import { keyOf, unitsOfRole, type House } from './house.ts';
import type { Owned } from './unit-types.ts';

/** A resource by its key: as it is stored, or as it will be. */
export type At = (key: string) => Resource | null;

/** What says to which unit something belongs. */
export function ownersOf(resource: Owned): Reference[] {
  if (resource.resourceType === 'Schedule') return resource.actor;
  if (resource.resourceType === 'Task') return [resource.owner ?? {}];
  if (resource.resourceType === 'Communication') return [resource.sender ?? {}];
  return resource.resourceType === 'List' ? [resource.source ?? {}] : [resource.schedule];
}

/** Whom a task was addressed to, now or before: those who have it and those who had it. */
export const askedOf = (task: Task): string[] => {
  const { owner, also } = readTask(task);
  return [...new Set([owner, ...also].flatMap((one) => one?.key ?? []))];
};

/** Of somebody who works in units of the house now. */
export class Owners {
  readonly #house: House;
  readonly #me: string;
  readonly #roles: ReadonlySet<string>;
  readonly #units: ReadonlySet<string>;

  constructor(house: House, me: string) {
    this.#house = house;
    this.#me = me;
    const roles = house.rolesOf(me);
    this.#roles = new Set(roles.map(({ id }) => `PractitionerRole/${id ?? ''}`));
    this.#units = new Set(roles.flatMap(unitsOfRole));
  }

  /** Whether everything that it belongs to is of a unit in which they work. What belongs to nobody is nobody's to write. */
  isMine(resource: Owned, at: At): boolean {
    if (this.#units.size === 0) return false;
    if (resource.resourceType === 'Slot') {
      const schedule = scheduleOf(resource, at);
      return schedule !== null && this.isMine(schedule, at);
    }
    const owners = ownersOf(resource).map(keyOf);
    // nobody speaks for a colleague
    const isOwn = resource.resourceType === 'Communication' ? this.#speaks : this.#meets;
    return owners.length > 0 && owners.every((key) => key !== null && isOwn(key));
  }

  /** Whether a task was, at any time, one of a unit in which they work: whoever stood in for somebody takes it nowhere. */
  wasMine(task: Task): boolean {
    return askedOf(task).some((key) => this.#meets(key));
  }

  /** Whether what a task will be lies in a unit in which it is, or was. */
  staysThere(owned: Task, stored: Task): boolean {
    const units = new Set(askedOf(stored).flatMap((key) => this.#house.unitsOf(key)));
    const key = keyOf(owned.owner);
    return key !== null && this.#house.unitsOf(key).some((unit) => units.has(unit));
  }

  readonly #meets = (key: string): boolean => this.#house.unitsOf(key).some((unit) => this.#units.has(unit));
  readonly #speaks = (key: string): boolean =>
    key === this.#me ||
    this.#roles.has(key) ||
    (/^(Organization|HealthcareService)\//.test(key) && this.#meets(key));

  /** Who follows it: the units it belongs to, who is named, and the agenda. */
  topicsOf(resource: Owned, at: At): Topic[] {
    if (resource.resourceType === 'Slot') {
      const schedule = scheduleOf(resource, at);
      return schedule ? this.topicsOf(schedule, at) : [];
    }
    const agenda: Topic[] =
      resource.resourceType === 'Schedule' ? [{ kind: 'schedule', id: resource.id ?? '' }] : [];
    return [...agenda, ...ownersOf(resource).flatMap((one) => this.#topicsOfOwner(keyOf(one) ?? ''))];
  }

  #topicsOfOwner(key: string): Topic[] {
    const role = key.startsWith('PractitionerRole/') ? this.#house.get(key) : null;
    const person = role?.resourceType === 'PractitionerRole' ? keyOf(role.practitioner) : key;
    return [
      ...this.#house.unitsOf(key).flatMap((unit) => topicOf('unit', 'Organization/', unit)),
      ...topicOf('practitioner', 'Practitioner/', person ?? ''),
    ];
  }
}

function scheduleOf({ schedule }: { schedule: Reference }, at: At) {
  const key = keyOf(schedule);
  const found = key?.startsWith('Schedule/') ? at(key) : null;
  return found?.resourceType === 'Schedule' ? found : null;
}

const topicOf = (kind: Topic['kind'], prefix: string, key: string): Topic[] =>
  key.startsWith(prefix) ? [{ kind, id: key.slice(prefix.length) }] : [];
