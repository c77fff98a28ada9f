import type { FhirClient } from '@keneyapp/fhir-client';
import type { DatabaseAuditRecorder } from '../audit/recorder.ts';
import type { Services } from '../context.ts';
import type { Database } from '../database/client.ts';
import type { BffEnv } from '../env.ts';
import { mailChannel } from '../messages/mail.ts';
import { AppointmentMessages } from '../messages/messages.ts';
import { smsChannel } from '../messages/sms.ts';
import { BookingCatalogues } from './catalogue.ts';
import { connectAppointments } from './connect.ts';
import { AppointmentFollower } from './follower.ts';
import { BookingSettler } from './settler.ts';
import { setUpAgenda } from './setup.ts';
import { SlotPublisher } from './slot-publisher.ts';
import { AgendaTail } from './tail.ts';

interface Parts {
  env: BffEnv;
  database: Database;
  systemFhir: FhirClient;
  /** Reads who gives what in the hospital, and no more. */
  house: Pick<FhirClient, 'searchAll' | 'batchSearch'>;
  audit: DatabaseAuditRecorder;
  onError: (error: unknown) => void;
}
interface StartedBooking {
  service: Services['appointments'];
  warnings(): string[];
  stop(): Promise<void>;
}

/** The agenda's engine with all that goes on around it: what others write and are shown, what nobody heard the outcome of, what patients are told. */
export async function startBooking({ house, ...parts }: Parts): Promise<StartedBooking> {
  const { env, database, systemFhir, audit, onError } = parts;
  const { client, close } = await connectAppointments(env, database);
  const hospital = {
    name: env.HOSPITAL_NAME,
    address: env.HOSPITAL_ADDRESS ?? null,
    telephone: env.HOSPITAL_TELEPHONE ?? null,
  };
  const messages = new AppointmentMessages({
    ...{ database, systemFhir, audit, onError },
    mail: mailChannel(env, hospital),
    sms: smsChannel(env, hospital),
    reminderDays: env.REMINDER_DAYS,
  }).start();
  const agenda = { database, systemFhir, client, onError };
  const follower = new AppointmentFollower({
    ...agenda,
    onChanged: (changed, isFirst) => messages.noted(changed, isFirst),
    prepare: () => setUpAgenda(client, database, env.AGENDA_SETUP),
  }).start();
  const tail = new AgendaTail(client, onError).start();
  const settler = new BookingSettler(agenda).start();
  const publisher =
    env.SLOT_DAYS > 0
      ? new SlotPublisher({
          ...agenda,
          days: env.SLOT_DAYS,
          isFilled: () => follower.isFilled(),
          subscribe: (onChange) => tail.subscribe(onChange),
        }).start()
      : null;
  const catalogues = new BookingCatalogues(house, client);
  return {
    service: {
      call: (name, input) => client.call(name, input),
      subscribe: (onChange) => tail.subscribe(onChange),
      isFilled: () => follower.isFilled(),
      toldOf: (appointmentId) => messages.of(appointmentId),
      catalogue: () => catalogues.current(),
      forgetCatalogue: () => catalogues.forget(),
    },
    warnings: () => messages.warnings(),
    stop: async () => {
      await publisher?.stop();
      await tail.stop();
      await settler.stop();
      await follower.stop();
      await messages.stop();
      await close();
    },
  };
}
