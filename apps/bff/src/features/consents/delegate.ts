import type { Access } from '../../access/access.ts';
import type { PrismaClient } from '../../database/client.ts';
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Patient } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { z } from 'zod';
import { matches } from '@keneyapp/fhir-model/bundles';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import type { Session } from '../../session/session.ts';
import type { delegateSchema } from './schema.ts';
import { patientReference } from '@keneyapp/fhir-model/references';
import { foldedWords } from '@keneyapp/clinical';

/** Wrong guesses of a person in an hour, after which they have to ask at the desk. */
const maxGuesses = 5,
  hour = 3_600_000;
/** When this person guessed in this process: the trail knows of a guess only once it was answered, and many may be asked at once. */
const guessed = new Map<string, number[]>();

interface DelegateContext {
  session: Session;
  access: Pick<Access, 'rights'>;
  patientId: string;
  db: Pick<PrismaClient, 'auditEvent'>;
  fhir: FhirClient;
}

/**
 * The person a patient lets act in their stead. Nobody is searched for here: whoever is named must be known exactly, and a
 * wrong trait says no more than that there is nobody so named. Asked with the BFF's own rights, since a patient reads no
 * other record.
 */
export async function delegateOf(
  { session, access, patientId, db, fhir }: DelegateContext,
  delegate: z.output<typeof delegateSchema>,
): Promise<{ reference: string; display: string }> {
  const found =
    delegate.by === 'record'
      ? await byRecord(access, fhir, delegate.delegateId)
      : await byIdentity(session, db, fhir, delegate);
  if (found?.id === undefined) throw new TRPCError({ code: 'NOT_FOUND', message: 'nobody so named' });
  if (found.id === patientId)
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'delegate: is the patient' });
  const { birthName, usedName, givenNames, suffix } = readIdentity(found, new Date());
  return {
    reference: patientReference(found.id),
    display: [givenNames[0], birthName ?? usedName, suffix].filter(Boolean).join(' '),
  };
}

/** A record found by search, which patients have not. */
async function byRecord(
  access: DelegateContext['access'],
  fhir: FhirClient,
  id: string,
): Promise<Patient | null> {
  if (!(await access.rights())['patients.search'])
    throw new TRPCError({
      code: 'BAD_REQUEST',
      message: 'delegate: name them by name, birth date and hospital number',
    });
  const patient = await fhir.read('Patient', id).catch((error: unknown) => {
    if (error instanceof FhirError && (error.status === 404 || error.status === 410)) return null;
    throw error;
  });
  return patient && isInUse(patient) ? patient : null;
}

async function byIdentity(
  session: Session,
  db: DelegateContext['db'],
  fhir: FhirClient,
  { familyName, birthDate, ipp }: { familyName: string; birthDate: string; ipp: string },
): Promise<Patient | null> {
  const now = Date.now(),
    recent = (guessed.get(session.userId) ?? []).filter((at) => at > now - hour);
  if (recent.length >= maxGuesses) throw tooMany();
  guessed.set(session.userId, [...recent, now]);
  // the trail counts for us as well: across processes and restarts, whatever patient it was tried for
  const guesses = await db.auditEvent.count({
    where: {
      userId: session.userId,
      operation: 'consents.delegate',
      outcome: 'failure',
      recordedAt: { gt: new Date(now - hour) },
    },
  });
  if (guesses >= maxGuesses) throw tooMany();
  const candidates = matches(
    await fhir.search('Patient', { identifier: ipp, birthdate: birthDate, _count: 10 }),
    'Patient',
  ).filter((patient) => {
    const identity = readIdentity(patient, new Date());
    return (
      isInUse(patient) &&
      identity.ipp === ipp &&
      identity.birthDate === birthDate &&
      [identity.birthName, identity.usedName].some(
        (name) => name !== null && foldedWords(name) === foldedWords(familyName),
      )
    );
  });
  const [found = null] = candidates.length === 1 ? candidates : [];
  if (found)
    guessed.set(
      session.userId,
      (guessed.get(session.userId) ?? []).toSpliced((guessed.get(session.userId) ?? []).indexOf(now), 1),
    ); // a right one is none
  return found;
}

const tooMany = () => new TRPCError({ code: 'TOO_MANY_REQUESTS', message: 'too many wrong names' });

const isInUse = (patient: Patient): boolean =>
  patient.active !== false && !patient.link?.some((l) => l.type === 'replaced-by');
