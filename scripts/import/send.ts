import type { Connection } from '../wire/connection.ts';
import { postBundle, redact, RefusedError } from '../wire/fhir.ts';
import type { ConditionalReferences } from './conditional.ts';
import { Unusable } from './content.ts';
import { otherRelease, type Prepared } from './prepare.ts';

/** How much goes into one request. */
export const chunk = { entries: 500, bytes: 8 * 1024 * 1024 };
/** A transaction that has to stay whole may be larger: the embedded server takes 16 MB at once. */
const whole = { entries: 20_000, bytes: 15 * 1024 * 1024 };

export interface Sent {
  stored: number;
  failures: { where: string; reason: string }[];
}

/** Sends a transaction as it is: all of it or nothing. */
export async function sendWhole(
  c: Connection,
  prepared: readonly Prepared[],
  references: ConditionalReferences,
): Promise<Sent> {
  const extra = await references.resolve(prepared),
    entries = [...extra, ...prepared.map((p) => p.entry)];
  const bytes = entries.reduce((n, e) => n + Buffer.byteLength(JSON.stringify(e)), 0);
  // too large for one request: every id is known beforehand, so parts are as good, and a second run mends what failed
  if (entries.length > whole.entries || bytes > whole.bytes) return sendParts(c, prepared, references);
  try {
    await postBundle(c, 'transaction', entries);
  } catch (error) {
    throw explain(error, prepared);
  }
  return { stored: entries.length, failures: [] };
}

/** Sends resources that stand for themselves; when a request is refused, finds out which and lets the others in. */
export async function sendParts(
  c: Connection,
  prepared: readonly Prepared[],
  references: ConditionalReferences,
): Promise<Sent> {
  const sent: Sent = { stored: 0, failures: [] };
  for (const part of parts(prepared)) {
    try {
      const extra = await references.resolve(part);
      await postBundle(c, 'transaction', [...extra, ...part.map((p) => p.entry)]);
      sent.stored += part.length + extra.length;
    } catch (error) {
      if (!(error instanceof Unusable || (error instanceof RefusedError && error.status < 500))) throw error;
      await oneByOne(c, part, references, sent);
    }
  }
  return sent;
}

async function oneByOne(
  c: Connection,
  part: readonly Prepared[],
  references: ConditionalReferences,
  sent: Sent,
): Promise<void> {
  const ready: Prepared[] = [];
  for (const p of part) {
    try {
      await postExtra(c, await references.resolve([p]));
      ready.push(p);
    } catch (error) {
      if (!(error instanceof Unusable || (error instanceof RefusedError && error.status < 500))) throw error;
      sent.failures.push({ where: p.where, reason: error.message });
    }
  }
  if (ready.length === 0) return;
  const answers = await postBundle(
    c,
    'batch',
    ready.map((p) => p.entry),
  );
  ready.forEach((p, i) => {
    const response = answers[i]?.response,
      status = Number.parseInt(response?.status ?? '500', 10);
    if (status < 300) {
      sent.stored++;
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
  });
}

async function postExtra(
  c: Connection,
  extra: Awaited<ReturnType<ConditionalReferences['resolve']>>,
): Promise<void> {
  if (extra.length > 0) await postBundle(c, 'transaction', extra);
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
  if (!(error instanceof RefusedError) || error.status >= 500)
    return error instanceof Error ? error : new Error(String(error));
  const odd = prepared.find((p) => otherRelease(p.entry.resource));
  return new Unusable(odd ? withRelease(error.message, odd) : error.message);
}
