import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { FhirAsSystem, type Bundle, type Resource } from '../fhir.ts';
import { stackOf } from '../stack.ts';

/**
 * The searches of charts, agenda and access rules (`apps/bff/src/features/<feature>/`): what a server leaves out here is missing
 * on a screen without a word. One record of its own, asked in every way the application asks.
 */
const fhir = new FhirAsSystem(stackOf());
const [patientId, otherId, practitionerId] = [randomUUID(), randomUUID(), randomUUID()];
const [building, ward, bed] = ['bat', 'ward', 'bed'].map((place) => `${place}-${randomUUID()}`) as [
  string,
  string,
  string,
];
const subject = { reference: `Patient/${patientId}` };
const text = (value: string) => ({ text: value });
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const clinicalStatus = (code: string) =>
  coded('http://terminology.hl7.org/CodeSystem/condition-clinical', code);
const category = (code: string) => [
  coded('http://terminology.hl7.org/CodeSystem/observation-category', code),
];
const observation = (name: string, more: object): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  subject,
  code: text(name),
  ...more,
});

// a process that comes back to this file after another one prepares it again, and keeps its ids
let isThere = false;
test.beforeAll(async () => {
  if (isThere) return;
  isThere = true;
  const family = `Contrat${[...randomUUID()].filter((c) => /[a-f]/.test(c)).join('')}`;
  const put = (resources: (Resource & { id: string })[]) =>
    fhir.request('POST', '', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: resources.map((resource) => ({
        resource,
        request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
      })),
    });
  const made = await put([
    { resourceType: 'Patient', id: patientId, name: [{ family, given: ['Zoé'] }] },
    { resourceType: 'Patient', id: otherId, name: [{ family, given: ['Léo'] }] },
    {
      resourceType: 'Practitioner',
      id: practitionerId,
      active: true,
      name: [{ family: `Dr${family}`, given: ['Anne'] }],
    },
    { resourceType: 'Location', id: building, name: 'Bâtiment A' },
    {
      resourceType: 'Location',
      id: ward,
      name: 'Cardiologie',
      partOf: { reference: `Location/${building}` },
    },
    { resourceType: 'Location', id: bed, name: 'Lit 4', partOf: { reference: `Location/${ward}` } },
  ]);
  expect(made.ok, await made.text()).toBe(true);
  await fhir.transaction([
    {
      resourceType: 'Condition',
      subject,
      code: text('active, dated'),
      clinicalStatus: clinicalStatus('active'),
      recordedDate: '2026-02-01',
    },
    {
      resourceType: 'Condition',
      subject,
      code: text('active, undated'),
      clinicalStatus: clinicalStatus('active'),
    },
    {
      resourceType: 'Condition',
      subject,
      code: text('resolved'),
      clinicalStatus: clinicalStatus('resolved'),
      recordedDate: '2026-03-01',
    },
    {
      resourceType: 'Condition',
      subject,
      code: text('no status'),
      verificationStatus: coded('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'unconfirmed'),
      recordedDate: '2026-01-01',
    },
    {
      resourceType: 'Condition',
      subject: { reference: `Patient/${otherId}` },
      code: text('of another'),
      clinicalStatus: clinicalStatus('active'),
    },
    observation('pulse', {
      category: category('vital-signs'),
      effectiveDateTime: '2026-02-01T10:00:00+01:00',
    }),
    observation('sodium', {
      category: category('laboratory'),
      effectiveDateTime: '2026-02-02T10:00:00+01:00',
    }),
    observation('no category', { effectiveDateTime: '2026-02-03T10:00:00+01:00' }),
    observation('no date', { category: category('laboratory') }),
    {
      resourceType: 'Encounter',
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
      subject,
      period: { start: '2026-02-01T08:00:00+01:00' },
      location: [{ location: { reference: `Location/${bed}` } }],
    },
    {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject,
      medicationCodeableConcept: text('a'),
      authoredOn: '2026-02-01',
    },
    {
      resourceType: 'MedicationRequest',
      status: 'on-hold',
      intent: 'order',
      subject,
      medicationCodeableConcept: text('b'),
    },
    {
      resourceType: 'MedicationRequest',
      status: 'stopped',
      intent: 'order',
      subject,
      medicationCodeableConcept: text('c'),
    },
    {
      resourceType: 'PractitionerRole',
      active: true,
      practitioner: { reference: `Practitioner/${practitionerId}` },
      organization: { reference: 'Organization/org-cardiologie' },
    },
    {
      resourceType: 'CareTeam',
      status: 'active',
      subject,
      participant: [{ member: { reference: `Practitioner/${practitionerId}` } }],
    },
    {
      resourceType: 'Appointment',
      status: 'booked',
      start: '2026-03-02T09:00:00+01:00',
      end: '2026-03-02T09:30:00+01:00',
      participant: [
        { actor: subject, status: 'accepted' },
        { actor: { reference: `Practitioner/${practitionerId}` }, status: 'accepted' },
      ],
    },
  ]);
});

const resourcesOf = (bundle: Bundle) =>
  (bundle.entry ?? []).flatMap(({ resource }) =>
    resource && resource.resourceType !== 'OperationOutcome' ? [resource] : [],
  );
const nameOf = (resource: Resource) =>
  (resource['code'] as { text?: string } | undefined)?.text ??
  (resource['medicationCodeableConcept'] as { text?: string } | undefined)?.text ??
  `${resource.resourceType}/${resource.id}`;
const found = async (query: string) => resourcesOf(await fhir.search(query)).map(nameOf);
const typesOf = async (query: string) =>
  resourcesOf(await fhir.search(query))
    .map((r) => r.resourceType)
    .sort();

test('what has no date is sorted among the others, never left out', async () => {
  expect((await found(`Condition?patient=${patientId}&_sort=-recorded-date&_count=50`)).sort()).toEqual([
    'active, dated',
    'active, undated',
    'no status',
    'resolved',
  ]);
  const dated = await found(`Observation?patient=${patientId}&_sort=-date&_count=50`);
  expect([...dated].sort()).toEqual(['no category', 'no date', 'pulse', 'sodium']);
  expect(dated.filter((name) => name !== 'no date')).toEqual(['no category', 'sodium', 'pulse']);
  expect((await found(`MedicationRequest?patient=${patientId}&_sort=-authoredon`)).sort()).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test('a value that is missing, not that one, or one of several', async () => {
  expect(await found(`Condition?patient=${patientId}&clinical-status:missing=true`)).toEqual(['no status']);
  expect((await found(`Condition?patient=${patientId}&clinical-status:missing=false`)).sort()).toEqual([
    'active, dated',
    'active, undated',
    'resolved',
  ]);
  expect((await found(`Condition?patient=${patientId}&clinical-status=active`)).sort()).toEqual([
    'active, dated',
    'active, undated',
  ]);
  expect((await found(`Observation?patient=${patientId}&category:not=vital-signs`)).sort()).toEqual([
    'no category',
    'no date',
    'sodium',
  ]);
  expect((await found(`MedicationRequest?patient=${patientId}&status=active,on-hold`)).sort()).toEqual([
    'a',
    'b',
  ]);
  expect((await found(`Condition?patient=${patientId},${otherId}&clinical-status=active`)).sort()).toEqual([
    'active, dated',
    'active, undated',
    'of another',
  ]);
});

test('a stay comes with its bed, ward and building', async () => {
  const included = resourcesOf(
    await fhir.search(
      `Encounter?patient=${patientId}&status=in-progress,onleave&_include=Encounter:location&_include:iterate=Location:partof`,
    ),
  );
  expect(included.map((r) => r['name'] ?? r.resourceType).sort()).toEqual([
    'Bâtiment A',
    'Cardiologie',
    'Encounter',
    'Lit 4',
  ]);
});

test('a professional comes with roles, a team by its member, an appointment by any of its people', async () => {
  expect(
    await typesOf(
      `Practitioner?_id=${practitionerId}&active=true&_revinclude=PractitionerRole:practitioner&_include:iterate=PractitionerRole:organization`,
    ),
  ).toEqual(['Organization', 'Practitioner', 'PractitionerRole']);
  expect(await typesOf(`CareTeam?participant=Practitioner/${practitionerId}&status=active`)).toEqual([
    'CareTeam',
  ]);
  for (const actor of [`Practitioner/${practitionerId}`, `Patient/${patientId}`])
    expect(
      await typesOf(
        `Appointment?actor=${actor}&date=ge2026-03-02&date=lt2026-03-03&_sort=date&_include=Appointment:actor`,
      ),
    ).toEqual(['Appointment', 'Patient', 'Practitioner']);
  expect(await typesOf(`Appointment?actor=Patient/${patientId}&date=lt2026-03-02`)).toEqual([]);
});

test('totals count everything that fits, not the page', async () => {
  const page = await fhir.search(`Observation?patient=${patientId}&_count=1&_total=accurate`);
  expect([page.total, resourcesOf(page).length]).toEqual([4, 1]);
  expect((await fhir.search(`Observation?patient=${patientId}&_summary=count`)).total).toBe(4);
  const batch = (await (
    await fhir.request('POST', '', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: ['Observation', 'Condition', 'Immunization'].map((type) => ({
        request: { method: 'GET', url: `${type}?patient=${patientId}&_summary=count` },
      })),
    })
  ).json()) as Bundle;
  expect(batch.entry?.map(({ resource }) => (resource as Bundle | undefined)?.total)).toEqual([4, 4, 0]);
});

test('only the elements that were asked for, with identity and version', async () => {
  const [patient] = resourcesOf(await fhir.search(`Patient?_id=${patientId}&_elements=name`));
  expect(patient).toMatchObject({ id: patientId, meta: { versionId: '1' }, name: [{ given: ['Zoé'] }] });
  const [condition] = resourcesOf(await fhir.search(`Condition?patient=${otherId}&_elements=subject`));
  expect(condition).not.toHaveProperty('clinicalStatus');
});

test('pages give everything once, and the last one says so', async () => {
  const seen: string[] = [];
  let query: string | null = `Observation?patient=${patientId}&_sort=-date&_count=1`;
  for (let pages = 0; query !== null && pages < 10; pages += 1) {
    const bundle: Bundle = await fhir.search(query);
    seen.push(...resourcesOf(bundle).map(nameOf));
    const next = (bundle['link'] as { relation: string; url: string }[]).find(
      ({ relation }) => relation === 'next',
    )?.url;
    query = next ? next.slice((stackOf().settings['FHIR_URL'] ?? '').length + 1) : null;
  }
  expect(seen.sort()).toEqual(['no category', 'no date', 'pulse', 'sodium']);
  const whole = await fhir.search(`Observation?patient=${patientId}&_count=4`);
  expect(
    ((whole['link'] as { relation: string }[] | undefined) ?? []).map(({ relation }) => relation),
  ).not.toContain('next');
});

test('a long list comes whole where the application asks for that many at once', async () => {
  const page = await fhir.search('Observation?patient=pat-demo&_count=2000&_sort=-date');
  expect(resourcesOf(page).length).toBeGreaterThan(1000); // of the demonstration; less would prove nothing
  expect((page['link'] as { relation: string }[]).map(({ relation }) => relation)).not.toContain('next');
});

test('what changed since a moment is found, whoever changed it', async () => {
  const { meta } = (await fhir.create({
    resourceType: 'Condition',
    subject,
    code: text('just now'),
  })) as unknown as { meta: { lastUpdated: string } };
  expect(
    await found(`Condition?patient=${patientId}&_lastUpdated=ge${encodeURIComponent(meta.lastUpdated)}`),
  ).toEqual(['just now']);
  expect(
    await found(
      `Condition?_lastUpdated=ge${encodeURIComponent(meta.lastUpdated)}&_sort=-_lastUpdated&_count=500`,
    ),
  ).toContain('just now');
});

test('a long list of patients is asked by POST, as the application does beyond four thousand characters', async () => {
  const ids = [...Array.from({ length: 150 }, () => randomUUID()), patientId, otherId].join(',');
  const response = await fetch(`${stackOf().settings['FHIR_URL']}/Patient/_search`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await fhir.token()}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/fhir+json',
    },
    body: new URLSearchParams({ _id: ids, _count: '200' }).toString(),
  });
  expect(
    resourcesOf((await response.json()) as Bundle)
      .map((r) => r.id)
      .sort(),
  ).toEqual([patientId, otherId].sort());
});
