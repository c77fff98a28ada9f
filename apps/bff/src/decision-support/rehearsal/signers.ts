import type { FhirClient } from '@keneyapp/fhir-client';
import type { Organization, PractitionerRole } from '@medplum/fhirtypes';
import type { Signer } from './tally.ts';

/** Units and professions of who signed, from the directory; read once each. No name of theirs is. */
export class Signers {
  readonly #known = new Map<string, Signer>();
  readonly #fhir: Pick<FhirClient, 'searchAll'>;
  constructor(fhir: Pick<FhirClient, 'searchAll'>) {
    this.#fhir = fhir;
  }

  /** @param references of practitioners; whatever else signed is of no unit */
  async read(references: readonly string[]): Promise<void> {
    const unknown = [...new Set(references)].filter(
      (one) => /^Practitioner\/[\w.-]+$/.test(one) && !this.#known.has(one),
    );
    if (unknown.length === 0) return;
    const roles = await this.#fhir.searchAll(
      'PractitionerRole',
      { practitioner: unknown.join(','), _count: 200 },
      1_000,
    );
    const names = await this.#namesOf(roles);
    for (const reference of unknown) {
      const own = roles.filter((role) => role.practitioner?.reference === reference && role.active !== false);
      const units = own.flatMap(
        ({ organization }) => names.get(organization?.reference ?? '') ?? organization?.display ?? [],
      );
      this.#known.set(reference, {
        units: [...new Set(units)],
        profession: own.flatMap(professionOf)[0] ?? '',
      });
    }
  }

  of(reference: string | undefined): Signer {
    return this.#known.get(reference ?? '') ?? { units: [], profession: '' };
  }

  async #namesOf(roles: readonly PractitionerRole[]): Promise<Map<string, string>> {
    const ids = [
      ...new Set(
        roles.flatMap(
          ({ organization }) => /^Organization\/([\w.-]+)$/.exec(organization?.reference ?? '')?.[1] ?? [],
        ),
      ),
    ];
    if (ids.length === 0) return new Map();
    const found: Organization[] = await this.#fhir.searchAll(
      'Organization',
      { _id: ids.join(','), _count: 200 },
      1_000,
    );
    return new Map(found.map(({ id, name }) => [`Organization/${id ?? ''}`, name ?? '']));
  }
}

const professionOf = ({ code = [] }: PractitionerRole): string[] =>
  code.flatMap(({ text, coding }) => text ?? coding?.find(({ display }) => display)?.display ?? []);
