import { createHash } from 'node:crypto';
import { fileName } from '@keneyapp/clinical';
import { FhirError } from '@keneyapp/fhir-client';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { readTraits } from '@keneyapp/fhir-model/identity-traits';
import { readState } from '@keneyapp/fhir-model/identity-write';
import { patientReference } from '@keneyapp/fhir-model/references';
import { motherAmong } from '@keneyapp/fhir-model/relatives';
import type { Patient } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DeniedError } from '../access/denied.ts';
import { chartFhir } from '../access/record-clients.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { Services } from '../context.ts';
import { fhirId } from '../patient-input.ts';
import type { Session } from '../session/session.ts';
import { admit, exportEntry, refuse } from './admission.ts';
import { labelOrder, labelWords, type LabelIdentity } from './labels.ts';
import { TooBusyError, type Typesetter } from './typesetter.ts';

const operation = 'identities.print';
const body = labelOrder.extend({
  patientId: fhirId,
  language: z.enum(['fr', 'en']),
  words: labelWords,
  /** What the file's name says of it: `étiquettes`. */
  content: z.string().min(1).max(80),
});

interface Options {
  services: Pick<Services, 'audit' | 'env' | 'accessFor' | 'fhirFor' | 'lookups'>;
  sessions: { of(request: FastifyRequest): Promise<Session | null> };
  typesetter: Pick<Typesetter, 'labels'>;
}

/**
 * `POST /labels` on the internal listener: bracelets and labels of one patient. The traits are read here, so that nobody prints
 * a bracelet of what they wrote; the words around them are the web server's. Decided, made, recorded, and only then answered.
 */
export function labelsRoute(app: FastifyInstance, { services, sessions, typesetter }: Options): void {
  app.post('/labels', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const parsed = body.safeParse(request.body);
    if (!parsed.success) return refuse(reply, 400, 'invalid');
    const session = await sessions.of(request);
    if (!session) return refuse(reply, 401, 'unauthorized');
    const { patientId, content, ...order } = parsed.data;
    const entry: AuditEntry = {
      ...exportEntry(request, session, { operation, patientId }),
      resources: [patientReference(patientId)],
    };
    const record = (more: Partial<AuditEntry>) => services.audit.record({ ...entry, ...more });
    const access = services.accessFor(session);
    const { userId } = session;
    const admitted = await admit(services, { access, operation, patientId, userId, record });
    if ('status' in admitted) return refuse(reply, admitted.status, admitted.reason);
    const { verdict } = admitted;
    const based = { basis: verdict.basis, emergency: verdict.grant?.id ?? null };
    const now = new Date();
    let patient: Patient;
    let file: Buffer;
    try {
      // identities of closed charts are counted, on paper as on the screen
      const chart = await access.decide('summary.read', patientId);
      if (!chart.allow) await services.lookups.count('identities', userId, patientId);
      const reader = services.fhirFor(session, request.id);
      patient = await patientOf(
        chartFhir({ session, access }, 'identities', reader, patientId, verdict),
        patientId,
      );
      const options = { ...order, now, hospital: services.env.HOSPITAL_NAME };
      const identity = labelIdentity(patient, now);
      const mother =
        order.layout === 'child-bracelet'
          ? await motherOf(chartFhir({ session, access }, 'patients', reader, patientId, verdict), patientId)
          : null;
      file = await typesetter.labels({ identity: { ...identity, mother }, options });
    } catch (error) {
      const { status, reason } = failureOf(error);
      const isRefused = status === 429;
      await record({ ...based, outcome: isRefused ? 'denied' : 'failure', ...(isRefused ? { reason } : {}) });
      if (status === 503)
        request.log.error({ err: { type: error instanceof Error ? error.name : 'unknown' } }, 'no labels');
      return refuse(reply, status, reason);
    }
    const hash = createHash('sha256').update(file).digest('hex');
    await record({ ...based, resources: [...entry.resources, `sha256:${hash}`] });
    return reply
      .type('application/pdf')
      .header('x-document-name', encodeURIComponent(nameOf(patient, content, now)))
      .send(file);
  });
}

async function patientOf(fhir: ReturnType<typeof chartFhir>, patientId: string): Promise<Patient> {
  const [found] = await fhir.batchSearch([{ type: 'Patient', params: { _id: patientId } }]);
  const patient = matches(orThrow(found), 'Patient')[0];
  if (!patient) throw new FhirError(404, null);
  return patient;
}

/** Whose child it is, as the identity page says it. */
async function motherOf(fhir: ReturnType<typeof chartFhir>, patientId: string): Promise<string | null> {
  const params = { patient: patientReference(patientId), _count: 100 };
  const [found] = await fhir.batchSearch([{ type: 'RelatedPerson', params }]);
  return motherAmong(matches(orThrow(found), 'RelatedPerson'));
}

function labelIdentity(patient: Patient, now: Date): LabelIdentity {
  const { usedName, usedGivenName, suffix, ipp, ins, multipleBirth } = readIdentity(patient, now);
  return {
    traits: readTraits(patient, now),
    state: readState(patient),
    ...{ usedName, usedGivenName, suffix, ipp, ins, order: multipleBirth?.order ?? null },
  };
}

function nameOf(patient: Patient, content: string, now: Date): string {
  const { birthName, usedName, givenNames, usedGivenName, ipp, confidential } = readIdentity(patient, now);
  const who = {
    birthName: birthName ?? usedName,
    givenName: usedGivenName ?? givenNames[0] ?? null,
    ipp,
    isConfidential: confidential,
  };
  return fileName({ patient: who, content }, 'pdf', now);
}

function failureOf(error: unknown): { status: number; reason: string } {
  if (error instanceof TRPCError && error.cause instanceof DeniedError)
    return { status: 429, reason: error.cause.reason };
  if (error instanceof FhirError && [403, 404, 410].includes(error.status))
    return { status: 404, reason: 'not-found' };
  return { status: 503, reason: error instanceof TooBusyError ? 'busy' : 'not-set' };
}
