import type { BundleEntry } from '@medplum/fhirtypes';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { Connection } from '../wire/connection.ts';
import { isRefusal, postBundle, redact } from '../wire/fhir.ts';
import type { ConditionalReferences } from './conditional.ts';
import { Unusable } from './content.ts';
import { otherRelease, type Prepared } from './prepare.ts';
import { changing, criteria, settle } from './there-already.ts';

/** How much goes into one request. */
export const chunk = { entries: 500, bytes: 8 * 1024 * 1024 };
/** A transaction that has to stay whole may be larger: the embedded server takes 16 MB at once. */
const whole = { entries: 20_000, bytes: 15 * 1024 * 1024 };

/** What sending needs beside the entries. `firstRun`: nothing of it can be on the server. */
export interface Sending {
  connection: Connection;
  references: ConditionalReferences;
  firstRun: boolean;
}
/** `unchanged` of those stored were there already as they are; `patients` are the ids of those that came in. */
export interface Sent {
  stored: number;
  unchanged: number;
  patients: string[];
  failures: { where: string; reason: string }[];
}
const nothing = (): Sent => ({ stored: 0, unchanged: 0, patients: [], failures: [] });

/** Sends a transaction as it is: all of it or nothing. */
export async function sendWhole(s: Sending, prepared: readonly Prepared[]): Promise<Sent> {
  const bytes = prepared.reduce((n, p) => n + Buffer.byteLength(JSON.stringify(p.entry)), 0);
  // too large for one request: every id is known beforehand, so parts are as good, and a second run mends what failed
  if (prepared.length > whole.entries || bytes > whole.bytes) return sendParts(s, prepared);
  const sent = nothing();
  try {
    await sendPart(s, prepared, new Map(), sent);
  } catch (error) {
    throw explain(error, prepared);
  }
  return sent;
}

/** Sends resources that stand for themselves; when a request is refused, finds out which and lets the others in. */
export async function sendParts(s: Sending, prepared: readonly Prepared[]): Promise<Sent> {
  const sent = nothing(),
    known = new Map<string, string>();
  for (const part of parts(prepared)) {
    try {
      await sendPart(s, part, known, sent);
    } catch (error) {
      if (!(error instanceof Unusable || isRefusal(error))) throw error;
      await oneByOne(s, part, known, sent);
    }
  }
  return sent;
}

/** One transaction. `known` leads from the fullUrl of a conditional entry to the resource that it became. */
async function sendPart(
  s: Sending,
  part: readonly Prepared[],
  known: Map<string, string>,
  sent: Sent,
): Promise<void> {
  const c = s.connection,
    extra = await s.references.resolve(part),
    { toSend, there } = await settle(c, part, known),
    changed = s.firstRun ? toSend : await changing(c, toSend);
  const entries = [...extra, ...changed.map((p) => p.entry)],
    answers = entries.length > 0 ? await postBundle(c, 'transaction', entries) : [];
  const news = new Set(changed),
    unchanged = toSend.filter((p) => !news.has(p));
  sent.stored += entries.length + unchanged.length + there.length;
  sent.unchanged += unchanged.length + there.length;
  patientOf(sent, ...there.map((t) => t.reference), ...unchanged.map((p) => p.entry.request?.url));
  changed.forEach((p, i) => arrived(p, answers[extra.length + i], known, sent));
}

/** Takes down where an entry went: the id of a conditional one is the server's. */
function arrived(p: Prepared, answer: BundleEntry | undefined, known: Map<string, string>, sent: Sent): void {
  const { fullUrl, request } = p.entry;
  if (!criteria(p.entry) && request?.method === 'PUT') return patientOf(sent, request.url);
  const reference = referenceKey(answer?.response?.location ?? '');
  if (reference && fullUrl) known.set(fullUrl, reference);
  patientOf(sent, reference ?? undefined);
}

function patientOf(sent: Sent, ...references: (string | undefined)[]): void {
  for (const reference of references) {
    const id = /^Patient\/([^/?]+)$/.exec(reference ?? '')?.[1];
    if (id) sent.patients.push(id);
  }
}

async function oneByOne(
  s: Sending,
  part: readonly Prepared[],
  known: Map<string, string>,
  sent: Sent,
): Promise<void> {
  const c = s.connection,
    resolved: Prepared[] = [];
  for (const p of part) {
    try {
      const extra = await s.references.resolve([p]);
      if (extra.length > 0) await postBundle(c, 'transaction', extra);
      resolved.push(p);
    } catch (error) {
      if (!(error instanceof Unusable || isRefusal(error))) throw error;
      sent.failures.push({ where: p.where, reason: error.message });
    }
  }
  // in a batch no entry sees another: what is made under a condition goes first, its ids into the references of the rest
  const conditional = resolved.filter((p) => criteria(p.entry));
  for (const some of [conditional, resolved.filter((p) => !conditional.includes(p))]) {
    if (some.length === 0) continue;
    const { toSend, there } = await settle(c, some, known);
    sent.stored += there.length;
    sent.unchanged += there.length;
    patientOf(sent, ...there.map((t) => t.reference));
    const answers =
      toSend.length > 0
        ? await postBundle(
            c,
            'batch',
            toSend.map((p) => p.entry),
          )
        : [];
    toSend.forEach((p, i) => judge(p, answers[i], known, sent));
  }
}

function judge(p: Prepared, answer: BundleEntry | undefined, known: Map<string, string>, sent: Sent): void {
  const response = answer?.response,
    status = Number.parseInt(response?.status ?? '500', 10);
  if (status < 300) {
    sent.stored++;
    arrived(p, answer, known, sent);
    return;
  }
  const issue =
    response?.outcome?.resourceType === 'OperationOutcome' ? response.outcome.issue?.[0] : undefined;
  sent.failures.push({
    where: p.where,
    reason: withRelease(
      `${status}: ${redact([issue?.details?.text ?? issue?.diagnostics ?? 'refused', ...(issue?.expression ?? []).slice(0, 1)].join(' at '))}`,
      p,
    ),
  });
}

function* parts(prepared: readonly Prepared[]): Generator<Prepared[]> {
  let part: Prepared[] = [],
    bytes = 0;
  const inPart = new Set<string>();
  for (const p of prepared) {
    const size = Buffer.byteLength(JSON.stringify(p.entry)),
      url = p.entry.request?.url ?? '';
    if (part.length > 0 && (part.length >= chunk.entries || bytes + size > chunk.bytes || inPart.has(url))) {
      yield part;
      part = [];
      bytes = 0;
      inPart.clear();
    }
    part.push(p);
    bytes += size;
    if (p.entry.request?.method === 'PUT') inPart.add(url); // a transaction may not write one resource twice
  }
  if (part.length > 0) yield part;
}

const withRelease = (reason: string, p: Prepared): string => {
  const release = otherRelease(p.entry.resource);
  return release ? `${reason} (it looks like FHIR ${release}; R4 is expected)` : reason;
};

function explain(error: unknown, prepared: readonly Prepared[]): Error {
  if (!isRefusal(error)) return error instanceof Error ? error : new Error(String(error));
  const odd = prepared.find((p) => otherRelease(p.entry.resource));
  return new Unusable(odd ? withRelease(error.message, odd) : error.message);
}
