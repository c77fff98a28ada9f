import type { Consent } from '@medplum/fhirtypes';
import { consentChangeEntry, type ConsentChange } from '../../audit/consent-change.ts';
import type { ConsentDecision } from '../../fhir/build-consent.ts';
import { rulings } from '../../fhir/consent.ts';
import { readConsents } from '../../fhir/read-consent.ts';
import type { ConsentContext } from './reader.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

const word = (decision: 'permit' | 'deny' | undefined): ConsentChange['before'] =>
  decision === undefined ? 'none' : decision === 'permit' ? 'agreed' : 'refused';

/** Tells the trail what is changed from what to what, for whom, whether or not it comes to it. */
export function auditChange(
  { auditResources, patientId }: Pick<ConsentContext, 'auditResources' | 'patientId'>,
  stage: ConsentChange['stage'],
  consents: readonly Consent[],
  {
    kind,
    decision,
    persons,
    from,
    until,
    laysAside = null,
  }: Pick<ConsentDecision, 'kind' | 'decision' | 'persons' | 'from' | 'until' | 'laysAside'>,
  now: Date,
): void {
  const ruling = rulings(consents.flatMap(readConsents), now);
  const about = persons.length > 0 ? persons.map((p) => p.reference) : [null];
  for (const person of about) {
    const held = ruling.find((r) => r.kind === kind && (person === null || r.actors.includes(person)));
    const change =
      laysAside === null
        ? { before: word(held?.decision), after: word(decision) }
        : { before: word(decision), after: 'none' as const };
    auditResources(consentChangeEntry({ stage, kind, ...change, from, until, person }));
  }
  auditResources(patientReference(patientId), ...persons.map((p) => p.reference));
}
