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
