import { stowBody } from '../packages/config/src/testing-dicom.ts';
import { connect, readSettings } from '../scripts/wire/connection.ts';
import type { FhirAsSystem } from './fhir.ts';
import type { StackUnderTest } from './stack.ts';

/** Stores DICOM objects as the import does; throws with the server's reasons when one is refused. */
export async function storeDicom(stack: StackUnderTest, objects: Buffer[]): Promise<void> {
  const { contentType, body } = stowBody(objects);
  const response = await fetch(`${stack.settings['DICOMWEB_URL']}/studies`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await systemToken(stack)}`, 'content-type': contentType },
    body,
  });
  if (response.status !== 200)
    throw new Error(`STOW ${response.status}: ${(await response.text()).slice(0, 500)}`);
}

/** Makes a study part of a patient's record. */
export function recordStudy(
  fhir: FhirAsSystem,
  patient: string,
  study: string,
  description: string,
  series: { uid: string; modality: string; sopClass: string; instances: number; description?: string }[],
) {
  return fhir.create({
    resourceType: 'ImagingStudy',
    status: 'available',
    subject: { reference: patient },
    started: '2026-02-03T10:00:00+01:00',
    description,
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
    numberOfSeries: series.length,
    numberOfInstances: series.reduce((n, s) => n + s.instances, 0),
    series: series.map((s, i) => ({
      uid: s.uid,
      number: i + 1,
      modality: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: s.modality },
      numberOfInstances: s.instances,
      ...(s.description ? { description: s.description } : {}),
      instance: [
        { uid: `${s.uid}.1`, sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${s.sopClass}` } },
      ],
    })),
  });
}

/** Of the background client. */
export const systemToken = ({ settings }: StackUnderTest): Promise<string> =>
  connect(readSettings(settings)).token();

/** Stores a file (explicit little endian) under UIDs of its own, so that no other test or import meets it. */
export async function storeAnew(bytes: Buffer, stack: StackUnderTest) {
  const own = (tag: string) => {
    const [group, element] = [tag.slice(0, 4), tag.slice(4)].map((h) => Number.parseInt(h, 16));
    const mark = Buffer.alloc(6);
    mark.writeUInt16LE(group ?? 0, 0);
    mark.writeUInt16LE(element ?? 0, 2);
    mark.write('UI', 4, 'latin1');
    const at = bytes.indexOf(mark);
    const length = bytes.readUInt16LE(at + 6);
    return {
      at: at + 8,
      length,
      value: bytes.toString('latin1', at + 8, at + 8 + length).replace(/\0+$/, ''),
    };
  };
  const fresh = (tag: string) => {
    const { at, length } = own(tag);
    const value = `1.2.826.${String(Date.now())}${String(Math.floor(Math.random() * 1e9))}`
      .slice(0, length)
      .replace(/\.$/, '1');
    bytes.fill(0, at, at + length);
    bytes.write(value, at, 'latin1');
    return value;
  };
  const study = fresh('0020000D'),
    series = fresh('0020000E');
  fresh('00080018');
  await storeDicom(stack, [bytes]);
  return {
    study,
    series,
    sopClass: own('00080016').value,
    modality:
      /(CT|MR|US|XA|MG)/.exec(
        bytes.toString('latin1', 132, 1200).match(/\x08\x00\x60\x00CS..(..)/s)?.[1] ?? 'CT',
      )?.[1] ?? 'CT',
  };
}
