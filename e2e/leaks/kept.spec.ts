import { labelled } from './labelled.ts';
import { expect, instancePath, makeRecord, practitioner, send, test, Visitor } from './world.ts';

/** Families 17, 21 and 23: what a browser, or we ourselves, keep of somebody is over when it is over. */
/** `docs/security.md`: two seconds; a machine under load takes a little longer to answer. */
const soon = { timeout: 4_000, intervals: [200] };

test('23 images: a label on a study closes it within two seconds', async ({ as, fhir, stack }) => {
  const own = await makeRecord(stack, fhir, ['medecin']),
    frame = `${instancePath(own.study)}/frames/1`;
  // who is named on the stay sees what has no label
  await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: own.reference },
    period: { start: new Date(Date.now() - 86_400_000).toISOString() },
    participant: [{ individual: { reference: practitioner('infirmier') } }],
  });
  const nurse = await as('infirmier');
  expect((await nurse.get(frame)).status).toBe(200);
  const [study] = (await fhir.search(`ImagingStudy?patient=${own.id}`)).entry ?? [];
  await fhir.update({ ...study!.resource, meta: labelled('PSY') } as never);
  await expect.poll(async () => (await nurse.get(frame)).status, soon).toBe(404);
});

test('23 images: a study that was given to its true patient is closed to the readers of the other within two seconds', async ({
  as,
  fhir,
  stack,
}) => {
  const own = await makeRecord(stack, fhir, ['medecin']),
    other = await makeRecord(stack, fhir, []),
    frame = `${instancePath(own.study)}/frames/1`;
  const doctor = await as('medecin');
  expect((await doctor.get(frame)).status).toBe(200);
  const [study] = (await fhir.search(`ImagingStudy?patient=${own.id}`)).entry ?? [];
  await fhir.update({ ...study!.resource, subject: { reference: other.reference } } as never);
  await expect.poll(async () => (await doctor.get(frame)).status, soon).toBe(404);
});

test('17 kept: nothing of a patient is left in the browser', async ({ as, stack, world: { mine } }) => {
  const doctor = await as('medecin');
  const input = encodeURIComponent(JSON.stringify({ patientId: mine.id }));
  const instance = instancePath(mine.study);
  for (const address of [
    `/trpc/problems.list?input=${input}`,
    `/trpc/patients.banner,summary.get?batch=1&input=${encodeURIComponent(JSON.stringify({ 0: { patientId: mine.id }, 1: { patientId: mine.id } }))}`,
    '/trpc/session.me',
    '/trpc/no.such.procedure',
    '/bff/session',
    '/bff/no-such-thing',
    `${instance}/frames/1`,
    `${instance}/rendered`,
    `${instance}/metadata`,
    `/dicom-web/studies/${mine.study}/series`,
    `/dicom-web/studies/${mine.study}/thumbnail`,
    `/patients/${mine.id}/summary`,
    '/api/auth/csrf',
  ]) {
    const { headers, status } = await send(stack, address, { headers: doctor.headers });
    expect(headers['cache-control'], `${address} (${status})`).toContain('no-store');
  }
});

test('17 kept: signing out, and the end of a session told to a browser, take away what it kept', async ({
  stack,
}) => {
  const first = await Visitor.signIn(stack, 'medecin');
  const out = await send(stack, '/bff/sign-out', { method: 'POST', headers: first.headers });
  expect(out.headers['clear-site-data']).toBe('"cache", "storage"');
  const second = await Visitor.signIn(stack, 'medecin'),
    third = await Visitor.signIn(stack, 'medecin', second.cookie);
  const told = await send(stack, '/bff/session', { headers: second.headers });
  expect([told.status, told.headers['clear-site-data'], JSON.parse(told.text).reason]).toEqual([
    401,
    '"cache", "storage"',
    'replaced',
  ]);
  const living = await send(stack, '/bff/session', { headers: third.headers });
  expect([living.status, living.headers['clear-site-data']]).toEqual([200, undefined]);
});
