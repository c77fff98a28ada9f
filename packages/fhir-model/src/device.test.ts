import type { Device, DeviceUseStatement } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { implantOf, readImplant, sortImplants, withMri } from './device.ts';
import { implantKinds, mriStates } from './implant-kinds.ts';

const device = (more: Partial<Device> = {}): Device => ({ resourceType: 'Device', id: 'a', ...more });
const use = (more: Partial<DeviceUseStatement>): DeviceUseStatement =>
  ({ resourceType: 'DeviceUseStatement', status: 'active', ...more }) as DeviceUseStatement;

it('bears a bare one: in place, and of magnetic resonance nothing is known', () => {
  expect(readImplant(device(), null)).toMatchObject({
    kind: null,
    name: { text: null, codes: [] },
    state: 'in-place',
    mri: 'unknown',
    implanted: null,
  });
});

it('reads each kind and each safety as it was written; other properties stay', () => {
  for (const kind of implantKinds)
    expect(readImplant(device(implantOf(kind, 'gauche')), null)).toMatchObject({ kind, detail: 'gauche' });
  const other = { type: { text: 'Couleur' }, valueCode: [{ text: 'bleu' }] };
  for (const mri of mriStates) {
    const property = withMri(withMri([other], 'unsafe'), mri);
    expect(readImplant(device({ property }), null).mri).toBe(mri);
    expect(property).toContainEqual(other);
    expect(property).toHaveLength(mri === 'unknown' ? 1 : 2);
  }
});

it('is removed by its end, its use or its status; struck out is in no list', () => {
  const rows = [
    readImplant(device({ id: 'in' }), use({ timingPeriod: { start: '2019' } })),
    readImplant(device({ id: 'end' }), use({ timingPeriod: { start: '2019', end: '2021-03' } })),
    readImplant(device({ id: 'use' }), use({ status: 'completed' })),
    readImplant(device({ id: 'status', status: 'inactive' }), null),
    readImplant(device({ id: 'wrong', status: 'entered-in-error' }), null),
  ];
  const { inPlace, removed } = sortImplants(rows);
  expect(inPlace.map(({ id }) => id)).toEqual(['in']);
  expect(removed.map(({ id }) => id).toSorted()).toEqual(['end', 'status', 'use']);
});

it('reads an American device by its names', () => {
  expect(
    readImplant(
      device({
        deviceName: [{ name: 'Implantable defibrillator', type: 'user-friendly-name' }],
        udiCarrier: [{ deviceIdentifier: '00844588003288' }],
      }),
      null,
    ),
  ).toMatchObject({ name: { text: 'Implantable defibrillator' }, udi: '00844588003288' });
});
