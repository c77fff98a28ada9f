import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { dicomObject, stowBody } from '@keneyapp/config/testing-dicom';
import {
  besideIt,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  startTestBff,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { connectFhir } from '@keneyapp/fhir-client';
import { afterAll, beforeAll, expect, test } from 'vitest';

let sandbox: RunningSandbox, bff: RunningBff, doctor: Visitor;
const freshSeconds = 6;
const study = '1.2.826.0.1.9.100';
const instance = (n: number) => `/dicom-web/studies/${study}/series/${study}.1/instances/${study}.1.${n}`;
const image = dicomObject({ study, series: `${study}.1`, instance: `${study}.1.1`, patientId: '900' });

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await startTestBff(sandbox, {
    env: { ...(await besideIt()), FRESH_SIGN_IN_MINUTES: String(freshSeconds / 60) },
  });
  const token = await sandboxSystemToken(sandbox);
  const server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const fhir = server.client({ token: async () => token });
  await fhir.update({ resourceType: 'Patient', id: 'download-1', name: [{ family: 'download' }] });
  await fhir.update({
    resourceType: 'ImagingStudy',
    id: 'download-study',
    status: 'available',
    subject: { reference: 'Patient/download-1' },
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
  });
  await entrustPatients(sandbox, ['download-1']);
  await server.close();
  const segmentation = dicomObject({
    study,
    series: `${study}.1`,
    instance: `${study}.1.2`,
    patientId: '900',
    modality: 'SEG',
    sopClass: '1.2.840.10008.5.1.4.1.1.66.4',
  });
  const { contentType, body } = stowBody([image, segmentation]);
  const stored = await fetch(`${sandbox.dicomwebUrl}/studies`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
    body,
  });
  if (stored.status !== 200) throw new Error(`STOW ${stored.status}`);
  doctor = await signInOverHttp(bff, sandbox, 'medecin');
}, 120_000);
afterAll(() => bff?.stop());

// as a browser follows a link: it would take a page
const get = (path: string, accept = 'text/html,*/*;q=0.8') =>
  fetch(bff.url + path, { headers: { ...doctor.headers, accept } });

test('an object is saved as a file right after signing in; later only what the viewers draw from the whole is given', async () => {
  const saved = await get(`${instance(1)}?download=1`);
  expect([saved.status, saved.headers.get('content-disposition')]).toEqual([
    200,
    `attachment; filename="${study}.1.1.dcm"`,
  ]);
  expect(Buffer.from(await saved.arrayBuffer()).equals(image)).toBe(true);
  expect((await get(`/dicom-web/studies/${study}?download=1`)).status).toBe(400);
  expect((await get(`${instance(1)}?download=1&download=1`)).status).toBe(400);

  await new Promise((resolve) => setTimeout(resolve, (freshSeconds + 1) * 1_000));
  const parts = 'multipart/related; type="application/dicom"; transfer-syntax=*';
  for (const refused of [
    get(`${instance(1)}?download=1`),
    get(instance(1), parts),
    get(instance(1), 'application/dicom'),
    get(`${instance(2)}?download=1`),
  ]) {
    const answer = await refused;
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([
      403,
      'sign-in-again',
    ]);
  }
  expect((await get(instance(2), parts)).status).toBe(200);
  expect(
    (await get(`${instance(1)}/frames/1`, 'multipart/related; type=application/octet-stream')).status,
  ).toBe(200);
});
