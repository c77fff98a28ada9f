import { fileName } from '@keneyapp/clinical';
import { byteOrderMark, csvLines } from '@keneyapp/clinical/csv';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditEntry } from '../../audit/audit.ts';
import { auditEvent } from '../../audit/event.ts';
import { patientTraits } from '../../audit/staff-and-patients.ts';
import type { Services } from '../../context.ts';
import type { Session } from '../../session/session.ts';
import { signedInLately, signInAgain } from '../../session/signed-in-lately.ts';
import { searchRecords, type AuditRecordRow } from './query.ts';
import { exportQuery, type AuditCursor, type AuditFilter } from './schema.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

export interface ExportOptions {
  services: Services;
  sessions: { of(request: FastifyRequest): Promise<Session | null> };
}

const together = 500;

/**
 * `GET /bff/audit/export?format=csv|fhir&…`: what the search finds, all of it, streamed. Decided like the search and
 * recorded before the first byte leaves. CSV names patients as they are called today; the FHIR Bundle holds what was kept.
 */
export async function auditExport(
  app: FastifyInstance,
  { services, sessions }: ExportOptions,
): Promise<void> {
  app.get('/audit/export', async (request, reply) => {
    reply.header('cache-control', 'private, no-store');
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      return reply.code(403).send({ error: 'cross-site', requestId: request.id });
    const parsed = exportQuery.safeParse(request.query);
    if (!parsed.success)
      return reply
        .code(400)
        .send({
          error: 'query',
          fields: parsed.error.issues.map((i) => i.path.join('.')),
          requestId: request.id,
        });
    const session = await sessions.of(request);
    if (!session) return reply.code(401).send({ error: 'unauthorized', requestId: request.id });
    const { format, ...filter } = parsed.data;
    const entry: AuditEntry = {
      action: 'R',
      kind: 'export',
      operation: `audit.export-${format}`,
      feature: 'audit',
      access: 'read',
      outcome: 'success',
      patientId: null,
      resources: filter.patientId ? [patientReference(filter.patientId)] : ['AuditEvent'],
      query: JSON.stringify(filter),
      user: { id: session.userId, name: session.displayName, role: session.role, fhirUser: session.fhirUser },
      remoteAddress: request.visitorAddress,
      requestId: request.id,
    };
    const verdict = await services.accessFor(session).decide('audit.read', null);
    if (!verdict.allow) {
      await services.audit.record({ ...entry, outcome: 'denied', reason: verdict.reasons[0] ?? 'role' });
      return reply.code(403).send({ error: 'denied', requestId: request.id });
    }
    if (!signedInLately(session, services.env)) {
      await services.audit.record({ ...entry, outcome: 'denied', reason: signInAgain });
      return reply.code(403).send({ error: signInAgain, requestId: request.id });
    }
    await services.audit.record({ ...entry, basis: verdict.basis });
    // of whom the search was is told by the rows
    const name = fileName({ patient: null, content: 'audit' }, format === 'csv' ? 'csv' : 'json');
    return reply
      .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/fhir+json; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('x-content-type-options', 'nosniff')
      .send(Readable.from(format === 'csv' ? asCsv(services, filter) : asBundle(services, filter)));
  });
}

/** Page by page, each after the last record of the one before: what is added meanwhile is later and does not come. */
async function* pages(services: Services, filter: AuditFilter): AsyncGenerator<AuditRecordRow[]> {
  let cursor: AuditCursor | undefined;
  for (;;) {
    const page = await searchRecords(services.db, filter, cursor, together);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (!last || page.length < together) return;
    cursor = { at: last.recorded_at.toISOString(), seq: String(last.seq) };
  }
}

const head = [
  'numero',
  'date_utc',
  'nature',
  'operation',
  'rubrique',
  'resultat',
  'motif',
  'finalite',
  'fondement',
  'acces_urgence',
  'personne',
  'identifiant',
  'role',
  'patient',
  'patient_id',
  'ressources',
  'requete',
  'adresse',
  'requete_id',
];

async function* asCsv(services: Services, filter: AuditFilter): AsyncGenerator<string> {
  yield byteOrderMark + csvLines([head], 'fr');
  for await (const page of pages(services, filter)) {
    const patients = await patientTraits(
      services.capabilities.trailPeople,
      page.flatMap((r) => r.patient_id ?? []),
    );
    yield csvLines(
      page.map((r) => [
        String(r.seq),
        r.recorded_at.toISOString(),
        r.kind,
        r.operation,
        r.feature,
        r.outcome,
        r.reason,
        r.purpose,
        r.basis,
        r.emergency,
        r.user_name,
        r.user_id,
        r.role,
        patients.get(r.patient_id ?? '')?.name ?? null,
        r.patient_id,
        r.resources.join(' '),
        r.query,
        r.remote_address,
        r.request_id,
      ]),
      'fr',
    );
  }
}

async function* asBundle(services: Services, filter: AuditFilter): AsyncGenerator<string> {
  const server = new URL(services.env.PUBLIC_URL).hostname;
  yield `{"resourceType":"Bundle","type":"collection","timestamp":"${new Date().toISOString()}","entry":[`;
  let isFirst = true;
  for await (const page of pages(services, filter)) {
    yield page
      .map((r) => {
        const comma = isFirst ? '' : ',';
        isFirst = false;
        return `${comma}${JSON.stringify({ fullUrl: `${services.env.PUBLIC_URL}/audit?event=${r.seq}`, resource: { ...auditEvent(recordOfRow(r), server), id: `audit-${r.seq}` } })}`;
      })
      .join('');
  }
  yield ']}';
}

const recordOfRow = (r: AuditRecordRow) => ({
  recordedAt: r.recorded_at.toISOString(),
  kind: r.kind,
  action: r.action,
  operation: r.operation,
  feature: r.feature,
  outcome: r.outcome,
  reason: r.reason,
  purpose: r.purpose,
  basis: r.basis,
  emergency: r.emergency,
  patientId: r.patient_id,
  userId: r.user_id,
  userName: r.user_name,
  userRef: r.user_ref,
  role: r.role,
  remoteAddress: r.remote_address,
  requestId: r.request_id,
  resources: r.resources,
  query: r.query,
});
