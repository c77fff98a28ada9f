import { randomUUID } from 'node:crypto';
import type { Device } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import type { ChangedStatement } from '../../statements.ts';
import {
  ask,
  doctor,
  failure,
  fhir,
  nurse,
  patient,
  pharmacist,
  tell,
} from '../allergies/testing-allergies.ts';
import type { RecordInput } from './schema.ts';
import type { ImplantsView, ImplantVersions } from './view.ts';

const udi = '(01)00844588003288(17)141120(10)7654321D(21)10987654d321';
const list = (patientId: string) => ask<ImplantsView>(pharmacist, 'implants.list', { patientId });
const record = (patientId: string, part: Partial<RecordInput> = {}, who = doctor) =>
  tell<ChangedStatement>(who, 'implants.record', {
    patientId,
    key: randomUUID(),
    kind: 'pacemaker',
    detail: 'double chambre',
    maker: 'Fabricant',
    model: 'M1',
    serial: '10987654d321',
    lot: '7654321D',
    udi,
    site: 'Sous-clavier gauche',
    implanted: '2019-05',
    state: 'in-place',
    removed: null,
    mri: 'conditional',
    note: 'Carnet vu',
    ...part,
  });
const change = (patientId: string, id: string, version: string, changes: object, who = doctor) =>
  tell<ChangedStatement>(who, 'implants.change', { patientId, key: randomUUID(), id, version, changes });

it('keeps what was put in, where, when, by which numbers, and what is known of magnetic resonance; once', async () => {
  const p = await patient();
  const key = randomUUID();
  const { id } = await record(p, { key });
  expect(await record(p, { key })).toEqual({ id, isReplay: true });
  expect(await list(p)).toMatchObject({
    inPlace: [
      {
        id,
        kind: 'pacemaker',
        detail: 'double chambre',
        serial: '10987654d321',
        udi,
        expiry: '2014-11-20',
        site: 'Sous-clavier gauche',
        implanted: '2019-05',
        mri: 'conditional',
        note: 'Carnet vu',
      },
    ],
    removed: [],
  });
  expect(await fhir.read('Device', id)).toMatchObject({
    status: 'active',
    patient: { reference: `Patient/${p}` },
    udiCarrier: [{ deviceIdentifier: '00844588003288', carrierHRF: udi }],
  });
});

it('is changed, removed and put back in one step with its use, and each version is readable', async () => {
  const p = await patient();
  const { id } = await record(p);
  await change(p, id, '1.1', { site: 'Sous-clavier droit' }, nurse);
  await change(p, id, '1.2', { state: 'removed', removed: '2024-02-03', mri: 'unknown' });
  expect(await list(p)).toMatchObject({
    inPlace: [],
    removed: [{ id, removed: '2024-02-03', implanted: '2019-05', mri: 'unknown' }],
  });
  const { versions } = await ask<ImplantVersions>(nurse, 'implants.versions', { patientId: p, id });
  expect(versions.map(({ row, version }) => [version, row.state, row.mri])).toEqual([
    ['2.3', 'removed', 'unknown'],
    ['1.2', 'in-place', 'conditional'],
    ['1.1', 'in-place', 'conditional'],
  ]);
  expect(versions.every(({ changedBy }) => changedBy !== null)).toBe(true);
  await change(p, id, '2.3', { state: 'in-place', removed: null });
  expect(await list(p)).toMatchObject({ inPlace: [{ id, removed: null }], removed: [] });
});

it('of another number the day is not that of the one before', async () => {
  const p = await patient();
  const { id } = await record(p);
  await change(p, id, '1.1', { udi: '(01)00844588003288(10)B2' });
  expect((await list(p)).inPlace).toMatchObject([{ id, udi: '(01)00844588003288(10)B2', expiry: null }]);
});

it('leaves what another system says, and gives its device a use where it had none', async () => {
  const p = await patient();
  const other = { type: { text: 'Couleur' }, valueCode: [{ text: 'bleu' }] };
  const { id = '' } = await fhir.create<Device>({
    resourceType: 'Device',
    patient: { reference: `Patient/${p}` },
    type: { coding: [{ system: 'urn:x', code: 'V' }], text: 'Valve' },
    property: [other],
    distinctIdentifier: 'X1',
  });
  await change(p, id, '1.0', { mri: 'safe', implanted: '2020' });
  expect(await fhir.read('Device', id)).toMatchObject({
    type: { coding: [{ code: 'V' }], text: 'Valve' },
    distinctIdentifier: 'X1',
    property: [other, { valueCode: [{ coding: [{ code: 'C106045' }] }] }],
  });
  expect((await list(p)).inPlace).toMatchObject([{ id, implanted: '2020', mri: 'safe', kind: null }]);
});

it('is struck out with its use, of this patient, and takes nothing that cannot be', async () => {
  const [p, other] = [await patient(), await patient()];
  const refused = (part: Partial<RecordInput>) => failure(record(p, part));
  expect(await refused({ implanted: '2999' })).toEqual(['BAD_REQUEST', 'implanted future']);
  expect(await refused({ implanted: '2020', state: 'removed', removed: '2019' })).toEqual([
    'BAD_REQUEST',
    'removed before-onset',
  ]);
  for (const unreadable of ['(01)00844588003289', '(01)00844588003288(17)260230', ']d20100844588003289'])
    expect(await refused({ udi: unreadable }), unreadable).toEqual(['BAD_REQUEST', 'udi unreadable']);
  for (const unkept of ['+H123\u0000', '+H\u001b[2J', '\ud800', 'x'.repeat(301)])
    expect((await refused({ udi: unkept }))[0], unkept).toBe('BAD_REQUEST');
  expect(await refused({ kind: 'other', detail: '' })).toEqual(['BAD_REQUEST', 'detail needed']);
  expect(await failure(record(p, {}, pharmacist))).toEqual(['FORBIDDEN']);
  const { id } = await record(p);
  expect(await failure(change(other, id, '1.1', { note: 'x' }))).toEqual(['NOT_FOUND']);
  for (const version of ['4.1', '1.4'])
    expect(await failure(change(p, id, version, { note: 'x' }))).toEqual(['PRECONDITION_FAILED']);
  await tell(doctor, 'implants.markEnteredInError', {
    ...{ patientId: p, key: randomUUID(), id, version: '1.1', reason: 'autre patient' },
  });
  expect(await list(p)).toMatchObject({ inPlace: [], removed: [] });
  const uses = await fhir.search('DeviceUseStatement', { patient: p });
  expect(uses.entry?.map(({ resource }) => (resource as { status?: string }).status)).toEqual([
    'entered-in-error',
  ]);
});
