// Long because its cases share one application and one record, which take seconds to start.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import {
  besideIt,
  callMutation,
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  sandboxTokens,
  signInOverHttp,
  startTestBff,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { copyDatabaseImage } from '@keneyapp/config/database-image';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { openDatabase } from '../../database/client.ts';
import { createDataCipher } from '../../session/data-cipher.ts';
import { openGrant } from '../../emergency/store.ts';
import { buildConsent } from '../../fhir/build-consent.ts';
import type { WrittenView } from '../vitals/view.ts';
import { substance } from './schema.ts';

const dataKey = Buffer.alloc(32, 7).toString('base64');
const reason = 'Patient inconscient aux urgences, antécédents inconnus';
let sandbox: RunningSandbox;
let bff: RunningBff;
let server: FhirServer;
let fhir: FhirClient;
let folder: string;
let databaseUrl: string;
let doctor: Visitor;
let nurse: Visitor;
let secretary: Visitor;
let patient: Visitor;
let officer: Visitor;

const subjectOf = async (username: string) =>
  (
    JSON.parse(
      Buffer.from(
        (await sandboxTokens(sandbox, username)).id_token.split('.')[1] ?? '',
        'base64url',
      ).toString(),
    ) as { sub: string }
  ).sub;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-emergency-'));
  databaseUrl = `pglite:${folder}/bff`;
  await copyDatabaseImage('bff', `${folder}/bff`);
  // an access of yesterday, as time would have left it
  const database = await openDatabase(databaseUrl);
  const person = {
    userId: await subjectOf('infirmier'),
    userName: 'Julien Lefèvre',
    role: 'nurse',
    fhirUser: 'Practitioner/pract-infirmier',
  };
  await openGrant(database.db, createDataCipher(dataKey), {
    person,
    patientId: 'e-expired',
    kind: 'vital',
    denial: 'no-relation',
    reason,
    minutes: 60,
    now: new Date(Date.now() - 61 * 60_000),
  });
  await database.close();
  bff = await startTestBff(sandbox, {
    env: { ...(await besideIt()), DATABASE_URL: databaseUrl, DATA_KEY: dataKey },
  });
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  for (const id of ['e1', 'e2', 'e3', 'e4', 'e-expired', 'e-open', 'e-objected'])
    await fhir.update({
      resourceType: 'Patient',
      id,
      birthDate: '1960-03-04',
      name: [{ use: 'official', family: `Essai${id}`, given: ['Anne'] }],
    });
  await entrustPatients(sandbox, ['e-open'], ['medecin']);
  await fhir.create(
    buildConsent({
      patientId: 'e-objected',
      kind: 'objection',
      decision: 'deny',
      persons: [{ reference: 'Practitioner/pract-medecin', display: 'Dr Claire Moreau' }],
      from: null,
      until: null,
      signedOn: null,
      at: new Date(),
      performers: [{ reference: 'Patient/e-objected' }],
      key: randomUUID(),
    }),
  );
  [doctor, nurse, secretary, patient, officer] = (await Promise.all(
    ['medecin', 'infirmier', 'secretaire', 'patient', 'dpo'].map((name) =>
      signInOverHttp(bff, sandbox, name),
    ),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor];
});
afterAll(async () => {
  await server?.close();
  await bff?.stop();
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

const ask = (who: Visitor, patientId: string, more: object = {}) =>
  callMutation(bff, who, 'emergency.request', { patientId, kind: 'unconscious', reason, ...more });
const failure = async (response: Response) => {
  const { error } = (await response.json()) as {
    error: { data: { code: string; reason: string | null; mayBreakGlass: boolean } };
  };
  return error.data;
};
const data = async <T>(response: Response): Promise<T> => {
  expect(response.status, await response.clone().text()).toBe(200);
  return ((await response.json()) as { result: { data: T } }).result.data;
};
interface Answer {
  current: { grantId: string; expiresAt: string } | null;
  minutes: number;
  reasonLength: number;
}
const summary = async (who: Visitor, patientId: string) =>
  (await callQuery(bff, who, 'summary.get', { patientId })).status;
interface Banner {
  closed: { reason: string; mayBreakGlass: boolean } | null;
  clinical: unknown;
  emergency: { grantId: string } | null;
  identity: { birthName: string };
}
const banner = async (who: Visitor, patientId: string) =>
  data<Banner>(await callQuery(bff, who, 'patients.banner', { patientId }));

describe('a reason', () => {
  it.each([
    ['Arrêt cardiaque au bloc opératoire', 34],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaa', 2],
    ['urgence urgence urgence urgence', 7],
    ['. . . . . . . . . . . . . . . . .', 0],
    ['                              ', 0],
    ['Détresse ——— respiratoire !!!', 21],
  ])('%j says %d characters', (text, expected) => {
    expect(substance(text)).toBe(expected);
  });
  it.each([
    ['none', ''],
    ['a short one', 'trop court'],
    ['one word again and again', 'urgence urgence urgence urgence'],
    ['blanks', ' '.repeat(30)],
    ['what nobody sees', '\u3164\u200b\u2800\u{e0041}\ufe0f'.repeat(10)],
    ['a novel', 'Un deux trois quatre cinq '.repeat(200)],
  ])('%s is not enough, and opens nothing', async (_what, text) => {
    expect((await failure(await ask(doctor, 'e4', { reason: text }))).code).toBe('BAD_REQUEST');
    expect(await summary(doctor, 'e4')).toBe(403);
  });
  it('goes with a kind of emergency that is known', async () => {
    expect((await failure(await ask(doctor, 'e4', { kind: 'curiosity' }))).code).toBe('BAD_REQUEST');
  });
});

describe('a vital emergency', () => {
  const awaited = async (who: Visitor) =>
    data<{ grantId: string; patientId: string; startedAt: string; dueAt: string }[]>(
      await callQuery(bff, who, 'session.awaited'),
    );
  it('opens by its kind alone; every other kind says why first', async () => {
    for (const kind of ['continuity', 'unconscious', 'transfer', 'other'])
      expect(
        (await failure(await callMutation(bff, nurse, 'emergency.request', { patientId: 'e4', kind }))).code,
      ).toBe('BAD_REQUEST');
    expect(await awaited(nurse)).toEqual([]);
    const { current } = await data<Answer>(
      await callMutation(bff, nurse, 'emergency.request', { patientId: 'e4', kind: 'vital' }),
    );
    expect(await summary(nurse, 'e4')).toBe(200);
    const [one, ...others] = await awaited(nurse);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ grantId: current?.grantId, patientId: 'e4' });
    expect(Date.parse(one?.dueAt ?? '') - Date.parse(one?.startedAt ?? '')).toBe(3_600_000);
  });
  it('is asked for its text until it is there, after its end too; the review shows it missing', async () => {
    await callMutation(bff, nurse, 'emergency.end', { patientId: 'e4' });
    const [one] = await awaited(nurse);
    const row = async () =>
      (
        await data<{ reviews: { grantId: string; text: string }[] }>(
          await callQuery(bff, officer, 'reviews.list', {}),
        )
      ).reviews.find((r) => r.grantId === one?.grantId);
    expect(await row()).toMatchObject({ text: 'awaited' });
    const explain = (who: Visitor, text: string) =>
      callMutation(bff, who, 'emergency.explain', { patientId: 'e4', grantId: one?.grantId, reason: text });
    expect((await failure(await explain(nurse, '\u3164'.repeat(30)))).code).toBe('BAD_REQUEST');
    expect((await failure(await explain(doctor, reason))).code).toBe('NOT_FOUND');
    await data(await explain(nurse, reason));
    expect(await awaited(nurse)).toEqual([]);
    expect(await row()).toMatchObject({ text: 'given' });
    expect((await failure(await explain(nurse, 'Un tout autre motif, donné après coup'))).code).toBe(
      'NOT_FOUND',
    );
  });
});

describe('breaking the glass', () => {
  it('opens nothing, and leaves nothing to review, of a patient who does not exist', async () => {
    const before = await data<{ open: number }>(await callQuery(bff, officer, 'reviews.list', {}));
    for (const kind of ['unconscious', 'vital'])
      expect((await failure(await ask(doctor, 'nobody-of-this-id', { kind }))).code).toBe('NOT_FOUND');
    const after = await data<{ open: number }>(await callQuery(bff, officer, 'reviews.list', {}));
    expect(after.open).toBe(before.open);
  });

  it('shows no way to record a decision of the patient where none may be written', async () => {
    await data<Answer>(await ask(nurse, 'e2'));
    expect(await data(await callQuery(bff, nurse, 'consents.list', { patientId: 'e2' }))).toMatchObject({
      mayRecord: false,
    });
    const ofTheirs = await callQuery(bff, doctor, 'consents.list', { patientId: 'e-open' });
    expect(await data(ofTheirs)).toMatchObject({ mayRecord: true });
  });

  it('opens one chart at once, for reading, for a time that is said; others stay closed', async () => {
    expect(await banner(doctor, 'e1')).toMatchObject({
      identity: { birthName: 'Essaie1' },
      closed: { reason: 'no-relation', mayBreakGlass: true },
      clinical: null,
      emergency: null,
    });
    const { current, minutes, reasonLength } = await data<Answer>(await ask(doctor, 'e1'));
    expect({ minutes, reasonLength }).toEqual({ minutes: 60, reasonLength: 20 });
    expect(Date.parse(current?.expiresAt ?? '') - Date.now()).toBeGreaterThan(59 * 60_000);
    expect(await banner(doctor, 'e1')).toMatchObject({
      closed: null,
      emergency: { grantId: current?.grantId },
      clinical: { allergies: { state: 'not-recorded' } },
    });
    expect(await summary(doctor, 'e1')).toBe(200);
    expect(await summary(doctor, 'e2')).toBe(403);
    expect(await summary(nurse, 'e1')).toBe(403);
  });

  it('lets vital signs be recorded, and nothing else be written', async () => {
    const set = { key: randomUUID(), takenAt: new Date().toISOString(), values: { temperature: 37 } };
    const written = await callMutation(bff, doctor, 'vitals.record', { patientId: 'e1', ...set });
    const measure = (await data<WrittenView>(written)).sets[0]?.measures[0];
    expect(measure?.value).toBe(37);
    const corrected = await callMutation(bff, doctor, 'vitals.markEnteredInError', {
      patientId: 'e1',
      observations: [{ observationId: measure?.observationId, version: measure?.version }],
      reason: 'saisie sur le mauvais patient',
    });
    expect(await failure(corrected)).toMatchObject({ code: 'FORBIDDEN', reason: 'emergency-read-only' });
  });

  it('twice is once', async () => {
    const [a, b] = await Promise.all(
      [ask(nurse, 'e2'), ask(nurse, 'e2')].map(async (r) => data<Answer>(await r)),
    );
    expect(a?.current?.grantId).toBe(b?.current?.grantId);
  });

  it('ends when it is given back, on the next request', async () => {
    const { current } = await data<Answer>(await ask(doctor, 'e3'));
    expect(
      await data<Answer>(await callQuery(bff, doctor, 'emergency.current', { patientId: 'e3' })),
    ).toMatchObject({ current: { grantId: current?.grantId } });
    // somebody else cannot end it
    await callMutation(bff, nurse, 'emergency.end', { patientId: 'e3' });
    expect(await summary(doctor, 'e3')).toBe(200);
    expect(
      await data<Answer>(await callMutation(bff, doctor, 'emergency.end', { patientId: 'e3' })),
    ).toMatchObject({ current: null });
    expect(await summary(doctor, 'e3')).toBe(403);
    expect(
      await data<Answer>(await callQuery(bff, doctor, 'emergency.current', { patientId: 'e3' })),
    ).toMatchObject({ current: null });
  });

  it('tells the open screens of the person that the chart has closed', async () => {
    await data<Answer>(await ask(nurse, 'e3'));
    const stream = async (who: Visitor, patientId: string, meanwhile: () => Promise<unknown>) => {
      const response = await fetch(
        `${bff.url}/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId }))}`,
        { headers: { ...who.headers, accept: 'text/event-stream' }, signal: AbortSignal.timeout(20_000) },
      );
      let text = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const isFirst = text === '';
        text += chunk;
        if (isFirst) await meanwhile();
        if (text.includes('event: return')) break; // the server has nothing more to say
      }
      return text;
    };
    const text = await stream(nurse, 'e3', () =>
      callMutation(bff, nurse, 'emergency.end', { patientId: 'e3' }),
    );
    expect(text).toContain('"features":["patients"]');
    expect(text).toContain('event: return');
  });

  it('has run out when its time is over', async () => {
    expect(await summary(nurse, 'e-expired')).toBe(403);
  });

  it('breaks nothing where the chart is open anyway', async () => {
    expect(await data<Answer>(await ask(doctor, 'e-open'))).toMatchObject({ current: null });
    expect(
      (
        await data<{ reviews: { patientId: string }[] }>(await callQuery(bff, officer, 'reviews.list', {}))
      ).reviews.map((r) => r.patientId),
    ).not.toContain('e-open');
  });

  it('is not against an objection to this very person, and not for secretary, patient or officer', async () => {
    expect(await banner(doctor, 'e-objected')).toMatchObject({
      closed: { reason: 'objection', mayBreakGlass: false },
    });
    expect(await failure(await ask(doctor, 'e-objected'))).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'objection',
    });
    expect(await summary(doctor, 'e-objected')).toBe(403);
    for (const who of [secretary, patient, officer])
      expect((await failure(await ask(who, 'e4'))).code).toBe('FORBIDDEN');
  });

  it('is seen by the person afterwards', async () => {
    const { accesses } = await data<{
      accesses: { patientId: string; patient: { name: string }; reason: string; isActive: boolean }[];
    }>(await callQuery(bff, nurse, 'emergency.mine'));
    expect(accesses.map((a) => [a.patientId, a.patient.name, a.reason, a.isActive])).toEqual([
      ['e3', 'ESSAIE3 Anne', reason, false],
      ['e2', 'ESSAIE2 Anne', reason, true],
      ['e4', 'ESSAIE4 Anne', reason, false],
      ['e-expired', 'ESSAIE-EXPIRED Anne', reason, false],
    ]);
  });

  it('many of them in a row are seen among the unusual accesses', async () => {
    const day = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
    const { volumes } = await data<{ volumes: { userId: string; of: string; n: number }[] }>(
      await callQuery(bff, officer, 'audit.unusual', { from: day, to: day }),
    );
    expect(volumes).toContainEqual(
      expect.objectContaining({ userId: await subjectOf('infirmier'), of: 'emergencies' }),
    );
  });

  it('leaves its opening, its reads and its refusals in the trail', async () => {
    const { reviews } = await data<{
      reviews: { grantId: string; patientId: string; person: { name: string } }[];
    }>(await callQuery(bff, officer, 'reviews.list', {}));
    const review = reviews.find((r) => r.patientId === 'e1');
    expect(review?.person.name).toContain('Moreau');
    const detail = await data<{ reason: string; activity: { operation: string; outcome: string }[] }>(
      await callQuery(bff, officer, 'reviews.detail', { grantId: review?.grantId }),
    );
    expect(detail.reason).toBe(reason);
    expect(detail.activity.map((a) => `${a.operation} ${a.outcome}`)).toEqual(
      expect.arrayContaining([
        'emergency.request success',
        'patients.banner success',
        'summary.get success',
        'vitals.record success',
        'vitals.markEnteredInError denied',
      ]),
    );
    expect(detail.activity[0]?.operation).toBe('emergency.request');
    await bff.stop();
    const { db, close } = await openDatabase(databaseUrl);
    const trail = await db.auditEvent.findMany({
      where: { emergency: review?.grantId ?? '' },
      select: { operation: true, kind: true, purpose: true, basis: true },
    });
    await close();
    expect(trail).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ operation: 'emergency.request', kind: 'emergency', purpose: 'ETREAT' }),
        { operation: 'summary.get', kind: 'read', purpose: 'ETREAT', basis: 'emergency' },
        { operation: 'vitals.record', kind: 'create', purpose: 'ETREAT', basis: 'emergency' },
      ]),
    );
  });
});
