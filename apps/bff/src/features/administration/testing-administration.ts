import { temporaryDatabase } from '@keneyapp/config/database-image';
import type { FhirClient } from '@keneyapp/fhir-client';
import {
  callMutation,
  callQuery,
  entrustPatients,
  freePort,
  signInOverHttp,
  startTestBff,
  startTestSandbox,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { afterAll, beforeAll, expect } from 'vitest';
import { readResult, connectAsSystem } from '../../testing-http.ts';
import type { PeopleView, PersonRow } from './view.ts';
import { shareDatabase, type SharedDatabase } from '../../testing-shared-database.ts';

/** Two processes over one database; the provider's back channel leads to the first. */
export let sandbox: RunningSandbox, one: RunningBff, two: RunningBff, fhir: FhirClient, admin: Visitor;
let files: Awaited<ReturnType<typeof temporaryDatabase>>,
  database: SharedDatabase,
  server: Awaited<ReturnType<typeof connectAsSystem>>;
beforeAll(async () => {
  sandbox = await startTestSandbox();
  files = await temporaryDatabase('bff');
  database = await shareDatabase(files.folder);
  const env = { DATABASE_URL: database.url, DATA_KEY: Buffer.alloc(32, 7).toString('base64') };
  one = await startTestBff(sandbox, { env });
  two = await startTestBff(sandbox, {
    env: { ...env, PORT: String(await freePort()), BFF_INTERNAL_URL: `http://127.0.0.1:${await freePort()}` },
  });
  server = await connectAsSystem(sandbox);
  fhir = server.fhir;
  const dept = [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/organization-type', code: 'dept' }] },
  ];
  for (const [id, name] of [
    ['cardio', 'Cardiologie'],
    ['urgences', 'Urgences'],
  ] as const)
    await fhir.update({ resourceType: 'Organization', id, name, type: dept });
  await fhir.update({ resourceType: 'Organization', id: 'insurer', name: 'Mutuelle' });
  for (const [id, code] of [
    ['ward', 'wa'],
    ['bed', 'bd'],
  ] as const)
    await fhir.update({
      resourceType: 'Location',
      id,
      name: id,
      managingOrganization: { reference: 'Organization/urgences' },
      physicalType: { coding: [{ code }] },
    });
  for (const id of ['pract-medecin', 'pract-infirmier2', 'pract-secretaire'])
    await fhir.update({ resourceType: 'Practitioner', id, name: [{ family: id }] });
  await fhir.update({
    resourceType: 'PractitionerRole',
    id: 'role-1',
    active: true,
    practitioner: { reference: 'Practitioner/pract-medecin' },
    organization: { reference: 'Organization/cardio' },
    code: [{ text: 'Médecin' }],
  });
  await fhir.update({
    resourceType: 'PractitionerRole',
    id: 'role-old',
    active: false,
    practitioner: { reference: 'Practitioner/pract-medecin' },
    organization: { reference: 'Organization/urgences' },
  });
  await fhir.update({ resourceType: 'Patient', id: 'a1', name: [{ family: 'Essai' }] });
  await entrustPatients(sandbox, ['a1']);
  await fhir.update({ resourceType: 'Patient', id: 'a2', name: [{ family: 'Urgence' }] });
  await fhir.update({
    resourceType: 'Encounter',
    id: 'e2',
    status: 'in-progress',
    class: { code: 'EMER' },
    subject: { reference: 'Patient/a2' },
    period: { start: '2026-11-20T10:00:00+01:00' },
    serviceProvider: { reference: 'Organization/urgences' },
  });
  admin = await signInOverHttp(one, sandbox, 'admin');
}, 240_000);
afterAll(async () => {
  await server?.close();
  await Promise.allSettled([one?.stop(), two?.stop()]);
  await database?.stop();
  await files?.remove();
  await sandbox?.stop();
});
export const read = async <T>(name: string, input?: unknown, who = admin, bff = one) =>
  readResult<T>(await callQuery(bff, who, `administration.${name}`, input));
export const write = async <T>(name: string, input: unknown, who = admin, bff = one) =>
  readResult<T>(await callMutation(bff, who, `administration.${name}`, input));
export const person = async (username: string): Promise<PersonRow> => {
  const found = (await read<PeopleView>('people', { text: username })).data.people.find(
    (p) => p.username === username,
  );
  if (!found) throw new Error(`no ${username}`);
  return found;
};
export const isSignedIn = async (who: Visitor, bff = one) =>
  (await fetch(`${bff.url}/bff/session`, { headers: who.headers })).status === 200;
export const trail = async (operation: string) =>
  (
    await database.pglite.query<{
      outcome: string;
      reason: string | null;
      resources: string[];
      user_id: string;
    }>(
      'SELECT outcome, reason, resources, user_id FROM audit_event WHERE operation = $1 ORDER BY seq DESC LIMIT 1',
      [`administration.${operation}`],
    )
  ).rows[0];
/** An event stream of an open chart that is open indeed. `ended`: the reason that its last event gives, when the server has closed it. */
export async function openStream(who: Visitor, bff: RunningBff): Promise<{ ended: Promise<string | null> }> {
  const response = await fetch(
    `${bff.url}/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId: 'a1' }))}`,
    { headers: { ...who.headers, accept: 'text/event-stream' } },
  );
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('event: connected');
  let text = '';
  const reading = (async () => {
    for (;;) {
      const part = await reader?.read().catch(() => undefined);
      if (!part || part.done) return 'closed';
      text += new TextDecoder().decode(part.value);
    }
  })();
  // a refusal would follow at once; who else is here may
  expect(
    await Promise.race([reading, new Promise((resolve) => setTimeout(() => resolve('open'), 300))]),
  ).toBe('open');
  expect(text).not.toContain('error');
  return {
    ended: reading.then(() => /event: session-ended\ndata: \{"reason":"([a-z-]+)"/.exec(text)?.[1] ?? null),
  };
}
