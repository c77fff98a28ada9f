import type { Device, DeviceProperty, DeviceUseStatement } from '@medplum/fhirtypes';
import { versionOf } from './bundles.ts';
import { coded, oneOf } from './coded.ts';
import { date, latestFirst } from './dates.ts';
import { implantKinds, implantWords, type ImplantKind, type MriState } from './implant-kinds.ts';
import type { Coded } from './shapes.ts';
import { notes, words } from './text.ts';

const ownCodes = 'https://keneyapp.example/fhir/CodeSystem/implant';
/** What HL7's value set "device-safety" is made of: concepts of the NCI Thesaurus. */
const nci = 'urn:oid:2.16.840.1.113883.3.26.1.1';
const mriCodes: Record<MriState, string | null> = {
  safe: 'C106045',
  conditional: 'C106046',
  unsafe: 'C106044',
  unknown: null,
};
const safetyType = { coding: [{ system: ownCodes, code: 'mri-safety' }], text: 'Sécurité en IRM' };

export interface ImplantRow {
  /** Of the device. */
  id: string;
  /** Versions of the device and of its use, `2.1`; of a device without one, `2.0`. */
  version: string | null;
  /** Null of what another system recorded in words of its own. */
  kind: ImplantKind | null;
  name: Coded;
  /** What was said beyond the kind; all of it where there is none. */
  detail: string | null;
  maker: string | null;
  model: string | null;
  serial: string | null;
  lot: string | null;
  udi: string | null;
  expiry: string | null;
  site: string | null;
  implanted: string | null;
  removed: string | null;
  state: 'in-place' | 'removed' | 'entered-in-error';
  mri: MriState;
  note: string | null;
}

/** What a person read of an implant: either may have changed alone. */
export function implantVersion(device: Device, use: DeviceUseStatement | null): string | null {
  const version = versionOf(device);
  return version === null ? null : `${version}.${use?.meta?.versionId ?? '0'}`;
}

export function readImplant(device: Device, use: DeviceUseStatement | null): ImplantRow {
  const name = coded(device.type);
  const own = name.codes.find(({ system }) => system === ownCodes);
  const kind = own ? oneOf(implantKinds, own.code) : null;
  const word = kind === null ? '' : implantWords[kind];
  const [carrier] = device.udiCarrier ?? [];
  const isStruckOut = device.status === 'entered-in-error';
  const removed = date(use?.timingPeriod?.end);
  return {
    id: device.id ?? '',
    version: implantVersion(device, use),
    kind,
    name: name.text || name.codes.length > 0 ? name : { ...name, text: device.deviceName?.[0]?.name ?? null },
    detail:
      word !== '' && name.text?.startsWith(word)
        ? name.text.slice(word.length).replace(/^ : /, '') || null
        : name.text,
    maker: words(device.manufacturer),
    model: words(device.modelNumber),
    serial: words(device.serialNumber),
    lot: words(device.lotNumber),
    udi: words(carrier?.carrierHRF) ?? words(carrier?.deviceIdentifier),
    expiry: date(device.expirationDate),
    site: words(coded(use?.bodySite).text ?? undefined),
    implanted: date(use?.timingPeriod?.start ?? use?.timingDateTime),
    removed,
    state: isStruckOut
      ? 'entered-in-error'
      : device.status === 'inactive' || use?.status === 'completed' || removed !== null
        ? 'removed'
        : 'in-place',
    mri: mriOf(device.property),
    note: notes(device.note),
  };
}

const isSafety = ({ type }: DeviceProperty): boolean =>
  (type.coding ?? []).some(({ system, code }) => system === ownCodes && code === 'mri-safety');

function mriOf(properties: readonly DeviceProperty[] = []): MriState {
  const said = properties.flatMap(({ valueCode }) => valueCode ?? []).flatMap(({ coding }) => coding ?? []);
  const known = Object.entries(mriCodes) as [MriState, string | null][];
  return known.find(([, code]) => code !== null && said.some((one) => one.code === code))?.[0] ?? 'unknown';
}

/** The properties of a device with this one; its others stay. */
export function withMri(properties: readonly DeviceProperty[] = [], mri: MriState): DeviceProperty[] {
  const code = mriCodes[mri];
  const others = properties.filter((one) => !isSafety(one) && mriOf([one]) === 'unknown');
  return code === null
    ? others
    : [...others, { type: safetyType, valueCode: [{ coding: [{ system: nci, code }] }] }];
}

/** A kind with what is said beyond it, in a code and words. */
export const implantOf = (kind: ImplantKind, detail: string): Pick<Device, 'type'> => ({
  type: {
    coding: [
      { system: ownCodes, code: kind, ...(implantWords[kind] ? { display: implantWords[kind] } : {}) },
    ],
    text: [implantWords[kind], detail].filter(Boolean).join(' : '),
  },
});

export interface SortedImplants {
  inPlace: ImplantRow[];
  removed: ImplantRow[];
}

/** The latest first; without what was entered in error. */
export function sortImplants(all: readonly ImplantRow[]): SortedImplants {
  const sorted = all.toSorted(latestFirst(({ implanted }) => implanted));
  return {
    inPlace: sorted.filter(({ state }) => state === 'in-place'),
    removed: sorted.filter(({ state }) => state === 'removed'),
  };
}
