import type { FhirClient } from '@keneyapp/fhir-client';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { readRelationships } from './relationships.ts';
import { doctor, encounter, read, subject, ofA } from './testing-relationships.ts';

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
    return (await readRelationships(fhir, doctor, ofA)).patients.get('a')?.appointments.length;
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
    expect((await readRelationships(fhir, doctor, ofA)).patients.get('a')?.appointments).toHaveLength(1);
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
