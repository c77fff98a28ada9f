// Long because its cases share one application and the streams that are open beside each other.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import {
  callMutation,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { hookSecret } from '../../live/subscriptions.ts';
import type { Colleague, LiveEvent, LiveMessage, LiveOpened } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let server: FhirServer;
let fhir: FhirClient;
let doctor: Visitor;
let nurse: Visitor;
let secretary: Visitor;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  for (const id of ['l1', 'l2'])
    await fhir.update({ resourceType: 'Patient', id, birthDate: '1960-03-04', name: [{ family: 'Essai' }] });
  await entrustPatients(sandbox, ['l1', 'l2']);
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // what lies before the opening of a chart is not told: leave a gap
  [doctor, nurse, secretary] = (await Promise.all(
    ['medecin', 'infirmier', 'secretaire'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
});
afterAll(async () => {
  await server?.close();
  await sandbox?.stop();
});

/** Reads an event stream until `enough`, or its end. */
class Stream {
  readonly events: LiveEvent[] = [];
  /** Who else was last said to have the chart open; null before anything was said. */
  here: Colleague[] | null = null;
  /** The first word of it. */
  first: LiveOpened | null = null;
  /** Of the last word, as a browser keeps it. */
  lastEventId = '';
  readonly done: Promise<void>;
  refused = false;
  readonly opened: Promise<void>;
  readonly #abort = new AbortController();
  #changed: () => void = () => {};
  constructor(who: Visitor, patientId: string, lastEventId?: string, more: { readWithin?: number } = {}) {
    let open = () => {};
    this.opened = new Promise((resolve) => {
      open = resolve;
    });
    this.done = (async () => {
      const response = await fetch(
        `${bff.url}/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId, ...more }))}`,
        {
          headers: {
            ...who.headers,
            accept: 'text/event-stream',
            ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
          },
          signal: this.#abort.signal,
        },
      );
      if (response.status === 401) this.refused = true;
      let text = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          if (block.includes('event: serialized-error') && block.includes('UNAUTHORIZED')) {
            this.refused = true;
            this.close();
          }
          const data = /^data: (\{.*\})$/m.exec(block)?.[1];
          if (data && !/^event:/m.test(block)) {
            this.lastEventId = /^id: (.*)$/m.exec(block)?.[1] ?? '';
            const message = JSON.parse(data) as LiveMessage;
            if ('isContinued' in message) {
              expect([this.first, this.events]).toEqual([null, []]);
              this.first = message;
              open();
            } else if ('here' in message) this.here = message.here;
            else this.events.push(message);
            this.#changed();
          }
        }
      }
    })()
      .catch(() => undefined)
      .finally(() => {
        open();
        this.#changed();
      });
  }
  async untilHere(names: string[]): Promise<void> {
    await this.until(() => (this.here ?? []).map(({ name }) => name).join() === names.join());
  }
  async until(enough: (events: LiveEvent[]) => boolean, ms = 20_000): Promise<LiveEvent[]> {
    const late = Date.now() + ms;
    while (!enough(this.events)) {
      if (Date.now() > late) throw new Error(`late: ${JSON.stringify(this.events)}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
        setTimeout(resolve, 500);
      });
    }
    return this.events;
  }
  close(): void {
    this.#abort.abort();
  }
}

const record = (who: Visitor, patientId: string) =>
  callMutation(bff, who, 'vitals.record', {
    patientId,
    key: randomUUID(),
    takenAt: new Date().toISOString(),
    values: { temperature: 37 },
  });

describe('live.chart', () => {
  it('tells a colleague and the author of a set, once each, and nobody of another chart', async () => {
    const [theirs, own, other] = [
      new Stream(doctor, 'l1'),
      new Stream(nurse, 'l1'),
      new Stream(doctor, 'l2'),
    ];
    await Promise.all([theirs.opened, own.opened, other.opened]);
    expect((await record(nurse, 'l1')).status).toBe(200);
    const [event] = await theirs.until((e) => e.length > 0);
    expect(event).toMatchObject({
      resourceType: 'Observation',
      isOwn: false,
      features: expect.arrayContaining(['vitals', 'summary']),
    });
    expect(event?.features[0]).toBe('vitals'); // where it is at home, which is what screens say
    expect((await own.until((e) => e.length > 0))[0]?.isOwn).toBe(true);
    expect(Object.keys(event ?? {}).sort()).toEqual([
      'at',
      'features',
      'isOwn',
      'resourceId',
      'resourceType',
    ]); // where to look, never what it says
    // what the FHIR server says later of the same version is not told again
    await fhir.create({
      resourceType: 'AllergyIntolerance',
      patient: { reference: 'Patient/l1' },
      code: { text: 'latex' },
      clinicalStatus: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
        ],
      },
    });
    const events = await theirs.until((e) => e.some((x) => x.resourceType === 'AllergyIntolerance'));
    expect(events.map((e) => e.resourceType)).toEqual(['Observation', 'AllergyIntolerance']);
    expect(other.events).toEqual([]);
    for (const s of [theirs, own, other]) s.close();
  });

  it('tells what changed after the page was read and before its stream opened, without announcing it', async () => {
    await fhir.update({
      resourceType: 'Patient',
      id: 'l3',
      birthDate: '1960-03-04',
      name: [{ family: 'Essai' }],
    });
    await entrustPatients(sandbox, ['l3']);
    expect((await record(nurse, 'l3')).status).toBe(200);
    const late = new Stream(doctor, 'l3', undefined, { readWithin: 45 });
    const events = await late.until((e) => e.some((x) => x.features.includes('vitals')));
    expect(late.first).toEqual({ isContinued: false });
    expect(events.filter((x) => x.features.includes('vitals'))).toMatchObject([
      { resourceType: 'Observation', isOwn: true },
    ]);
    late.close();
  });

  it('tells whoever comes back what they missed, each decided anew, or that it cannot', async () => {
    const before = new Stream(doctor, 'l1');
    await before.opened;
    expect(before.first).toEqual({ isContinued: false });
    const { lastEventId } = before;
    before.close();
    await before.done;
    for (let i = 0; i < 2; i++) expect((await record(nurse, 'l1')).status).toBe(200);
    await record(nurse, 'l2');
    const again = new Stream(doctor, 'l1', lastEventId);
    const events = [...(await again.until((e) => e.length >= 2))];
    const seen = again.lastEventId;
    expect(again.first).toEqual({ isContinued: true });
    expect(new Set(events.map((e) => e.resourceId)).size).toBe(2);
    expect(BigInt(seen) > BigInt(lastEventId)).toBe(true);
    // from the last of them on there is nothing: the next one is what happens next
    const third = new Stream(doctor, 'l1', seen);
    await third.opened;
    expect(third.first).toEqual({ isContinued: true });
    await record(nurse, 'l1');
    await third.until((e) => e.length > 0);
    expect(third.events.map((e) => events.some((x) => x.resourceId === e.resourceId))).toEqual([false]);
    // a secretary who says that number is told nothing of it
    const other = new Stream(secretary, 'l1', lastEventId);
    await other.opened;
    await fhir.update({
      resourceType: 'Patient',
      id: 'l1',
      birthDate: '1960-03-09',
      name: [{ family: 'Essai' }],
    });
    await other.until((e) => e.some((x) => x.resourceType === 'Patient'));
    expect(other.events.every((e) => e.resourceType === 'Patient')).toBe(true);
    for (const unknown of ['999999999', 'yesterday', '-1']) {
      const lost = new Stream(doctor, 'l1', unknown);
      await lost.opened;
      expect([lost.first, lost.events]).toEqual([{ isContinued: false }, []]);
      lost.close();
    }
    for (const s of [again, third, other]) s.close();
  });

  it('tells what another system wrote', async () => {
    const stream = new Stream(doctor, 'l2');
    await stream.opened;
    await fhir.create({
      resourceType: 'Condition',
      subject: { reference: 'Patient/l2' },
      code: { text: 'x' },
    });
    const [event] = await stream.until((e) => e.length > 0);
    expect(event).toMatchObject({
      resourceType: 'Condition',
      isOwn: false,
      features: ['problems', 'summary', 'timeline'],
    });
    stream.close();
  });

  it('tells a secretary of identity only', async () => {
    const stream = new Stream(secretary, 'l2');
    await stream.opened;
    await record(nurse, 'l2');
    await fhir.update({
      resourceType: 'Patient',
      id: 'l2',
      birthDate: '1960-03-05',
      name: [{ family: 'Essai' }],
    });
    const events = await stream.until((e) => e.some((x) => x.resourceType === 'Patient'));
    expect(events.flatMap((e) => e.features).every((f) => ['patients', 'appointments'].includes(f))).toBe(
      true,
    );
    stream.close();
  });

  it('says nothing of the copy of an identity paper, which is in no chart', async () => {
    const streams = [new Stream(doctor, 'l2'), new Stream(secretary, 'l2')];
    await Promise.all(streams.map(({ opened }) => opened));
    const added = await callMutation(bff, secretary, 'identities.addPaper', {
      ...{ patientId: 'l2', key: randomUUID(), document: 'passport', validUntil: null },
      pages: [{ data: Buffer.from(`%PDF-1.4\n${' '.repeat(80)}\n%%EOF\n`).toString('base64') }],
    });
    expect(added.status).toBe(200);
    const birthDate = '1960-03-06';
    await fhir.update({ resourceType: 'Patient', id: 'l2', birthDate, name: [{ family: 'Essai' }] });
    for (const stream of streams) {
      const events = await stream.until((e) => e.some((x) => x.resourceType === 'Patient'));
      expect(events.map((e) => e.resourceType)).toEqual(['Patient']);
      stream.close();
    }
  });

  it('shows colleagues who may open the chart to each other; not a secretary, nor a patient', async () => {
    await fhir.update({
      resourceType: 'Patient',
      id: 'l4',
      birthDate: '1960-03-04',
      name: [{ family: 'Essai' }],
    });
    await entrustPatients(sandbox, ['l4']);
    const mine = new Stream(doctor, 'l4');
    await mine.opened;
    expect(mine.here).toBeNull();
    const [theirs, office] = [new Stream(nurse, 'l4'), new Stream(secretary, 'l4')];
    await theirs.untilHere(['Dr Claire Moreau']);
    await mine.untilHere(['Julien Lefèvre']);
    expect(Object.keys(mine.here?.[0] ?? {}).sort()).toEqual(['isEmergency', 'name', 'role']);
    // another window of theirs is the same person
    const again = new Stream(nurse, 'l4');
    await again.untilHere(['Dr Claire Moreau']);
    theirs.close();
    await theirs.done;
    again.close();
    await mine.untilHere([]);
    expect(office.here).toBeNull();
    for (const s of [mine, office]) s.close();
  });

  it('ends with the session', async () => {
    const leaving = await signInOverHttp(bff, sandbox, 'radiologue');
    const stream = new Stream(leaving, 'l1');
    await stream.opened;
    const left = await fetch(`${bff.url}/bff/sign-out`, {
      method: 'POST',
      headers: leaving.headers,
      redirect: 'manual',
    });
    expect(left.status).toBeLessThan(400);
    await stream.done;
    const again = new Stream(leaving, 'l1');
    await again.done;
    expect(again.refused).toBe(true);
    expect(again.events).toEqual([]);
  });

  it('the hook answers only the FHIR server', async () => {
    const post = (authorization: string, type = 'Observation') =>
      fetch(`${bff.internalUrl}/live/fhir/${type}`, { method: 'POST', headers: { authorization } });
    expect((await post('')).status).toBe(401);
    expect((await post(`Bearer ${hookSecret(Buffer.alloc(32).toString('base64'))}`)).status).toBe(401);
    const secret = hookSecret(bff.env['DATA_KEY'] ?? '');
    expect((await post(`Bearer ${secret}`)).status).toBe(204);
    expect((await post(`Bearer ${secret}`, 'Basic')).status).toBe(404);
    expect(
      (
        await fetch(`${bff.url}/live/fhir/Observation`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'x-keneya-request': '1' },
        })
      ).status,
    ).toBe(404);
  });
});
