import { MailCatcher } from '@keneyapp/config/mail-catcher';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import type { Appointment, Patient } from '@medplum/fhirtypes';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DatabaseAuditRecorder } from '../audit/recorder.ts';
import { openDatabase, type Database } from '../database/client.ts';
import { connectAsSystem } from '../testing-http.ts';
import { mailChannel } from './mail.ts';
import { notConfigured, type MessageChannel } from './message.ts';
import { AppointmentMessages } from './messages.ts';
import { smsChannel } from './sms.ts';

type Stored = Appointment & { id: string };
interface Sent {
  id: string;
  to: string;
  text: string;
}

let database: Database, server: MailCatcher, system: Awaited<ReturnType<typeof connectAsSystem>>;
const errors: unknown[] = [];
/** The clock of these tests: pauses pass without waiting. */
let now = new Date();
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
/** A gateway as docs/appointments.md describes it. */
const sent: Sent[] = [],
  ids: string[] = [],
  answers: number[] = [];
const gateway = createServer((request, answer) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const status = request.headers.authorization === 'Bearer of-tests' ? (answers.shift() ?? 202) : 401;
    const asked = JSON.parse(Buffer.concat(parts).toString()) as Sent;
    ids.push(asked.id);
    if (status === 202) sent.push(asked);
    answer.writeHead(status).end();
  });
});

beforeAll(async () => {
  system = await connectAsSystem(await sharedSandbox());
  database = await openDatabase('pglite:memory');
  server = await new MailCatcher().start();
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
}, 120_000);
afterAll(async () => {
  expect(errors).toEqual([]);
  await new Promise((resolve) => gateway.close(resolve));
  await server.stop();
  await database.close();
  await system.close();
});
beforeEach(async () => {
  now = new Date();
  sent.length = ids.length = server.caught.length = 0;
  await database.rows('DELETE FROM appointment_message');
  await database.rows('DELETE FROM appointment_told');
});

const house = { name: 'Hôpital', address: '1 rue du Port, Tours', telephone: '02 47 00 00 00' };
const by = (SMS_TOKEN = 'of-tests') =>
  smsChannel(
    { SMS_URL: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/messages`, SMS_TOKEN },
    house,
  );
const on = (
  sms: MessageChannel,
  mail = mailChannel({ SMTP_URL: server.url, MAIL_FROM: 'rendez-vous@hopital.example' }, house),
) =>
  new AppointmentMessages({
    ...{ database, systemFhir: system.fhir, mail, sms, reminderDays: 2 },
    audit: new DatabaseAuditRecorder(database),
    onError: (error) => errors.push(error),
    now: () => now,
  });
const subjects = () => server.caught.map(({ subject }) => subject);
const mobile: Partial<Patient> = { telecom: [{ system: 'phone', use: 'mobile', value: '06 39 98 00 01' }] };

async function somebody(own: Partial<Patient> = {}): Promise<string> {
  const { id } = await system.fhir.create<Patient>({
    resourceType: 'Patient',
    name: [{ family: 'Courrier', given: ['Alix'] }],
    telecom: [{ system: 'email', value: 'alix@courrier.example' }],
    ...own,
  });
  return id ?? '';
}
async function booked(patientId: string): Promise<Stored> {
  const start = now.getTime() + 30 * 24 * 3_600_000;
  const made = await system.fhir.create<Appointment>({
    resourceType: 'Appointment',
    status: 'booked',
    start: new Date(start).toISOString(),
    end: new Date(start + 1_800_000).toISOString(),
    participant: [
      { actor: { reference: `Patient/${patientId}` }, status: 'accepted' },
      { actor: { reference: 'Practitioner/m-1', display: 'Dr Cardio' }, status: 'accepted' },
    ],
    comment: 'douleur',
  });
  return { ...made, id: made.id ?? '' };
}
async function told(messages: AppointmentMessages, one: Stored): Promise<void> {
  await messages.noted([one], false);
  await messages.look();
  // one look may have been under way already
  await messages.look();
}
const states = async (messages: AppointmentMessages, { id }: Stored) =>
  (await messages.of(id)).messages.map(({ kind, state, problem }) => [kind, state, problem]);

it('goes to who has no address: when and in which hospital, in one line; with an address it is an e-mail', async () => {
  const messages = on(by());
  const [one, other] = [await booked(await somebody(mobile)), await booked(await somebody())];
  await told(messages, one);
  await told(messages, other);
  expect(sent).toMatchObject([{ to: '+33639980001' }]);
  expect(sent[0]?.text).toMatch(/^Votre rendez-vous est confirmé : .+\. Hôpital\. 02 47 00 00 00$/);
  expect(sent[0]?.text).not.toMatch(/Cardio|douleur|Alix|Courrier/);
  expect(subjects()).toHaveLength(1);
  const ways = async (of: Stored) => (await messages.of(of.id)).messages.map((m) => [m.by, m.state]);
  expect([await ways(one), await ways(other)]).toEqual([[['sms', 'sent']], [['mail', 'sent']]]);
});

it('is tried again under the same id, refused for good, and waits for nobody’s mail server', async () => {
  const messages = on(by());
  await server.stop();
  const [mail, slow, wrong] = [
    await booked(await somebody()),
    await booked(await somebody(mobile)),
    await booked(await somebody(mobile)),
  ];
  await told(messages, mail);
  answers.push(503, 422);
  await told(messages, slow);
  await told(messages, wrong);
  expect(await states(messages, mail)).toEqual([['confirmed', 'waiting', 'server-away']]);
  expect(await states(messages, slow)).toEqual([['confirmed', 'waiting', 'server-busy']]);
  expect(await states(messages, wrong)).toEqual([['confirmed', 'refused', 'refused']]);
  later(120_000);
  await messages.look();
  expect(await states(messages, slow)).toEqual([['confirmed', 'sent', null]]);
  expect(sent).toHaveLength(1);
  expect(ids.filter((id) => id === sent[0]?.id)).toHaveLength(2);
  await server.start();
  later(600_000);
  await messages.look();
  expect(subjects()).toHaveLength(1);
});

it('a gateway that does not know us is away: said, and tried later', async () => {
  const one = await booked(await somebody(mobile));
  const wrong = on(by('another'));
  await told(wrong, one);
  expect(await states(wrong, one)).toEqual([['confirmed', 'waiting', 'sms-away']]);
  later(120_000);
  const right = on(by(), notConfigured);
  await right.look();
  expect(await states(right, one)).toEqual([['confirmed', 'sent', null]]);
  expect(sent).toHaveLength(1);
});
