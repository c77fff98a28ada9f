// What a decision reads, in one file: the searches, and how their answers become facts, change together.
import { FhirError, type FhirClient, type SearchParams } from '@keneyapp/fhir-client';
import type {
  Bundle,
  CareTeam,
  Consent,
  Encounter,
  ImagingStudy,
  MedicationRequest,
  Patient,
  Reference,
  Resource,
  ServiceRequest,
} from '@medplum/fhirtypes';
import { hasNext } from '@keneyapp/fhir-model/bundles';
import { lookupIn, referenceKey, patientReference, patientReferences } from '@keneyapp/fhir-model/references';
import { currentConsents } from '../fhir/consent.ts';
import { consentKindSystem } from '../fhir/consent-marks.ts';
import { madeBy, makerElements, withMakers } from './makers.ts';
import { consentKinds, type PatientFacts } from './policy.ts';
import type { Fact } from './operations.ts';
import {
  appointmentFact,
  encounterFact,
  isDuring,
  membersOf,
  orderFact,
  prescriptionFact,
  studyFact,
  type Person,
} from './ties.ts';

/** What was read about persons and patients for one decision or several. */
export interface Relationships {
  units: string[];
  patients: Map<string, PatientFacts>;
}

export const noRelationships = (id: string): PatientFacts => ({
  id,
  encounters: [],
  careTeam: [],
  appointments: [],
  imaging: [],
  prescriptions: [],
  consents: [],
});

const day = 86_400_000;
/** The policy looks so far back for stays and prescriptions, and a week around for appointments; asked with a day to spare for time zones. */
const staysBack = 91,
  appointmentsAround = 8,
  prescriptionsBack = 366;
const pageSize = 1_000,
  targetsAtOnce = 100;

type Search = { type: Resource['resourceType']; params: SearchParams };

/** One batch about one or several patients, read with the rights of the BFF itself. Rejects when any part of it fails: never half the truth. */
export async function readRelationships(
  fhir: FhirClient,
  who: { fhirUser: string | null },
  about: { patientIds: readonly string[]; facts: ReadonlySet<Fact>; now: Date },
): Promise<Relationships> {
  const { patientIds, now } = about;
  const wanted = searchesFor(who, about);
  if (wanted.length === 0)
    return { units: [], patients: new Map(patientIds.map((id) => [id, noRelationships(id)])) };
  const answers = await fhir.batchSearch(wanted);
  const bundles = await Promise.all(wanted.map((search, i) => whole(fhir, search, answers[i])));
  const all = <T extends Resource['resourceType']>(type: T) =>
    bundles.flatMap((bundle) =>
      (bundle.entry ?? []).flatMap(({ resource, search }) =>
        resource?.resourceType === type && search?.mode !== 'include'
          ? [resource as Extract<Resource, { resourceType: T }>]
          : [],
      ),
    );
  const everyRole = all('PractitionerRole');
  const roles = everyRole.filter((role) => role.active !== false && isDuring(role.period, now));
  const lookup = lookupIn(...bundles);
  /** Who acts in a role is the person, whichever way they are named. */
  const actingIn = (own: typeof roles): Person => {
    const keys = new Set(own.map((role) => `PractitionerRole/${role.id}`));
    return (reference) => {
      const key = referenceKey(reference?.reference ?? '');
      return key === null ? [] : [keys.has(key) && who.fhirUser ? who.fhirUser : key];
    };
  };
  const person = actingIn(roles);
  // what somebody wrote in a role that they have left is theirs all the same
  const isOwnWork = madeBy(who.fhirUser, bundles, actingIn(everyRole));
  const of = <T extends Resource>(list: T[], subject: (resource: T) => Reference | undefined, id: string) =>
    list.filter((r) => referenceKey(subject(r)?.reference ?? '') === patientReference(id));
  /** What may tie: nobody ties themselves to a patient. */
  const ties = <T extends Resource['resourceType']>(type: T) => all(type).filter((r) => !isOwnWork(r));
  const [encounters, teams, people, appointments, studies, orders, prescriptions, consents] = [
    ties('Encounter'),
    ties('CareTeam'),
    ties('Patient'),
    ties('Appointment'),
    ties('ImagingStudy'),
    ties('ServiceRequest'),
    ties('MedicationRequest'),
    all('Consent'),
  ];
  return {
    units: [
      ...new Set(
        roles.flatMap((role) =>
          [role.organization, ...(role.location ?? [])].flatMap(
            (r) => referenceKey(r?.reference ?? '') ?? [],
          ),
        ),
      ),
    ],
    patients: new Map(
      patientIds.map((id): [string, PatientFacts] => [
        id,
        {
          id,
          encounters: of<Encounter>(encounters, (e) => e.subject, id).flatMap(
            (e) => encounterFact(e, lookup, person, now) ?? [],
          ),
          careTeam: [
            ...new Set([
              ...of<CareTeam>(teams, (t) => t.subject, id).flatMap((t) => membersOf(t, person, now)),
              ...people
                .filter((p: Patient) => p.id === id)
                .flatMap((p) => (p.generalPractitioner ?? []).flatMap(person)),
            ]),
          ],
          appointments: appointments.flatMap((a) => appointmentFact(a, id, person) ?? []),
          imaging: [
            ...of<ImagingStudy>(studies, (s) => s.subject, id).flatMap((s) => studyFact(s, person) ?? []),
            ...of<ServiceRequest>(orders, (o) => o.subject, id).flatMap((o) => orderFact(o, person) ?? []),
          ],
          prescriptions: of<MedicationRequest>(prescriptions, (m) => m.subject, id).flatMap(
            (m) => prescriptionFact(m, person) ?? [],
          ),
          consents: currentConsents(
            of<Consent>(consents, (c) => c.patient, id),
            now,
          ),
        },
      ]),
    ),
  };
}

/** What is asked for to know a fact, in the order in which it is asked. */
function searchesFor(
  { fhirUser }: { fhirUser: string | null },
  { patientIds, facts, now }: { patientIds: readonly string[]; facts: ReadonlySet<Fact>; now: Date },
): Search[] {
  if (patientIds.length === 0) return [];
  const patient = patientReferences(patientIds),
    at = (days: number) => new Date(now.getTime() + days * day).toISOString();
  const searches: [Fact, Search][] = [
    [
      'consents',
      {
        type: 'Consent',
        params: {
          patient,
          category: consentKinds.map((kind) => `${consentKindSystem}|${kind}`).join(','),
          _count: pageSize,
        },
      },
    ],
    [
      'team',
      {
        type: 'CareTeam',
        params: {
          patient,
          status: 'active',
          _elements: `status,subject,period,participant,meta,${makerElements}`,
          ...withMakers,
          _count: pageSize,
        },
      },
    ],
    [
      'stays',
      {
        type: 'Encounter',
        params: {
          patient,
          date: `ge${at(-staysBack).slice(0, 10)}`,
          _include: 'Encounter:location',
          '_include:iterate': 'Location:partof',
          ...withMakers,
          _count: pageSize,
        },
      },
    ],
    [
      'units',
      {
        type: 'PractitionerRole',
        params: {
          practitioner: fhirUser ?? '',
          _elements: 'active,period,practitioner,organization,location',
          _count: 200,
        },
      },
    ],
    [
      'prescriptions',
      {
        type: 'MedicationRequest',
        params: {
          patient,
          status: 'active,on-hold,completed',
          _lastUpdated: `ge${at(-prescriptionsBack)}`,
          _elements: `status,intent,doNotPerform,subject,performer,dispenseRequest,authoredOn,meta,${makerElements}`,
          ...withMakers,
          _count: pageSize,
        },
      },
    ],
    [
      'imaging',
      {
        type: 'ImagingStudy',
        params: {
          patient,
          _elements: `status,subject,started,interpreter,series,meta,${makerElements}`,
          ...withMakers,
          _count: pageSize,
        },
      },
    ],
    [
      'imaging',
      {
        type: 'ServiceRequest',
        params: {
          patient,
          category: 'http://snomed.info/sct|363679005',
          _elements: `status,intent,doNotPerform,subject,performer,authoredOn,meta,${makerElements}`,
          ...withMakers,
          _count: pageSize,
        },
      },
    ],
    [
      'general-practitioner',
      {
        type: 'Patient',
        params: {
          _id: patientIds.join(','),
          _elements: `generalPractitioner,meta,${makerElements}`,
          ...withMakers,
          _count: patientIds.length,
        },
      },
    ],
    [
      'appointments',
      {
        type: 'Appointment',
        params: {
          patient,
          date: [`ge${at(-appointmentsAround)}`, `le${at(appointmentsAround)}`],
          _elements: `status,start,participant,meta,${makerElements}`,
          ...withMakers,
          _count: pageSize,
        },
      },
    ],
  ];
  const isStaff = fhirUser?.startsWith('Practitioner/') === true;
  return searches.flatMap(([fact, search]) =>
    // who is in the record under no name has no unit
    facts.has(fact) && (fact !== 'units' || isStaff) ? [search] : [],
  );
}

/** An answer as a whole; what does not fit one page is read to its end, except where one is enough. */
async function whole(
  fhir: FhirClient,
  { type, params }: Search,
  answer: Bundle | FhirError | undefined,
): Promise<Bundle> {
  if (answer === undefined) throw new FhirError(502, null, 'empty');
  if (answer instanceof FhirError) throw answer;
  if (params['_count'] === 1 || !hasNext(answer)) return answer;
  const resources = await fhir.searchAll(type, params, 20_000);
  const first = (answer.entry ?? []).filter((e) => e.search?.mode !== 'outcome');
  const onFirst = new Set(first.map(({ resource }) => keyOf(resource)));
  const further = '_revinclude' in params ? resources.map(keyOf).filter((key) => !onFirst.has(key)) : [];
  const makers = await makersOf(fhir, further);
  return {
    ...answer,
    entry: [
      ...resources.map((resource) => ({ resource })),
      ...first.filter((e) => e.search?.mode === 'include'),
      ...makers.map((resource) => ({ resource, search: { mode: 'include' as const } })),
    ],
  };
}

const keyOf = (resource: Resource | undefined): string => `${resource?.resourceType}/${resource?.id}`;

/** What a page brings along comes with the first one alone: who wrote the others is asked for. */
async function makersOf(fhir: FhirClient, keys: readonly string[]): Promise<Resource[]> {
  const found: Resource[] = [];
  for (let i = 0; i < keys.length; i += targetsAtOnce) {
    const target = keys.slice(i, i + targetsAtOnce).join(',');
    found.push(...(await fhir.searchAll('Provenance', { target, _count: pageSize }, 20_000)));
  }
  return found;
}
