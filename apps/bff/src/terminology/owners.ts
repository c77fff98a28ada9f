import { matches } from '@keneyapp/fhir-model/bundles';
import { referenceKey } from '@keneyapp/fhir-model/references';
import { isDuring } from '../access/ties.ts';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { Session } from '../session/session.ts';
import { ownerOfService, ownerOfUser } from './usage.ts';

const keptMs = 300_000;
const maxKept = 5_000;
const maxRoles = 20;

/** Whose habits and favourites a person has: their own, and those of the services where they work now. */
export class Owners {
  readonly #workplaces: Pick<FhirClient, 'search'>;
  readonly #known = new Map<string, { services: string[]; until: number }>();
  constructor(workplaces: Pick<FhirClient, 'search'>) {
    this.#workplaces = workplaces;
  }

  async of({ userId, fhirUser }: Pick<Session, 'userId' | 'fhirUser'>): Promise<string[]> {
    return [ownerOfUser(userId), ...(await this.servicesOf(fhirUser)).map(ownerOfService)];
  }

  /** Ids of the Organizations; empty while the record does not answer: habits are no reason to keep anybody waiting. */
  async servicesOf(fhirUser: string | null): Promise<string[]> {
    const me = referenceKey(fhirUser ?? '');
    if (!me?.startsWith('Practitioner/')) return [];
    const known = this.#known.get(me);
    if (known && known.until > Date.now()) return known.services;
    try {
      const bundle = await this.#workplaces.search('PractitionerRole', {
        practitioner: me,
        _count: maxRoles,
      });
      const now = new Date();
      const services = matches(bundle, 'PractitionerRole')
        .filter((role) => role.active !== false && isDuring(role.period, now))
        .flatMap(({ organization }) => {
          const key = referenceKey(organization?.reference ?? '');
          return key?.startsWith('Organization/') ? [key.slice('Organization/'.length)] : [];
        });
      this.#known.delete(me);
      this.#known.set(me, { services: [...new Set(services)], until: Date.now() + keptMs });
      const oldest = this.#known.size > maxKept ? this.#known.keys().next().value : undefined;
      if (oldest !== undefined) this.#known.delete(oldest);
      return services;
    } catch {
      return [];
    }
  }
}
