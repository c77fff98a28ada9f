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
  newSandboxAccount,
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
import { buildConsent } from '../../fhir/build-consent.ts';
import { judge } from '../../emergency/reviews.ts';
import { openGrant } from '../../emergency/store.ts';
import { createDataCipher } from '../../session/data-cipher.ts';
import type { AskedOpinion } from '../emergency/view.ts';
import type { Notices } from '../session/view.ts';
import type { ReviewAlert, ReviewDetail, ReviewDoctor, ReviewList, ReviewOpinion } from './view.ts';

const dataKey = Buffer.alloc(32, 9).toString('base64');
const cipher = createDataCipher(dataKey);
const reason = 'Décompensation cardiaque, patient suivi ailleurs';
const comment = 'Le patient n’était pas aux urgences ce jour-là';
let sandbox: RunningSandbox;
let bff: RunningBff;
let folder: string;
let doctor: Visitor;
let pharmacist: Visitor;
let officer: Visitor;
let server: FhirServer;
let record: FhirClient;
const ids: Record<string, string> = {};

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
  folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-reviews-'));
  const url = `pglite:${folder}/bff`;
  await copyDatabaseImage('bff', `${folder}/bff`);
  const { db, close } = await openDatabase(url);
  const open = async (userId: string, userName: string, patientId: string, daysAgo: number) =>
    (
      await openGrant(db, cipher, {
        person: { userId, userName, role: 'pharmacist', fhirUser: null },
        patientId,
        kind: 'other',
        denial: 'no-relation',
        reason,
        minutes: 60,
        now: new Date(Date.now() - daysAgo * 86_400_000 - 7_200_000),
      })
    ).grant.id;
  const [pharmacien, dpo] = (await Promise.all(['pharmacien', 'dpo'].map(subjectOf))) as [string, string];
  for (const [name, days] of [
    ['old', 80],
    ['older', 70],
  ] as const) {
    const id = await open(pharmacien, 'Dr Linh Nguyen', `v-${name}`, days);
    await judge(db, cipher, {
      id,
      outcome: 'not-justified',
      opinionId: null,
      comment,
      by: { userId: 'somebody', userName: 'Quelqu’un' },
      now: new Date(Date.now() - 60 * 86_400_000),
    });
  }
  ids['own'] = await open(dpo, 'Hélène Roussel', 'v1', 3);
  ids['third'] = await open(pharmacien, 'Dr Linh Nguyen', 'v1', 2);
  await close();
  bff = await startTestBff(sandbox, { env: { ...(await besideIt()), DATABASE_URL: url, DATA_KEY: dataKey } });
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  record = server.client({ token: async () => token });
  await record.update({
    resourceType: 'Practitioner',
    id: 'pract-medecin',
    active: true,
    name: [{ use: 'official', family: 'Moreau', given: ['Claire'], prefix: ['Dr'] }],
  });
  for (const id of ['v1', 'v2'])
    await record.update({
      resourceType: 'Patient',
      id,
      birthDate: '1960-03-04',
      name: [{ use: 'official', family: `Essai${id}`, given: ['Anne'] }],
    });
  [doctor, pharmacist, officer] = (await Promise.all(
    ['medecin', 'pharmacien', 'dpo'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
});
afterAll(async () => {
  await server?.close();
  await bff?.stop();
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

const failure = async (response: Response) => {
  const { error } = (await response.json()) as { error: { data: { code: string; reason: string | null } } };
  return error.data;
};
const data = async <T>(response: Response): Promise<T> => {
  expect(response.status, await response.clone().text()).toBe(200);
  return ((await response.json()) as { result: { data: T } }).result.data;
};
const list = async (input: object = {}) =>
  data<ReviewList>(await callQuery(bff, officer, 'reviews.list', input));
const detail = async (grantId: string | undefined) =>
  data<ReviewDetail>(await callQuery(bff, officer, 'reviews.detail', { grantId }));
const askDoctor = (grantId: string | undefined, practitionerId = 'pract-medecin') =>
  callMutation(bff, officer, 'reviews.ask', { grantId, practitionerId });
const answer = (opinionId: string | undefined, patientId: string, said = 'not-needed', who = doctor) =>
  callMutation(bff, who, 'emergency.giveOpinion', { opinionId, patientId, answer: said, comment });
/** Asked of the doctor, and answered. */
const opinionOn = async (grantId: string | undefined, said = 'not-needed') => {
  const [opinion] = await data<ReviewOpinion[]>(await askDoctor(grantId));
  const { patientId } = await detail(grantId);
  await data(await answer(opinion?.id, patientId, said));
  return opinion?.id;
};
const close = (grantId: string | undefined, opinionId: string | undefined = randomUUID(), who = officer) =>
  callMutation(bff, who, 'reviews.judge', { grantId, opinionId, comment });
const ask = (who: Visitor, patientId: string) =>
  callMutation(bff, who, 'emergency.request', { patientId, kind: 'continuity', reason });

/** The officer's event stream, until `enough`. */
async function alerts(
  enough: (seen: ReviewAlert[]) => boolean,
  meanwhile: () => Promise<unknown>,
): Promise<ReviewAlert[]> {
  const stop = new AbortController();
  const response = await fetch(`${bff.url}/trpc/reviews.alerts`, {
    headers: { ...officer.headers, accept: 'text/event-stream' },
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(20_000)]),
  });
  const seen: ReviewAlert[] = [];
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const found = /^data: (\{.*\})$/m.exec(block)?.[1];
      if (!found || /^event:/m.test(block)) continue;
      seen.push(JSON.parse(found) as ReviewAlert);
      if (seen.length === 1) await meanwhile();
    }
    if (enough(seen)) {
      stop.abort();
      break;
    }
  }
  return seen;
}

describe('what waits', () => {
  it('comes first, with who, whose chart and how often before; nobody else sees it', async () => {
    const { reviews, open } = await list();
    expect(reviews.map((r) => [r.grantId === ids['own'] || r.grantId === ids['third'], r.state])).toEqual([
      [true, 'open'],
      [true, 'open'],
      [false, 'done'],
      [false, 'done'],
    ]);
    expect(open).toBe(2);
    expect(reviews[1]).toMatchObject({
      grantId: ids['third'],
      person: { name: 'Dr Linh Nguyen', uses: 3, unjustified: 2, suspendedSince: null },
      patient: { name: 'ESSAIV1 Anne' },
      denial: 'no-relation',
    });
    expect((await list({ state: 'open' })).reviews).toHaveLength(2);
    for (const path of ['reviews.list', 'reviews.detail'])
      for (const who of [doctor, pharmacist])
        expect((await failure(await callQuery(bff, who, path, { grantId: ids['third'] }))).code).toBe(
          'FORBIDDEN',
        );
    expect((await failure(await close(ids['third'], undefined, pharmacist))).code).toBe('FORBIDDEN');
  });

  it('is told the moment it happens', async () => {
    const seen = await alerts(
      (s) => s.some((a) => a.news?.what === 'opened'),
      async () => {
        ids['active'] = (
          await data<{ current: { grantId: string } }>(await ask(doctor, 'v2'))
        ).current.grantId;
      },
    );
    expect(seen[0]).toEqual({ open: 2, news: null });
    expect(seen.at(-1)).toMatchObject({ open: 3, news: { what: 'opened', grantId: ids['active'] } });
    expect(seen.at(-1)?.news?.name).toContain('Moreau');
  });
});

describe('a judgement', () => {
  it("is not of one's own access, nor of one that goes on", async () => {
    expect(await detail(ids['own'])).toMatchObject({ closedTo: 'own', reason });
    expect(await failure(await askDoctor(ids['own']))).toMatchObject({ reason: 'own-access' });
    expect(await failure(await close(ids['own']))).toMatchObject({ code: 'FORBIDDEN', reason: 'own-access' });
    expect(await detail(ids['active'])).toMatchObject({ closedTo: 'active', state: 'active' });
    expect((await failure(await close(ids['active']))).code).toBe('CONFLICT');
  });

  it('says why', async () => {
    for (const words of ['', '   ', 'non'])
      expect(
        (
          await failure(
            await callMutation(bff, officer, 'reviews.judge', {
              grantId: ids['third'],
              opinionId: randomUUID(),
              comment: words,
            }),
          )
        ).code,
      ).toBe('BAD_REQUEST');
  });

  it('is closed with what a doctor says who was asked by name, and with nothing else', async () => {
    expect((await failure(await close(ids['third']))).code).toBe('CONFLICT');
    const find = await callQuery(bff, officer, 'reviews.doctors', { query: 'dr moreau' });
    expect((await data<ReviewDoctor[]>(find)).map((d) => d.id)).toContain('pract-medecin');
    expect((await failure(await askDoctor(ids['third'], 'nobody'))).code).toBe('NOT_FOUND');
    // who leads the file is no doctor in it, under another account either
    const username = `dpo${randomUUID().slice(0, 8)}`;
    await newSandboxAccount(sandbox, { username, role: 'dpo', fhirUser: 'Practitioner/pract-medecin' });
    const second = await signInOverHttp(bff, sandbox, username);
    const askOneself = await callMutation(bff, second, 'reviews.ask', {
      grantId: ids['third'],
      practitionerId: 'pract-medecin',
    });
    expect((await failure(askOneself)).code).toBe('BAD_REQUEST');
    const [opinion, ...more] = await data<ReviewOpinion[]>(await askDoctor(ids['third']));
    expect(more).toEqual([]);
    expect(opinion).toMatchObject({ doctor: 'Dr Claire Moreau', answer: null });
    // asked, and not answered yet
    expect((await failure(await close(ids['third'], opinion?.id))).code).toBe('CONFLICT');
    // of nobody else, about no other chart, not by who has no such question
    expect((await failure(await answer(opinion?.id, 'v1', 'needed', pharmacist))).code).toBe('FORBIDDEN');
    expect((await failure(await answer(opinion?.id, 'v2'))).code).toBe('NOT_FOUND');
    expect((await failure(await answer(opinion?.id, 'v1', 'needed', officer))).code).toBe('FORBIDDEN');
    expect(await data<Notices>(await callQuery(bff, doctor, 'session.notices'))).toMatchObject({
      opinions: 1,
    });
    const [asked] = await data<AskedOpinion[]>(await callQuery(bff, doctor, 'emergency.opinions'));
    expect(asked).toMatchObject({
      opinionId: opinion?.id,
      reason,
      person: 'Dr Linh Nguyen',
      patient: { name: 'ESSAIV1 Anne' },
      askedBy: 'Hélène Roussel',
    });
    expect(await data<AskedOpinion[]>(await callQuery(bff, pharmacist, 'emergency.opinions'))).toEqual([]);
    // whom the patient objects to hears nothing of it
    const objection = await record.create(
      buildConsent({
        patientId: 'v1',
        kind: 'objection',
        decision: 'deny',
        persons: [{ reference: 'Practitioner/pract-medecin', display: 'Dr Moreau' }],
        from: null,
        until: null,
        signedOn: null,
        at: new Date(Date.now() - 1_000),
        performers: [],
        key: randomUUID(),
      }),
    );
    expect(await data<AskedOpinion[]>(await callQuery(bff, doctor, 'emergency.opinions'))).toEqual([]);
    expect((await failure(await answer(opinion?.id, 'v1'))).code).toBe('FORBIDDEN');
    await record.update({ ...objection, status: 'entered-in-error' });
    await data(await answer(opinion?.id, 'v1'));
    expect((await failure(await answer(opinion?.id, 'v1', 'needed'))).code).toBe('PRECONDITION_FAILED');
    expect((await detail(ids['third'])).opinions).toMatchObject([{ answer: 'not-needed', comment }]);
    ids['opinion'] = opinion?.id ?? '';
    expect((await failure(await close(ids['third'], ids['opinion'], second))).code).toBe('CONFLICT');
    // of another access it says nothing
    await callMutation(bff, doctor, 'emergency.end', { patientId: 'v2' });
    expect((await failure(await close(ids['active'], opinion?.id))).code).toBe('CONFLICT');
    // nobody is asked about their own
    expect((await failure(await askDoctor(ids['active']))).code).toBe('BAD_REQUEST');
  });

  it('of a third unjustified use suspends at once, what goes on included; two officers do not judge twice', async () => {
    await ask(pharmacist, 'v2');
    expect((await callQuery(bff, pharmacist, 'summary.get', { patientId: 'v2' })).status).toBe(200);
    const answers = await Promise.all([1, 2].map(() => close(ids['third'], ids['opinion'])));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 412]);
    const third = await detail(ids['third']);
    expect(third).toMatchObject({ state: 'done', closedTo: 'done', review: { comment } });
    expect(third.person).toMatchObject({ unjustified: 3, suspendedSince: expect.any(String) });
    expect((await callQuery(bff, pharmacist, 'summary.get', { patientId: 'v2' })).status).toBe(403);
    expect(await failure(await ask(pharmacist, 'v2'))).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'emergency-suspended',
    });
  });

  it('is read by the person concerned', async () => {
    const mine = await data<{
      accesses: { grantId: string; review: unknown }[];
      suspendedSince: string | null;
    }>(await callQuery(bff, pharmacist, 'emergency.mine'));
    expect(mine.accesses.find((a) => a.grantId === ids['third'])?.review).toMatchObject({ comment });
    expect(mine.suspendedSince).not.toBeNull();
  });

  it('stays before their eyes until they say that they read it, suspended or not; nobody else says so', async () => {
    const unread = async () =>
      (await data<Notices>(await callQuery(bff, pharmacist, 'session.notices'))).outcomes;
    expect(await unread()).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ grantId: ids['third'], outcome: 'not-justified' }),
      ]) as never,
    );
    const before = await unread();
    const read = (who: Visitor) =>
      callMutation(bff, who, 'session.acknowledgeOutcome', { grantId: ids['third'] });
    expect((await failure(await read(doctor))).code).toBe('NOT_FOUND');
    expect(await unread()).toEqual(before);
    await data(await read(pharmacist));
    expect(await unread()).toHaveLength(before.length - 1);
  });
});

describe('a suspension', () => {
  it('is lifted with a reason, once, and older judgements no longer count', async () => {
    const [suspension] = (await list()).suspensions;
    expect(suspension).toMatchObject({ name: 'Dr Linh Nguyen', isOwn: false });
    const lift = (words: string) =>
      callMutation(bff, officer, 'reviews.lift', { suspensionId: suspension?.id, reason: words });
    expect((await failure(await lift('ok'))).code).toBe('BAD_REQUEST');
    expect((await lift('Entretien avec l’intéressé le 12 mars')).status).toBe(200);
    expect((await failure(await lift('Entretien avec l’intéressé le 12 mars'))).code).toBe(
      'PRECONDITION_FAILED',
    );
    const { current } = await data<{ current: { grantId: string } }>(await ask(pharmacist, 'v2'));
    await callMutation(bff, pharmacist, 'emergency.end', { patientId: 'v2' });
    const opinionId = await opinionOn(current.grantId);
    expect(await data<{ hasSuspended: boolean }>(await close(current.grantId, opinionId))).toEqual({
      hasSuspended: false,
    });
    expect((await ask(pharmacist, 'v2')).status).toBe(200);
  });
});
