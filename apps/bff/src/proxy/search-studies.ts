import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StudyRequest, StudyGate } from './gate.ts';
import { prefix } from './paths.ts';
import { QueryError, readQuery, writeQuery } from './query.ts';
import { fail, type Upstream } from './upstream.ts';

interface Search {
  request: FastifyRequest;
  reply: FastifyReply;
  asking: StudyRequest;
  gate: StudyGate;
  upstream: Upstream;
  rawQuery: string;
}
type Row = Record<string, { Value?: unknown[] } | undefined>;

/**
 * `GET /dicom-web/studies`: never an open search. By one StudyInstanceUID, or by PatientID, which is pinned to one
 * patient; what comes back is kept only if the patient's record names the study, so that a PatientID used by two issuers
 * shows nobody else's images.
 */
export async function searchStudies({
  request,
  reply,
  asking,
  gate,
  upstream,
  rawQuery,
}: Search): Promise<unknown> {
  const query = readQuery(rawQuery, 'search');
  // what the search knows of the address; the rest of it goes nowhere
  const asked = writeQuery(query).slice(1);
  const study = query.get('StudyInstanceUID'),
    patientIdentifier = query.get('PatientID');
  if (!study && (!patientIdentifier || /[*?]/.test(patientIdentifier)))
    throw new QueryError('a search needs a StudyInstanceUID or a PatientID');
  const refuse = (status: 403 | 404) =>
    reply
      .code(status)
      .header('cache-control', 'no-store')
      .send({ error: status === 403 ? 'denied' : 'not-found', requestId: request.id });
  if (!(await gate.roleMay(asking.session, 'imaging.read'))) {
    await gate.searched(asking, null, asked, 'denied');
    return refuse(403);
  }
  if (!study) await gate.lookedUp(asking);
  const allowed = study
    ? await oneStudy(gate, asking, study)
    : await patientStudies(gate, asking, patientIdentifier ?? '', openStudy(request));
  if (!allowed) {
    await gate.searched(asking, null, asked, 'denied');
    // A study that may not be seen is answered like one that does not exist: an empty list, as QIDO-RS does.
    return send(reply, []);
  }
  await gate.searched(asking, allowed.patientId, asked, 'success');
  const token = await asking.token();
  if (token === null) return reply.code(401).send({ error: 'unauthorized', requestId: request.id });
  try {
    const rows = await upstream.json(`/studies${writeQuery(query)}`, token, asking.requestId);
    if (!Array.isArray(rows)) return await fail(request, reply, new Error('not a list'));
    return send(
      reply,
      (rows as Row[]).filter((row) => allowed.studies.has(String(row['0020000D']?.Value?.[0]))).map(own),
    );
  } catch (error) {
    return fail(request, reply, error);
  }
}

interface Allowed {
  patientId: string;
  studies: Set<string>;
}

async function oneStudy(gate: StudyGate, asking: StudyRequest, study: string): Promise<Allowed | null> {
  const verdict = await gate.pass(asking, { kind: 'search', study });
  return verdict.allow ? { patientId: verdict.patientId, studies: new Set([study]) } : null;
}

/** The patient of the study that is open, if it has this identifier; else the only patient having it. */
async function patientStudies(
  gate: StudyGate,
  asking: StudyRequest,
  identifier: string,
  open: string | null,
): Promise<Allowed | null> {
  const owner = open ? ((await gate.owners.ownerOf(open))?.patientId ?? null) : null;
  const candidates = await gate.owners.patientsWithIdentifier(identifier);
  const patientId =
    owner !== null && candidates.includes(owner)
      ? owner
      : candidates.length === 1
        ? candidates[0]
        : undefined;
  const studies = patientId === undefined ? null : await gate.readable(asking.session, patientId);
  return patientId === undefined || studies === null ? null : { patientId, studies };
}

/** The viewer's address names the study being read; only a hint which patient is meant, the decision is made anyway. */
function openStudy(request: FastifyRequest): string | null {
  return /[?&]StudyInstanceUIDs=([0-9.]{3,64})(?:[,&#]|$)/.exec(request.headers.referer ?? '')?.[1] ?? null;
}

function own(row: Row): Row {
  const study = String(row['0020000D']?.Value?.[0]);
  return row['00081190']
    ? { ...row, '00081190': { ...row['00081190'], Value: [`${prefix}/studies/${study}`] } }
    : row;
}

function send(reply: FastifyReply, rows: Row[]): FastifyReply {
  return reply
    .type('application/dicom+json')
    .header('cache-control', 'no-store')
    .header('vary', 'Cookie')
    .send(JSON.stringify(rows));
}
