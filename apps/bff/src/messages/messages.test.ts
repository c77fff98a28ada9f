import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import { MailCatcher } from '@keneyapp/config/mail-catcher';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken } from '@keneyapp/config/testing';
import { withMailWish } from '@keneyapp/fhir-model/mail-wish';
import type { Appointment, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseAuditRecorder } from '../audit/recorder.ts';
import { visitKindSystem } from '../booking/visit-kind.ts';
import { openDatabase, type Database } from '../database/client.ts';
import { bothDatabases } from '../events/testing-databases.ts';
import { mailChannel } from './mail.ts';
import { notConfigured, type MessageChannel } from './message.ts';
import { AppointmentMessages } from './messages.ts';

const engines = await bothDatabases('messages on PostgreSQL');
const day = 24 * 3_600_000;
type Stored = Appointment & { id: string };

describe.each(engines)('messages about appointments on %s', (_engine, url) => {
  let database: Database, fhir: FhirClient, server: MailCatcher;
  const errors: unknown[] = [];
  /** The clock of this test: pauses pass without waiting. */
  let now = new Date();
  const later = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  const channel = () =>
    mailChannel(
      { SMTP_URL: server.url, MAIL_FROM: 'rendez-vous@hopital.example' },
      { name: 'Hôpital', address: '1 rue du Port, Tours', telephone: '02 47 00 00 00' },
    );
  const on = (mail: MessageChannel = channel(), systemFhir: Pick<FhirClient, 'read'> = fhir) =>
    new AppointmentMessages({
      ...{ database, systemFhir, mail, sms: notConfigured, reminderDays: 2 },
      audit: new DatabaseAuditRecorder(database),
      onError: (error) => errors.push(error),
      now: () => now,
    });

  beforeAll(async () => {
    const sandbox = await sharedSandbox();
    const token = await sandboxSystemToken(sandbox);
    fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: () => Promise.resolve(token) });
    database = await openDatabase(url);
    server = await new MailCatcher().start();
  }, 120_000);
  afterAll(async () => {
    expect(errors).toEqual([]);
    await server.stop();
    await database.close();
  });
  beforeEach(async () => {
    now = new Date();
    server.caught.length = 0;
    await database.rows('DELETE FROM appointment_message');
    await database.rows('DELETE FROM appointment_told');
  });

  async function somebody(own: Partial<Patient> = {}): Promise<string> {
    const { id } = await fhir.create<Patient>({
      resourceType: 'Patient',
      name: [{ family: 'Courrier', given: ['Alix'] }],
      telecom: [{ system: 'email', value: 'alix@courrier.example' }],
      ...own,
    });
    return id ?? '';
  }
  async function booked(patientId: string, own: Partial<Appointment> = {}): Promise<Stored> {
    const start = new Date(now.getTime() + 30 * day);
    const made = await fhir.create<Appointment>({
      resourceType: 'Appointment',
      status: 'booked',
      start: start.toISOString(),
      end: new Date(start.getTime() + 1_800_000).toISOString(),
      participant: [
        { actor: { reference: `Patient/${patientId}` }, status: 'accepted' },
        { actor: { reference: 'Practitioner/m-1', display: 'Dr Cardio' }, status: 'accepted' },
      ],
      comment: 'douleur',
      ...own,
    });
    return { ...made, id: made.id ?? '' };
  }
  const changed = async (one: Stored, own: Partial<Appointment>): Promise<Stored> => {
    const { meta: _meta, ...rest } = one;
    return { ...(await fhir.update<Stored>({ ...rest, ...own })), id: one.id };
  };
  const subjects = () => server.caught.map(({ subject }) => subject);
  async function told(messages: AppointmentMessages, one: Stored, isFirst = false): Promise<void> {
    await messages.noted([one], isFirst);
    await messages.look();
    // one look may have been under way already
    await messages.look();
  }
  const states = async (messages: AppointmentMessages, { id }: Stored) =>
    (await messages.of(id)).messages.map(({ kind, state, problem }) => [kind, state, problem]);

  it('each change is told once: confirmed, moved, cancelled, and confirmed once more', async () => {
    const messages = on();
    const one = await booked(await somebody());
    await told(messages, one);
    await told(messages, one);
    expect(subjects()).toEqual(['Votre rendez-vous est confirmé']);
    const moved = await changed(one, { start: new Date(now.getTime() + 31 * day).toISOString() });
    await told(messages, moved);
    await told(messages, await changed(moved, { comment: 'radiographie' }));
    const off = await changed(moved, { status: 'cancelled' });
    await told(messages, off);
    await told(messages, await changed(off, { status: 'booked' }));
    expect(subjects()).toEqual([
      'Votre rendez-vous est confirmé',
      'Votre rendez-vous a changé',
      'Votre rendez-vous est annulé',
      'Votre rendez-vous est confirmé',
    ]);
    expect((await states(messages, one)).map(([, state]) => state)).toEqual(Array(4).fill('sent'));
    const entries = server.caught.map(({ calendar }) => calendar ?? '');
    expect(new Set(entries.map((entry) => /UID:(.*)/.exec(entry)?.[1])).size).toBe(1);
    expect(entries.map((entry) => /SEQUENCE:(\d+)/.exec(entry)?.[1])).toEqual(['1', '2', '3', '4']);
    expect(entries.map((entry) => /METHOD:(\w+)/.exec(entry)?.[1])).toEqual([
      ...['REQUEST', 'REQUEST', 'CANCEL', 'REQUEST'],
    ]);
    // neither the record's id, nor a name, nor what was written for the reception
    for (const caught of server.caught)
      for (const word of [one.id, 'Courrier', 'Alix', 'Cardio', 'douleur', 'radiographie'])
        expect(JSON.stringify(caught).replaceAll('alix@courrier.example', '')).not.toContain(word);
    const trail = await database.rows(
      `SELECT 1 AS one FROM audit_event WHERE operation = 'appointments.tell' AND $1 = ANY (resources)`,
      [`Appointment/${one.id}`],
    );
    expect(trail).toHaveLength(4);
  });

  it('reminds once, some days before; whoever books late is not reminded', async () => {
    const messages = on();
    const one = await booked(await somebody());
    await told(messages, one);
    later(27 * day);
    await messages.look();
    expect(subjects()).toEqual(['Votre rendez-vous est confirmé']);
    later(1.5 * day);
    await messages.look();
    await messages.look();
    expect(subjects()).toEqual(['Votre rendez-vous est confirmé', 'Rappel de votre rendez-vous']);
    const soon = await booked(await somebody(), { start: new Date(now.getTime() + day / 2).toISOString() });
    await told(messages, soon);
    later(3_600_000);
    await messages.look();
    expect(subjects().slice(2)).toEqual(['Votre rendez-vous est confirmé']);
  });

  it('what was there before is known: it is told when it changes, and its patient reminded', async () => {
    const messages = on();
    const one = await booked(await somebody());
    await told(messages, one, true);
    const imported = await booked(await somebody(), {
      created: new Date(now.getTime() - 2 * day).toISOString(),
    });
    await told(messages, imported);
    expect(subjects()).toEqual([]);
    await told(messages, await changed(imported, { status: 'cancelled' }));
    expect(server.caught.splice(0)).toHaveLength(1);
    await told(messages, await changed(one, { start: new Date(now.getTime() + 29 * day).toISOString() }));
    later(27.5 * day);
    await messages.look();
    expect(subjects()).toEqual(['Votre rendez-vous a changé', 'Rappel de votre rendez-vous']);
  });

  it('tells nobody of what is past, not agreed on, or of several; nor who died, has no address, or wants none', async () => {
    const messages = on();
    const patientId = await somebody();
    const yesterday = new Date(now.getTime() - day).toISOString();
    await told(messages, await booked(patientId, { start: yesterday }));
    for (const status of ['proposed', 'pending', 'waitlist'] as const)
      await told(messages, await booked(patientId, { status }));
    const others: [string, Partial<Patient>][] = [
      ['deceased', { deceasedBoolean: true }],
      ['no-address', { telecom: [] }],
      ['no-address', { telecom: [{ system: 'phone', use: 'home', value: '02 47 11 22 33' }] }],
      ['no-sms', { telecom: [{ system: 'phone', use: 'mobile', value: '06 39 98 00 01' }] }],
      ['no-address', { telecom: [{ system: 'email', value: 'a@b.example, c@d.example' }] }],
      ['not-wanted', withMailWish({ resourceType: 'Patient' }, true)],
    ];
    for (const [problem, own] of others) {
      const one = await booked(await somebody(own));
      await told(messages, one);
      expect(await states(messages, one)).toEqual([['confirmed', 'not-sent', problem]]);
    }
    const two = await booked(patientId, {
      participant: [patientId, await somebody()].map((id) => ({
        actor: { reference: `Patient/${id}` },
        status: 'accepted',
      })),
    });
    await told(messages, two);
    expect(await states(messages, two)).toEqual([['confirmed', 'not-sent', 'several']]);
    expect(subjects()).toEqual([]);
  });

  it('names ward and practitioner only where the kind of visit is marked so, and tells of another practitioner only then', async () => {
    const messages = on();
    const participant = (who: string): Appointment['participant'] => [
      { actor: { reference: `Practitioner/${who}`, display: `Dr ${who}` }, status: 'accepted' },
      {
        actor: { reference: 'Location/m-room', display: 'Salle scanner' },
        required: 'required',
        status: 'accepted',
      },
      {
        actor: { reference: 'Location/m-ward', display: 'Imagerie' },
        required: 'information-only',
        status: 'accepted',
      },
    ];
    const extension = [{ url: 'https://keneyapp.example/named-in-messages', valueBoolean: true }];
    await fhir.update({ resourceType: 'HealthcareService', id: 'm-open', name: 'Scanner', extension });
    await fhir.update({ resourceType: 'HealthcareService', id: 'm-discreet', name: 'Addictologie' });
    const of = async (kind: string) => {
      const patient = { actor: { reference: `Patient/${await somebody()}` }, status: 'accepted' as const };
      const one = await booked('', {
        serviceType: [{ coding: [{ system: visitKindSystem, code: kind }], text: 'Motif' }],
        participant: [patient, ...participant('Un')],
      });
      await told(messages, one);
      await told(messages, await changed(one, { participant: [patient, ...participant('Deux')] }));
      return server.caught
        .splice(0)
        .map(({ text, calendar, subject }) => [subject, text, calendar].join('\n'));
    };
    const open = await of('m-open');
    expect(open).toHaveLength(2);
    expect(open[0]).toContain('Imagerie\nAvec Dr Un');
    expect(open[1]).toContain('Avec Dr Deux');
    for (const raw of open) expect(raw).not.toMatch(/scanner|Motif/i);
    for (const kind of ['m-discreet', 'm-nowhere']) {
      const [raw, ...more] = await of(kind);
      expect(more).toEqual([]);
      expect(raw).not.toMatch(/Imagerie|Dr |Addictologie|Motif/);
    }
  });

  describe('the mail server', () => {
    it('away: it waits and is said; back: sent once, and what changed meanwhile is told as it stands', async () => {
      const messages = on();
      const [one, two] = [await booked(await somebody()), await booked(await somebody())];
      await server.stop();
      await told(messages, one);
      await told(messages, two);
      expect(await states(messages, one)).toEqual([['confirmed', 'waiting', 'server-away']]);
      expect(messages.warnings()).toEqual([]);
      later(61_000);
      await messages.look();
      expect(messages.warnings()[0]).toMatch(/^mail-waiting:2 since /);
      // moved and cancelled before anybody heard of it: one message, with what is true
      await messages.noted([await changed(one, { status: 'cancelled' })], false);
      await server.start();
      later(600_000);
      await messages.look();
      await messages.look();
      later(600_000);
      await messages.look();
      expect(subjects().sort()).toEqual(['Votre rendez-vous est annulé', 'Votre rendez-vous est confirmé']);
      expect(messages.warnings()).toEqual([]);
    });

    it('says later: it is tried again; no for good: given up and shown, and nothing else waits for it', async () => {
      const messages = on();
      const [slow, gone, fine] = [
        await booked(await somebody()),
        await booked(await somebody()),
        await booked(await somebody()),
      ];
      server.answers.recipients.push(451, 550);
      await told(messages, slow);
      await told(messages, gone);
      await told(messages, fine);
      expect(await states(messages, slow)).toEqual([['confirmed', 'waiting', 'server-busy']]);
      expect(await states(messages, gone)).toEqual([['confirmed', 'refused', 'refused']]);
      expect(await states(messages, fine)).toEqual([['confirmed', 'sent', null]]);
      later(600_000);
      await messages.look();
      await messages.look();
      expect(await states(messages, slow)).toEqual([['confirmed', 'sent', null]]);
      expect(server.caught).toHaveLength(2);
    });

    it('hangs up before it says yes: sent again under the same Message-ID', async () => {
      const messages = on();
      const one = await booked(await somebody());
      server.answers.messages.push('cut');
      await told(messages, one);
      expect(await states(messages, one)).toEqual([['confirmed', 'sending', 'server-busy']]);
      await server.start();
      later(600_000);
      await messages.look();
      expect(await states(messages, one)).toEqual([['confirmed', 'sent', null]]);
      expect(server.caught).toHaveLength(2);
      expect(new Set(server.caught.map(({ messageId }) => messageId)).size).toBe(1);
    });

    it('is not there for two days: given up, and shown', async () => {
      const messages = on();
      const one = await booked(await somebody());
      await server.stop();
      await told(messages, one);
      await server.start();
      later(2 * day + 1_000);
      await messages.look();
      expect(await states(messages, one)).toEqual([['confirmed', 'given-up', 'server-away']]);
      expect(server.caught).toEqual([]);
    });
  });

  it('a process that ends between claiming and sending: the next one sends it, once', async () => {
    const one = await booked(await somebody());
    const dies: MessageChannel = { ...channel(), send: () => Promise.reject(new Error('killed')) };
    await told(on(dies), one);
    expect(errors.splice(0).map(String)).toEqual(['Error: killed']);
    later(61_000);
    const next = on();
    await next.look();
    await next.look();
    expect(await states(next, one)).toEqual([['confirmed', 'sent', null]]);
    expect(server.caught).toHaveLength(1);
  });

  it('cancelled after it may have arrived: the patient hears of that too', async () => {
    const messages = on();
    const one = await booked(await somebody());
    server.answers.messages.push('cut');
    await told(messages, one);
    await server.start();
    await messages.noted([await changed(one, { status: 'cancelled' })], false);
    later(600_000);
    await messages.look();
    await messages.look();
    expect(subjects()).toEqual(['Votre rendez-vous est confirmé', 'Votre rendez-vous est annulé']);
    expect(new Set(server.caught.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('without a server nothing is sent, nor later for what was', async () => {
    const without = on(notConfigured);
    const one = await booked(await somebody());
    await told(without, one);
    expect(await without.of(one.id)).toEqual({ isConfigured: false, messages: [], isWaiting: false });
    await told(on(), one);
    expect(subjects()).toEqual([]);
  });
});
