import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { factsFhir } from '../testing-access.ts';
import { readFacts } from './facts.ts';

const now = new Date('2026-03-10T12:00:00Z');
const doctor = { role: 'doctor' as const, fhirUser: 'Practitioner/me' };
const subject = { reference: 'Patient/a' };
const me = { individual: { reference: 'Practitioner/me' } };
const read = async (resources: Resource[], who: Parameters<typeof readFacts>[1] = doctor) => {
  const facts = await readFacts(factsFhir(resources), who, ['a', 'b'], now);
  const a = facts.patients.get('a');
  if (!a) throw new Error('nothing about a');
  return { ...a, ownUnits: facts.units };
};
const encounter = (more: object): Resource =>
  ({
    resourceType: 'Encounter',
    id: 'e',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject,
    ...more,
  }) as Resource;

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
    const { patients } = await readFacts(fhir, doctor, ['a'], now);
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

describe('signs of a stay', () => {
  it.each([
    ['its start', { period: { start: '2026-01-01T08:00:00Z' } }, '2026-01-01T08:00:00.000Z'],
    [
      'a change',
      { period: { start: '2026-01-01' }, meta: { lastUpdated: '2026-02-01T08:00:00Z' } },
      '2026-02-01T08:00:00.000Z',
    ],
    [
      'a move',
      { location: [{ location: { reference: 'Location/bed' }, period: { start: '2026-02-03T08:00:00Z' } }] },
      '2026-02-03T08:00:00.000Z',
    ],
    ['nothing that is to come', { period: { start: '2026-04-01T08:00:00Z' } }, null],
  ])('%s', async (_what, more, seenAt) => {
    expect((await read([encounter(more)])).encounters[0]?.seenAt).toBe(seenAt);
  });
  it('a planned one that is over was none', async () => {
    const period = { start: '2026-03-01T08:00:00Z', end: '2026-03-02T08:00:00Z' };
    expect((await read([encounter({ status: 'planned', period })])).encounters).toEqual([]);
    expect(
      (await read([encounter({ status: 'planned', period: { start: '2026-03-12T08:00:00Z' } })])).encounters,
    ).toMatchObject([
      { isCurrent: false, isPlanned: true, startsAt: '2026-03-12T08:00:00.000Z', endedAt: null },
    ]);
  });
});

describe('what the reader wrote', () => {
  const visit: Resource = {
    resourceType: 'Appointment',
    id: 'v',
    status: 'booked',
    start: '2026-03-11T08:00:00Z',
    participant: [
      { actor: subject, status: 'accepted' },
      { actor: { reference: 'Practitioner/me' }, status: 'accepted' },
    ],
  };
  const role: Resource = {
    resourceType: 'PractitionerRole',
    id: 'role',
    practitioner: { reference: 'Practitioner/me' },
  };
  const provenance = (agents: string[], activity?: string): Resource => ({
    resourceType: 'Provenance',
    target: [{ reference: 'Appointment/v/_history/1' }],
    recorded: '2026-03-10T08:00:00Z',
    agent: agents.map((reference) => ({ who: { reference } })),
    ...(activity ? { activity: { coding: [{ code: activity }] } } : {}),
  });
  /** Provenances come along with what they are about. */
  const readWith = async (...provenances: Resource[]) => readOf([visit, role], provenances);
  const readOf = async (resources: Resource[], provenances: Resource[]) => {
    const fhir = {
      batchSearch: (searches: { type: string; params: Record<string, unknown> }[]) =>
        Promise.resolve(
          searches.map(({ type, params }): Bundle => ({
            resourceType: 'Bundle',
            type: 'searchset',
            entry: [
              ...resources.filter((r) => r.resourceType === type).map((resource) => ({ resource })),
              ...(params['_revinclude'] === 'Provenance:target' && type === 'Appointment'
                ? provenances
                : []
              ).map((resource) => ({ resource, search: { mode: 'include' as const } })),
            ],
          })),
        ),
    } as unknown as FhirClient;
    return (await readFacts(fhir, doctor, ['a'], now)).patients.get('a')?.appointments.length;
  };
  it.each([
    [['Practitioner/me'], undefined, 0],
    [['Practitioner/me'], 'CREATE', 0],
    [['Practitioner/me'], 'UPDATE', 0],
    [['PractitionerRole/role'], 'CREATE', 0],
    [['Practitioner/me', 'Device/d'], 'CREATE', 0],
    [['Practitioner/me', 'Practitioner/desk'], 'CREATE', 1],
    [['Practitioner/desk'], 'CREATE', 1],
    [['Practitioner/me'], 'LA', 1],
  ])('%j, %s', async (agents, activity, count) => {
    expect(await readWith(provenance(agents, activity))).toBe(count);
  });
  it('in a role that they have left is theirs all the same, and ties nobody to them', async () => {
    const left = { ...role, active: false } as Resource;
    expect(await readOf([visit, left], [provenance(['PractitionerRole/role'], 'CREATE')])).toBe(0);
    const toRole = {
      ...visit,
      participant: [
        { actor: subject, status: 'accepted' },
        { actor: { reference: 'PractitionerRole/role' }, status: 'accepted' },
      ],
    } as Resource;
    const actorsWith = async (own: Resource) =>
      (await read([toRole, own])).appointments.flatMap(({ actors }) => actors);
    expect(await actorsWith(role)).toEqual(['Practitioner/me']);
    expect(await actorsWith(left)).toEqual(['PractitionerRole/role']);
  });
  it('is known of what stands on a second page too', async () => {
    const fhir = {
      batchSearch: (searches: { type: string }[]) =>
        Promise.resolve(
          searches.map(({ type }): Bundle => ({
            resourceType: 'Bundle',
            type: 'searchset',
            entry: [],
            ...(type === 'Appointment' ? { link: [{ relation: 'next', url: 'x' }] } : {}),
          })),
        ),
      searchAll: (type: string, params: { target?: string }) =>
        Promise.resolve(
          type === 'Appointment'
            ? [visit, { ...visit, id: 'w' }]
            : params.target === 'Appointment/v,Appointment/w'
              ? [provenance(['Practitioner/me'], 'CREATE')]
              : [],
        ),
    } as unknown as FhirClient;
    expect((await readFacts(fhir, doctor, ['a'], now)).patients.get('a')?.appointments).toHaveLength(1);
  });
  it('by others and later by the reader is the reader’s too', async () => {
    expect(
      await readWith(provenance(['Practitioner/desk'], 'CREATE'), provenance(['Practitioner/me'], 'UPDATE')),
    ).toBe(0);
  });
  it('orders, prescriptions and images that they asked for or recorded, and what their source says', async () => {
    const me = { reference: 'Practitioner/me' };
    const order = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject,
      performer: [me],
    };
    const prescription = {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject,
      performer: me,
    };
    const study = { resourceType: 'ImagingStudy', status: 'available', subject, interpreter: [me] };
    const radiologist = { ...doctor, role: 'radiologist' as const },
      pharmacist = { ...doctor, role: 'pharmacist' as const };
    for (const more of [{}, { requester: me }, { meta: { source: 'Practitioner/me#1' } }])
      expect((await read([{ ...order, ...more } as Resource], radiologist)).imaging.length).toBe(
        Object.keys(more).length === 0 ? 1 : 0,
      );
    for (const more of [{}, { requester: me }, { recorder: me }])
      expect((await read([{ ...prescription, ...more } as Resource], pharmacist)).prescriptions.length).toBe(
        Object.keys(more).length === 0 ? 1 : 0,
      );
    for (const more of [{}, { referrer: me }])
      expect((await read([{ ...study, ...more } as Resource], radiologist)).imaging.length).toBe(
        Object.keys(more).length === 0 ? 1 : 0,
      );
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
    await expect(readFacts(fhir, doctor, ['a'], now)).rejects.toThrow(FhirError);
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
    expect((await readFacts(fhir, doctor, ['a'], now)).patients.get('a')?.consents).toMatchObject([
      { kind: 'care', decision: 'deny' },
    ]);
  });
});
