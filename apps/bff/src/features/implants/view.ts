import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { readImplant, sortImplants, type ImplantRow, type SortedImplants } from '@keneyapp/fhir-model/device';
import type { Bundle, DeviceUseStatement } from '@medplum/fhirtypes';
import type { StatementVersions } from '../../statement-versions.ts';

export type { ImplantRow };
export type ImplantVersions = StatementVersions<ImplantRow>;

export interface ImplantsView extends SortedImplants {
  truncated: boolean;
}

/** The use of a device; the last that was said of it. */
export const useOf = (uses: readonly DeviceUseStatement[], deviceId: string): DeviceUseStatement | null =>
  uses.findLast(
    ({ device, status }) => status !== 'entered-in-error' && device.reference === `Device/${deviceId}`,
  ) ?? null;

export function implantsView(devices: Bundle, uses: Bundle): ImplantsView {
  const found = matches(uses, 'DeviceUseStatement');
  const rows = matches(devices, 'Device').map((one) => readImplant(one, useOf(found, one.id ?? '')));
  return { ...sortImplants(rows), truncated: hasNext(devices) || hasNext(uses) };
}
