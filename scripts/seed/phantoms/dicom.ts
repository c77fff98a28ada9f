import dcmjs from 'dcmjs';
import type { Person } from '../people/person.ts';
import { systems } from '../codes/systems.ts';
import { hospitalRef } from '../hospital/hospital.ts';
import { staffRef } from '../hospital/staff.ts';
import { instanceUid, seriesUid, sopClasses, type PlannedStudy } from '../imaging/plan.ts';
import { stableUid } from '../../wire/ids.ts';

type Attributes = Record<
  string,
  readonly [vr: string, ...values: readonly (string | number | ArrayBuffer)[]]
>;

const implementation = stableUid('implementation', 'keneyapp seed'),
  explicitLittleEndian = '1.2.840.10008.1.2.1';
const element = ([vr, ...Value]: Attributes[string]) => ({ vr, Value });

/** A Part 10 file from attributes by tag. */
function file(sopClass: string, uid: string, attributes: Attributes): Buffer {
  const dict = new dcmjs.data.DicomDict({
    '00020001': element(['OB', new Uint8Array([0, 1]).buffer]),
    '00020002': element(['UI', sopClass]),
    '00020003': element(['UI', uid]),
    '00020010': element(['UI', explicitLittleEndian]),
    '00020012': element(['UI', implementation]),
    '00020013': element(['SH', 'KENEYAPP_SEED']),
  });
  const all: Attributes = { '00080016': ['UI', sopClass], '00080018': ['UI', uid], ...attributes };
  dict.dict = Object.fromEntries(
    Object.keys(all)
      .sort()
      .map((tag) => [tag, element(all[tag] ?? ['LO'])]),
  );
  return Buffer.from(dict.write());
}

/** `2026-11-24T08:30:00+01:00` → `20261124` and `083000`. */
const da = (iso: string): string => iso.slice(0, 10).replaceAll('-', ''),
  tm = (iso: string): string => iso.slice(11, 19).replaceAll(':', '');

export interface ImageContent {
  pixels: Uint16Array;
  rows: number;
  columns: number;
  attributes: Attributes;
}

/** One image of a planned study; identity is that of the chart: PatientID = IPP, its issuer = the system of the IPP. */
export function dicomFile(
  person: Person,
  study: PlannedStudy,
  started: string,
  series: number,
  instance: number,
  content: ImageContent,
): Buffer {
  const planned = study.series[series],
    physician = staffRef(study.requester).display;
  const bytes = content.pixels.buffer.slice(
    content.pixels.byteOffset,
    content.pixels.byteOffset + content.pixels.byteLength,
  ) as ArrayBuffer;
  const name = (person.usedFamily ?? person.family).toUpperCase();
  return file(sopClasses[study.modality], instanceUid(study.key, series, instance), {
    '00080005': ['CS', 'ISO_IR 192'],
    '00080020': ['DA', da(started)],
    '00080021': ['DA', da(started)],
    '00080023': ['DA', da(started)],
    '00080030': ['TM', tm(started)],
    '00080031': ['TM', tm(started)],
    '00080033': ['TM', tm(started)],
    '00080050': ['SH', study.accession],
    '00080060': ['CS', study.modality],
    '00080064': ['CS', 'SYN'],
    '00080070': ['LO', 'KeneyApp'],
    '00080080': ['LO', hospitalRef.display],
    '00080090': ['PN', physician.replace(/^(Dr|Pr) (\S+) (.*)$/, '$3^$2^^$1')],
    '00081030': ['LO', study.description],
    '0008103E': ['LO', planned?.description ?? ''],
    '00081090': ['LO', 'Fantôme numérique'],
    '00100010': ['PN', `${name}^${person.usedGiven ?? person.given[0] ?? ''}`],
    '00100020': ['LO', person.ipp],
    '00100021': ['LO', systems.ipp],
    '00100030': ['DA', person.birthDate.replaceAll('-', '')],
    '00100040': ['CS', person.sex === 'male' ? 'M' : 'F'],
    '00180015': ['CS', planned?.bodySite ?? ''],
    '0020000D': ['UI', study.studyUid],
    '0020000E': ['UI', seriesUid(study.key, series)],
    '00200010': ['SH', study.accession],
    '00200011': ['IS', String(series + 1)],
    '00200013': ['IS', String(instance + 1)],
    '00280002': ['US', 1],
    '00280004': ['CS', 'MONOCHROME2'],
    '00280010': ['US', content.rows],
    '00280011': ['US', content.columns],
    '00280100': ['US', 16],
    '00280101': ['US', 12],
    '00280102': ['US', 11],
    '00280103': ['US', 0],
    ...content.attributes,
    '7FE00010': ['OW', bytes],
  });
}

/** Geometry shared by axial volumes: head first, supine; z grows towards the head. */
export function axial(
  study: PlannedStudy,
  series: number,
  z: number,
  spacing: number,
  size: number,
  fieldOfView: number,
): Attributes {
  const mm = fieldOfView / size,
    corner = -fieldOfView / 2 + mm / 2,
    text = (n: number) => String(Number(n.toFixed(4)));
  return {
    '00185100': ['CS', 'HFS'],
    '00180050': ['DS', text(spacing)],
    '00180088': ['DS', text(spacing)],
    '00200032': ['DS', text(corner), text(corner), text(z)],
    '00200037': ['DS', '1', '0', '0', '0', '1', '0'],
    '00200052': ['UI', stableUid('frame', study.key, String(series))],
    '00201041': ['DS', text(z)],
    '00280030': ['DS', text(mm), text(mm)],
  };
}
