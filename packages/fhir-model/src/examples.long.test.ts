import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import { parseWithDigits } from '@keneyapp/fhir-client/json';
import type { Resource } from '@medplum/fhirtypes';
import { afterAll, describe, expect, it } from 'vitest';
import { readAllergy } from './allergy.ts';
import { readDocument } from './document.ts';
import { readEncounter } from './encounter.ts';
import { readIdentity } from './identity.ts';
import { readImmunization } from './immunization.ts';
import { readRequest, readStatement } from './medication.ts';
import { membersOf } from './members.ts';
import { readProblem } from './problem.ts';
import { readProcedure } from './procedure.ts';
import { lookupIn } from './references.ts';
import { readReportText } from './report.ts';
import { fetchExamples } from './testing-examples.ts';
import { lost } from './testing-leaves.ts';

const { folder, missing } = fetchExamples();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const now = new Date('2026-11-24T10:00:00Z');
const lookup = (resource: Resource) =>
  lookupIn({ resourceType: 'Bundle', type: 'searchset', entry: [{ resource }] });

type Of<T extends Resource['resourceType']> = Extract<Resource, { resourceType: T }>;
interface Kind<T extends Resource['resourceType']> {
  read: (resource: Of<T>) => unknown;
  /** Elements its page leaves to "Détails" (the record view), by the beginning of their path. */
  left: string;
}
const kind = <T extends Resource['resourceType']>(one: Kind<T>): Kind<never> => one as unknown as Kind<never>;

/** What no page repeats: of whom and where it was written (the chart says it), and what only machines ask for. */
const everywhere = `text meta id resourceType identifier contained extension modifierExtension implicitRules language
  subject patient encounter context groupIdentifier`;
const kinds: Record<string, Kind<never>> = {
  AllergyIntolerance: kind<'AllergyIntolerance'>({
    read: (r) => readAllergy(r, lookup(r)),
    left: 'asserter recorder reaction[].exposureRoute',
  }),
  Condition: kind<'Condition'>({
    read: (r) => readProblem(r, lookup(r), now),
    left: 'category asserter recorder evidence stage onsetAge.unit abatementAge.unit',
  }),
  Immunization: kind<'Immunization'>({
    read: (r) => readImmunization(r, lookup(r)),
    left: 'education fundingSource location manufacturer.reference performer programEligibility reportOrigin',
  }),
  Procedure: kind<'Procedure'>({
    read: (r) => readProcedure(r, lookup(r)),
    left: `asserter.reference basedOn focalDevice[].action.coding focalDevice[].manipulated.reference instantiatesCanonical
      instantiatesUri location.reference partOf performer[].actor.reference performer[].onBehalfOf reasonReference[].reference
      recorder.reference report`,
  }),
  MedicationRequest: kind<'MedicationRequest'>({
    read: (r) => readRequest(r, lookup(r), now),
    left: `basedOn detectedIssue dispenseRequest eventHistory instantiatesUri insurance medicationReference performer performerType
      priorPrescription priority reasonReference recorder requester.reference substitution supportingInformation`,
  }),
  MedicationStatement: kind<'MedicationStatement'>({
    read: (r) => readStatement(r, lookup(r), now),
    left: 'basedOn derivedFrom informationSource medicationReference partOf reasonReference',
  }),
  DiagnosticReport: kind<'DiagnosticReport'>({
    read: (r) => [r.code, readReportText(r, null), membersOf(r)],
    // the list of reports shows date, category, status and who signs; files are opened, not repeated
    left: `basedOn category effectiveDateTime issued imagingStudy media performer resultsInterpreter presentedForm[].data
      presentedForm[].hash result[].reference status`,
  }),
  DocumentReference: kind<'DocumentReference'>({
    read: (r) => readDocument(r, lookup(r), null),
    left: `authenticator author[].reference category content[].attachment.hash content[].format context custodian
      masterIdentifier relatesTo[].target.reference securityLabel`,
  }),
  Encounter: kind<'Encounter'>({
    read: (r) => readEncounter(r, lookup(r), now),
    left: `account appointment basedOn class.display classHistory diagnosis[].condition.reference diagnosis[].rank
      diagnosis[].use episodeOfCare hospitalization length location partOf participant priority serviceProvider.reference
      statusHistory`,
  }),
  // whoever may look for a patient sees this page; where somebody lives and who is to be called is in the chart
  Patient: kind<'Patient'>({
    read: (r) => readIdentity(r, now),
    left: `address communication contact generalPractitioner link managingOrganization maritalStatus name[].period
      name[].text name[].use photo telecom`,
  }),
};

describe.skipIf(missing)(leftOut('official examples of what has a page', missing), () => {
  const all = missing ? [] : readdirSync(path.join(folder, 'package'));
  for (const [type, { read, left }] of Object.entries(kinds)) {
    const beginnings = `${everywhere} ${left}`.split(/\s+/);
    const isLeft = (line: string) =>
      beginnings.some((begin) => line.startsWith(begin) && /^[.[:]/.test(line.slice(begin.length)));
    const files = all.filter((name) => name.startsWith(`${type}-`) && name.endsWith('.json'));
    it(`${type}: its page shows everything but what is named here`, () => {
      const wrong = files.flatMap((name) => {
        const resource = parseWithDigits(
          readFileSync(path.join(folder, 'package', name), 'utf8'),
        ) as Resource;
        if (resource.resourceType !== type) return [];
        return lost(resource, read(resource as never))
          .filter((line) => !isLeft(line))
          .map((line) => `${name} ${line.slice(0, 120)}`);
      });
      expect(wrong).toEqual([]);
      expect(files.length).toBeGreaterThan(0);
    });
  }
});
