/**
 * What became of a patient's decision, as the trail keeps it among what was touched: words of ours, days and ids, no names.
 * `consent-change/proposed/delegation/none/agreed/-/2027-01-31/Patient/7`.
 */
export interface ConsentChange {
  /** `recorded` holds at once; `proposed` waits for the patient or a second person; `called-off` will not begin. */
  stage: (typeof stages)[number];
  kind: string;
  /** What held before, and what is (or would be) decided. */
  before: (typeof states)[number];
  after: (typeof states)[number];
  /** Days of the hospital, both included. */
  from: string | null;
  until: string | null;
  /** Whom it names; null where it names nobody. */
  person: string | null;
}
const stages = ['recorded', 'proposed', 'confirmed', 'dismissed', 'called-off', 'attached'] as const;
const states = ['none', 'agreed', 'refused'] as const;

const prefix = 'consent-change/';

export const consentChangeEntry = ({
  stage,
  kind,
  before,
  after,
  from,
  until,
  person,
}: ConsentChange): string =>
  prefix + [stage, kind, before, after, from ?? '-', until ?? '-', person ?? '-'].join('/');

/** The changes among what a record touched; what cannot be read is left to the list of what was touched. */
export function consentChangesIn(resources: readonly string[]): ConsentChange[] {
  return resources.flatMap((resource): ConsentChange[] => {
    if (!resource.startsWith(prefix)) return [];
    const [stage, kind, before, after, from, until, ...person] = resource.slice(prefix.length).split('/');
    const [knownStage, was, is] = [
      stages.find((one) => one === stage),
      states.find((one) => one === before),
      states.find((one) => one === after),
    ];
    if (!knownStage || !was || !is || !kind || !from || !until || person.length === 0) return [];
    const or = (text: string) => (text === '-' ? null : text);
    return [
      {
        stage: knownStage,
        kind,
        before: was,
        after: is,
        from: or(from),
        until: or(until),
        person: or(person.join('/')),
      },
    ];
  });
}

/** A change with the name of the person it concerns, as it is today. */
export interface ToldConsentChange extends Omit<ConsentChange, 'person'> {
  person: { reference: string; name: string | null } | null;
}

export const personsIn = (resources: readonly string[], type: 'Patient' | 'Practitioner'): string[] =>
  consentChangesIn(resources).flatMap(({ person }) => (person?.startsWith(`${type}/`) ? [person] : []));

/** In the trail from an id to a name: those who were looked up. */
export function toldChanges(
  resources: readonly string[],
  nameOf: (reference: string) => string | null,
): ToldConsentChange[] {
  return consentChangesIn(resources).map(({ person, ...change }) => ({
    ...change,
    person: person === null ? null : { reference: person, name: nameOf(person) },
  }));
}
