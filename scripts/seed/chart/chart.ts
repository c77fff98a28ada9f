import type { Encounter, Patient, Reference, Resource } from '@medplum/fhirtypes';
import type { Calendar } from '../calendar.ts';
import { patientResource, type Person } from '../people/person.ts';
import { Random } from '../random.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

export type Identified = Resource & { id: string };

/** The record of one patient while it is being written: gives ids, keeps what was added in order. */
export class Chart {
  readonly person: Person;
  readonly calendar: Calendar;
  readonly random: Random;
  readonly resources: Identified[] = [];
  /** Encounter that new resources belong to, if any. */
  encounter: (Reference<Encounter> & { reference: string }) | null = null;
  readonly #counters = new Map<string, number>();

  constructor(person: Person, calendar: Calendar) {
    this.person = person;
    this.calendar = calendar;
    this.random = new Random(`chart ${person.id}`);
    this.add(patientResource(person) as Patient & { id: string });
  }
  get subject(): Reference<Patient> & { reference: string; display: string } {
    return {
      reference: patientReference(this.person.id),
      display: `${(this.person.usedFamily ?? this.person.family).toUpperCase()} ${this.person.usedGiven ?? this.person.given[0] ?? ''}`,
    };
  }
  /** `<patient>-<kind>-<n>`: the same on every run as long as the scenario adds in the same order. */
  id(kind: string): string {
    const n = (this.#counters.get(kind) ?? 0) + 1;
    this.#counters.set(kind, n);
    return `${this.person.id.replace(/^pat-/, '')}-${kind}-${n}`;
  }
  add<T extends Identified>(resource: T): T {
    this.resources.push(resource);
    return resource;
  }
  /** `{ encounter }` while inside one. */
  get within(): { encounter?: Reference<Encounter> } {
    return this.encounter ? { encounter: this.encounter } : {};
  }
  age(day = 0): number {
    return this.calendar.age(this.person.birthDate, day);
  }
  get isMale(): boolean {
    return this.person.sex === 'male';
  }
  /** A normal variation around a value, in proportion. */
  around(value: number, part = 0.04): number {
    return value * (1 + this.random.normal() * part);
  }
}
