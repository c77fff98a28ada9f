import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { readRelationships } from './relationships.ts';
import { doctor, encounter, me, read, subject, ofA } from './testing-relationships.ts';

describe('encounters', () => {
  it('name their service, and every place from the bed up to the ward and who runs it', async () => {
    const places: Resource[] = [
      { resourceType: 'Location', id: 'bed', partOf: { reference: 'Location/room' } },
      { resourceType: 'Location', id: 'room', partOf: { reference: 'Location/ward' } },
      {
        resourceType: 'Location',
        id: 'ward',
        managingOrganization: { reference: 'Organization/cardio' },
        partOf: { reference: 'Location/bed' },
      }, // a circle does not hold it up
    ];
    const fhir = {
      batchSearch: (searches: { type: string }[]) =>
        Promise.resolve(
          searches.map(({ type }): Bundle => ({
            resourceType: 'Bundle',
            type: 'searchset',
            entry:
              type === 'Encounter'
                ? [
                    {
                      resource: encounter({
                        location: [{ location: { reference: 'Location/bed' } }],
                        serviceProvider: { reference: 'http://x/fhir/Organization/medicine' },
                      }),
                    },
                    ...places.map((resource) => ({ resource, search: { mode: 'include' as const } })),
                  ]
                : [],
          })),
        ),
    } as unknown as FhirClient;
    const { patients } = await readRelationships(fhir, doctor, ofA);
    expect(patients.get('a')?.encounters).toEqual([
      {
        isCurrent: true,
        isPlanned: false,
        startsAt: null,
        seenAt: null,
        endedAt: null,
        units: [
          'Organization/medicine',
          'Location/bed',
          'Location/room',
          'Location/ward',
          'Organization/cardio',
        ],
        participants: [],
      },
    ]);
  });
  it.each([
    ['one that goes on', {}, true],
    ['one to come', { status: 'planned' }, false],
    ['one that ended', { status: 'finished', period: { end: '2026-03-01T10:00:00Z' } }, false],
    ['one left open by mistake', { period: { end: '2026-03-01' } }, false],
    ['one that ends today', { period: { end: '2026-03-10' } }, true],
  ])('%s', async (_what, more, isCurrent) => {
    expect((await read([encounter(more)])).encounters[0]?.isCurrent).toBe(isCurrent);
  });
  it.each(['entered-in-error', 'cancelled'])('%s: none', async (status) => {
    expect((await read([encounter({ status })])).encounters).toEqual([]);
  });
  it('leave out who has gone and beds that were left, while they go on', async () => {
    const gone = { period: { end: '2026-03-09' } };
    const [e] = (
      await read([
        encounter({
          participant: [{ ...me, ...gone }, { individual: { reference: 'Practitioner/here' } }],
          location: [
            { location: { reference: 'Location/icu' }, status: 'completed' },
            { location: { reference: 'Location/bed' }, status: 'active' },
          ],
        }),
      ])
    ).encounters;
    expect(e).toMatchObject({ participants: ['Practitioner/here'], units: ['Location/bed'] });
  });
});

describe('who belongs to whom', () => {
  it('care teams that are active, members that still are, general practitioners; roles are the person', async () => {
    const facts = await read([
      {
        resourceType: 'PractitionerRole',
        id: 'role',
        practitioner: { reference: 'Practitioner/me' },
        organization: { reference: 'Organization/cardio' },
        location: [{ reference: 'Location/ward' }],
      },
      {
        resourceType: 'PractitionerRole',
        id: 'former',
        period: { end: '2025-01-01' },
        organization: { reference: 'Organization/old' },
      },
      {
        resourceType: 'CareTeam',
        status: 'active',
        subject,
        participant: [
          { member: { reference: 'PractitionerRole/role' } },
          { member: { reference: 'Practitioner/gone' }, period: { end: '2026-03-09' } },
        ],
      },
      {
        resourceType: 'CareTeam',
        status: 'inactive',
        subject,
        participant: [{ member: { reference: 'Practitioner/old' } }],
      },
      {
        resourceType: 'CareTeam',
        status: 'active',
        subject: { reference: 'Patient/b' },
        participant: [{ member: { reference: 'Practitioner/of-b' } }],
      },
      { resourceType: 'Patient', id: 'a', generalPractitioner: [{ reference: 'Practitioner/gp' }] },
    ]);
    expect(facts.careTeam).toEqual(['Practitioner/me', 'Practitioner/gp']);
    expect(facts.ownUnits).toEqual(['Organization/cardio', 'Location/ward']);
  });
  it('appointments that stand, with who takes part', async () => {
    const appointment = (status: string, more: object = {}): Resource =>
      ({
        resourceType: 'Appointment',
        status,
        start: '2026-03-11T09:00:00+01:00',
        participant: [
          { actor: subject, status: 'accepted' },
          { actor: { reference: 'Practitioner/me' }, status: 'accepted' },
          { actor: { reference: 'Practitioner/no' }, status: 'declined' },
        ],
        ...more,
      }) as Resource;
    expect(
      (await read([appointment('booked'), appointment('cancelled'), appointment('noshow')])).appointments,
    ).toEqual([{ start: '2026-03-11T08:00:00.000Z', actors: ['Practitioner/me'] }]);
    for (const status of ['proposed', 'pending', 'waitlist', 'entered-in-error'])
      expect((await read([appointment(status)])).appointments, status).toEqual([]);
  });
  it('imaging for the radiologist, prescriptions for the pharmacist, and neither for others', async () => {
    const resources: Resource[] = [
      {
        resourceType: 'ImagingStudy',
        status: 'available',
        subject,
        started: '2026-03-01T08:00:00+01:00',
        interpreter: [{ reference: 'Practitioner/me' }],
      },
      {
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        subject,
        meta: { lastUpdated: '2026-03-02T08:00:00Z' },
      },
      {
        resourceType: 'MedicationRequest',
        status: 'active',
        intent: 'order',
        subject,
        authoredOn: '2026-03-03',
        dispenseRequest: { performer: { reference: 'Organization/pharmacy' } },
      },
      { resourceType: 'MedicationRequest', status: 'active', intent: 'plan', subject },
      { resourceType: 'MedicationRequest', status: 'draft', intent: 'order', subject },
    ];
    expect((await read(resources, { ...doctor, role: 'radiologist' })).imaging).toEqual([
      { performers: ['Practitioner/me'], at: '2026-03-01T07:00:00.000Z' },
      { performers: [], at: '2026-03-02T08:00:00.000Z' },
    ]);
    expect((await read(resources, { ...doctor, role: 'pharmacist' })).prescriptions).toEqual([
      { performers: ['Organization/pharmacy'], at: '2026-03-03T00:00:00.000Z' },
    ]);
    expect(await read(resources)).toMatchObject({ imaging: [], prescriptions: [] });
  });
  it.each([
    { intent: 'proposal' },
    { intent: 'plan' },
    { intent: 'option' },
    { intent: 'order', doNotPerform: true },
  ])('no order and no prescription that is none: %j', async (more) => {
    const work = { status: 'active', subject, performer: [{ reference: 'Practitioner/me' }], ...more };
    const order = { ...work, resourceType: 'ServiceRequest', authoredOn: '2026-03-03' } as Resource;
    expect((await read([order], { ...doctor, role: 'radiologist' })).imaging).toEqual([]);
    const prescription = {
      ...work,
      resourceType: 'MedicationRequest',
      performer: work.performer[0],
    } as Resource;
    expect((await read([prescription], { ...doctor, role: 'pharmacist' })).prescriptions).toEqual([]);
  });
  it('a team that nobody touched for a year is one on paper', async () => {
    const team = (meta: object, more: object = {}): Resource =>
      ({
        resourceType: 'CareTeam',
        status: 'active',
        subject,
        meta,
        participant: [{ member: { reference: 'Practitioner/me' } }],
        ...more,
      }) as Resource;
    const old = { lastUpdated: '2025-03-01T08:00:00Z' };
    expect((await read([team(old)])).careTeam).toEqual([]);
    expect((await read([team(old, { period: { start: '2025-06-01' } })])).careTeam).toEqual([
      'Practitioner/me',
    ]);
    expect((await read([team({ lastUpdated: '2025-03-11T08:00:00Z' })])).careTeam).toEqual([
      'Practitioner/me',
    ]);
  });
});

describe('a part that is missing', () => {
  it.each(['Consent', 'CareTeam', 'Encounter'])('%s: nothing is known at all', async (failing) => {
    const fhir = {
      batchSearch: (searches: { type: string }[]) =>
        Promise.resolve(
          searches.map(({ type }) =>
            type === failing ? new FhirError(500, null) : { resourceType: 'Bundle', type: 'searchset' },
          ),
        ),
    } as unknown as FhirClient;
    await expect(readRelationships(fhir, doctor, ofA)).rejects.toThrow(FhirError);
  });
  it('a second page is read too', async () => {
    const consent: Resource = {
      resourceType: 'Consent',
      status: 'active',
      scope: {},
      dateTime: '2026-01-01',
      patient: subject,
      category: [{ coding: [{ system: 'https://keneyapp.example/consent-kind', code: 'care' }] }],
      provision: { type: 'deny' },
    };
    const fhir = {
      batchSearch: (searches: { type: string }[]) =>
        Promise.resolve(
          searches.map(({ type }): Bundle => ({
            resourceType: 'Bundle',
            type: 'searchset',
            ...(type === 'Consent' ? { link: [{ relation: 'next', url: 'x' }] } : {}),
          })),
        ),
      searchAll: () => Promise.resolve([consent]),
    } as unknown as FhirClient;
    expect((await readRelationships(fhir, doctor, ofA)).patients.get('a')?.consents).toMatchObject([
      { kind: 'care', decision: 'deny' },
    ]);
  });
});
