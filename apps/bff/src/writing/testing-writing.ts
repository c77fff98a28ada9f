import { randomBytes } from 'node:crypto';
import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Observation } from '@medplum/fhirtypes';
import { DatabaseAuditRecorder } from '../audit/recorder.ts';
import { openDatabase, type Database } from '../database/client.ts';
import { createDataCipher } from '../session/data-cipher.ts';
import type { Session } from '../session/session.ts';
import { Intents } from './intents.ts';
import { ChartWriter, type WritingRequest } from './writer.ts';

export interface Writing {
  database: Database;
  intents: Intents;
  writer: ChartWriter;
  /** To the server under test, past what cuts. */
  fhir: FhirClient;
  server: FhirServer;
  close(): Promise<void>;
}

/** A writer on a database and a FHIR server of the test's. `fhirUrl` is what it sends to. */
export async function startWriting(options: {
  databaseUrl: string;
  /** Whose tables they are, where that is not the application's own role. */
  migrationUrl?: string | undefined;
  dataKey?: string;
  fhirUrl: string;
  token: () => Promise<string | null>;
  timeoutMs?: number;
}): Promise<Writing> {
  const database = await openDatabase(options.databaseUrl, { migrationUrl: options.migrationUrl });
  const cipher = createDataCipher(options.dataKey ?? randomBytes(32).toString('base64'));
  const server = connectFhir({ baseUrl: options.fhirUrl, timeoutMs: options.timeoutMs ?? 5_000 });
  const fhir = server.client({ token: options.token });
  const intents = new Intents(database, cipher);
  const writer = new ChartWriter({
    database,
    intents,
    audit: new DatabaseAuditRecorder(database),
    systemFhir: fhir,
    accessChanges: { publish: () => Promise.resolve() },
    onError: (error) => console.error(error),
  });
  return {
    database,
    intents,
    writer,
    fhir,
    server,
    close: async () => {
      await server.close();
      await database.close();
    },
  };
}

const session: Session = {
  id: 'session',
  userId: 'writer',
  username: 'writer',
  displayName: 'Claire Martin',
  role: 'doctor',
  fhirUser: null,
  idleExpiresAt: '2030-01-01T00:00:00Z',
  absoluteExpiresAt: '2030-01-01T00:00:00Z',
  authenticatedAt: null,
  accessToken: () => Promise.reject(new Error('not asked for')),
};

export const requestOf = (
  fhir: Pick<FhirClient, 'transaction'>,
  patientId: string,
  input: unknown,
  requestId = 'request',
): WritingRequest => ({
  session,
  patientId,
  fhir,
  operation: 'vitals.record',
  input,
  accept: (bundle) => ({ bundle }),
  audit: () => ({
    action: 'C',
    operation: 'vitals.record',
    feature: 'vitals',
    access: 'write',
    outcome: 'success',
    patientId,
    resources: [],
    user: { id: session.userId, name: session.displayName, role: session.role },
    remoteAddress: '::1',
    requestId,
  }),
  inTrail: () => undefined,
});

/** Two values that belong together; `key` is in both, so that they are found again. */
export const valuesOf = (patientId: string, key: string): [Observation, Observation] => {
  const of = (code: string, value: number): Observation => ({
    resourceType: 'Observation',
    status: 'final',
    identifier: [{ system: 'https://keneyapp.example/test', value: key }],
    code: { coding: [{ system: 'http://loinc.org', code }] },
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' },
        ],
      },
    ],
    subject: { reference: patientReference(patientId) },
    effectiveDateTime: '2026-11-01T08:00:00Z',
    valueQuantity: { value },
  });
  return [of('8867-4', 72), of('8310-5', 36.8)];
};

/** What is stored of a key, with its versions. */
export async function storedOf(fhir: FhirClient, key: string): Promise<string[]> {
  const found = await fhir.search('Observation', {
    identifier: `https://keneyapp.example/test|${key}`,
    _count: 50,
  });
  return (found.entry ?? []).map(
    ({ resource }) => `${resource?.id ?? ''}/${resource?.meta?.versionId ?? ''}`,
  );
}
