import { stowBody } from '../packages/config/src/testing-dicom.ts';
import type { FhirAsSystem } from './fhir.ts';
import type { StackUnderTest } from './stack.ts';

/** Stores DICOM objects as the import does; throws with the server's reasons when one is refused. */
export async function storeDicom(stack: StackUnderTest, objects: Buffer[]): Promise<void> {
  const { contentType, body } = stowBody(objects);
  const response = await fetch(`${stack.settings['DICOMWEB_URL']}/studies`, { method: 'POST', headers: { authorization: `Bearer ${await systemToken(stack)}`, 'content-type': contentType }, body });
  if (response.status !== 200) throw new Error(`STOW ${response.status}: ${(await response.text()).slice(0, 500)}`);
}

/** Makes a study part of a patient's record. */
export function recordStudy(fhir: FhirAsSystem, patient: string, study: string, description: string, series: { uid: string; modality: string; sopClass: string; instances: number; description?: string }[]) {
  return fhir.create({
    resourceType: 'ImagingStudy', status: 'available', subject: { reference: patient }, started: '2026-02-03T10:00:00+01:00', description, identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
    numberOfSeries: series.length, numberOfInstances: series.reduce((n, s) => n + s.instances, 0),
    series: series.map((s, i) => ({
      uid: s.uid, number: i + 1, modality: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: s.modality }, numberOfInstances: s.instances, ...(s.description ? { description: s.description } : {}),
      instance: [{ uid: `${s.uid}.1`, sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${s.sopClass}` } }],
    })),
  });
}

/** Of the background client. */
export async function systemToken({ settings }: StackUnderTest): Promise<string> {
  const { OIDC_ISSUER: issuer, OIDC_SYSTEM_CLIENT_ID: id = '', OIDC_SYSTEM_CLIENT_SECRET: secret = '' } = settings;
  const { token_endpoint: endpoint } = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as { token_endpoint: string };
  const authorization = `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
  const response = await fetch(endpoint, { method: 'POST', headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials&scope=system%2F*.*' });
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  return ((await response.json()) as { access_token: string }).access_token;
}
