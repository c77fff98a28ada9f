import type { FhirClient } from '@keneyapp/fhir-client';
import type { Appointment, Encounter, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { listGuard, type Listed, type ListView } from './list-guard.ts';
import { testPolicy } from '../testing-access.ts';
import { Neighbours } from './neighbours.ts';
import type { Role } from './roles.ts';

const whole: Listed = { mayKnowAppointments: true, chart: { hideLabels: [], releasedOnly: false } };
const noPsychiatry: Listed = {
  mayKnowAppointments: true,
  chart: { hideLabels: ['PSY'], releasedOnly: false },
};
const closed: Listed = { mayKnowAppointments: true, chart: null };
const objected: Listed = { mayKnowAppointments: false, chart: null };
const psychiatry = { meta: { security: [{ code: 'PSY' }] } };

const appointment = (more: object = {}, patients = ['a'], staff = 'Practitioner/p') =>
  ({
    resourceType: 'Appointment',
    id: 'x',
    status: 'cancelled',
    start: '2026-05-01T08:00:00Z',
    participant: [...patients.map((id) => `Patient/${id}`), staff].map((reference) => ({
      actor: { reference },
      status: 'accepted',
    })),
    reasonCode: [{ text: 'why' }],
    serviceType: [{ text: 'kind' }],
    cancelationReason: { text: 'off' },
    comment: 'said',
    description: 'told',
    ...more,
  }) as Appointment;
const when = ['resourceType', 'id', 'status', 'start', 'participant'];
const kind = [...when, 'serviceType', 'cancelationReason'];

async function listed(
  reader: ListView['reader'],
  verdicts: Record<string, Listed>,
  ...resources: Resource[]
): Promise<(Resource | null)[]> {
  const fhir = { batchSearch: () => Promise.resolve([]) } as unknown as FhirClient;
  const guard = listGuard({
    types: ['Appointment', 'Encounter', 'Patient'],
    reader,
    decide: (ids) => Promise.resolve(new Map(ids.map((id) => [id, verdicts[id] ?? closed]))),
    neighbours: new Neighbours(fhir, null),
  });
  return guard.show(resources);
}
const keys = (resource: Resource | null | undefined) => (resource ? Object.keys(resource) : null);
const policy = await testPolicy();
const reader = (role: Role, fhirUser: string): ListView['reader'] => ({
  fhirUser,
  rights: () => policy.rights(role),
});
const somebody = reader('nurse', 'Practitioner/else');
const secretary = reader('secretary', 'Practitioner/s');
const invited = reader('doctor', 'Practitioner/p');

describe('an appointment', () => {
  it.each([
    [
      'whole, to who may open the chart',
      somebody,
      whole,
      {},
      [...kind, 'reasonCode', 'comment', 'description'],
    ],
    ['when and with whom, to everybody else', somebody, closed, {}, when],
    ['what kind it is, to who books it', secretary, closed, {}, kind],
    ['what kind it is, to who takes part', invited, closed, {}, kind],
    ['labelled: when, to who books it', secretary, closed, psychiatry, when],
    ['labelled: when, to who takes part', invited, noPsychiatry, psychiatry, when],
    ['labelled: not at all to others', somebody, noPsychiatry, psychiatry, null],
    ['labelled: not at all where the chart is closed', somebody, closed, psychiatry, null],
    ['whole and labelled, to who sees the label', somebody, whole, psychiatry, undefined],
    ['objected to: not at all', invited, objected, {}, null],
    ['objected to: not to who books it', secretary, objected, {}, null],
  ] as const)('%s', async (_, reader, verdict, more, expected) => {
    const [shown] = await listed(reader, { a: verdict }, appointment(more));
    if (expected === undefined) expect(keys(shown)).toContain('reasonCode');
    else expect(keys(shown)?.sort() ?? null).toEqual(expected && [...expected].sort());
  });
  it('of a group names whom it may, and tells its reason when all charts are open', async () => {
    const [shown] = await listed(somebody, { a: whole, b: objected }, appointment({}, ['a', 'b']));
    expect((shown as Appointment).participant.map(({ actor }) => actor?.reference)).toEqual([
      'Patient/a',
      'Practitioner/p',
    ]);
    const [mixed] = await listed(somebody, { a: whole, b: closed }, appointment({}, ['a', 'b']));
    expect(keys(mixed)).not.toContain('reasonCode');
  });
  it('is a patient’s own alone, with nobody else in it', async () => {
    const own = reader('patient', 'Patient/a');
    const shown = await listed(
      own,
      { a: whole, b: objected },
      appointment({}, ['a', 'b']),
      appointment({}, ['b']),
      { resourceType: 'Patient', id: 'b' },
      appointment({ status: 'entered-in-error' }),
    );
    expect(shown.slice(1)).toEqual([null, null, null]);
    expect(JSON.stringify(shown)).not.toContain('Patient/b');
  });
});

describe('where somebody lies', () => {
  const stay = (more: object = {}) =>
    ({
      resourceType: 'Encounter',
      id: 'e',
      status: 'in-progress',
      class: {},
      subject: { reference: 'Patient/a' },
      ...more,
    }) as Encounter;
  it('is told to who may open the chart, of what is not labelled for them', async () => {
    expect(await listed(somebody, { a: whole }, stay(psychiatry))).toHaveLength(1);
    for (const [verdict, more, isShown] of [
      [whole, psychiatry, true],
      [noPsychiatry, {}, true],
      [noPsychiatry, psychiatry, false],
      [closed, {}, false],
    ] as const)
      expect((await listed(somebody, { a: verdict }, stay(more)))[0] !== null).toBe(isShown);
  });
  it('is not told by a part of a labelled stay', async () => {
    const part = { ...stay({ partOf: { reference: 'Encounter/whole' } }), id: 'part' };
    const labelled = { ...stay(psychiatry), id: 'whole' };
    expect(await listed(somebody, { a: noPsychiatry }, part, labelled)).toEqual([null, null]);
  });
  it('leaves of a stay that is not shown the bed and since when, where the list is of beds', async () => {
    const fhir = { batchSearch: () => Promise.resolve([]) } as unknown as FhirClient;
    const guard = listGuard({
      types: ['Encounter'],
      reader: somebody,
      decide: (ids) => Promise.resolve(new Map(ids.map((id) => [id, closed]))),
      neighbours: new Neighbours(fhir, null),
      showsBeds: true,
    });
    const told = {
      reasonCode: [{ text: 'why' }],
      period: { start: '2026-05-01T08:00:00Z', end: '2027-05-01T08:00:00Z' },
      location: [
        { location: { reference: 'Location/left' }, status: 'completed' },
        { location: { reference: 'Location/bed', display: 'said' }, status: 'active' },
      ],
      serviceProvider: { reference: 'Organization/psychiatry' },
    };
    // a visit has no bed
    expect(await guard.show([stay({ ...told, class: { code: 'AMB' } })])).toEqual([null]);
    expect(await guard.show([stay(told)])).toEqual([
      {
        resourceType: 'Encounter',
        status: 'in-progress',
        class: {},
        period: { start: '2026-05-01T08:00:00Z' },
        location: [{ location: { reference: 'Location/bed' }, status: 'active' }],
      },
    ]);
  });
});
