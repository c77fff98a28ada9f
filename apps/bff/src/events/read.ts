import type { Database } from '../database/client.ts';
import { domainEvent, type DomainEvent, type Topic } from './schemas.ts';

export interface StoredEvent {
  seq: bigint;
  /** Null for what this version of the application does not know (yet). */
  event: DomainEvent | null;
  topic: Topic;
}

const columns =
  'e.seq::text AS number, e.type, e.version, e.topic, e.topic_id, e.intent_id::text AS intent_id, e.body';

/** The next ones after `after`, in their order. */
export async function eventsAfter(
  rows: Database['rows'],
  after: bigint,
  max: number,
): Promise<StoredEvent[]> {
  const found = await rows(
    `SELECT ${columns} FROM events.domain_event e WHERE e.seq > $1::text::bigint ORDER BY e.seq LIMIT $2::int`,
    [String(after), max],
  );
  return found.map(storedOf);
}

/** The same of one topic, up to `last`. */
export async function eventsOf(
  rows: Database['rows'],
  topic: Topic,
  { after, last, max }: { after: bigint; last: bigint; max: number },
): Promise<StoredEvent[]> {
  const found = await rows(
    `SELECT ${columns} FROM events.domain_event e WHERE e.topic = $1 AND e.topic_id = $2
     AND e.seq > $3::text::bigint AND e.seq <= $4::text::bigint ORDER BY e.seq LIMIT $5::int`,
    [topic.kind, topic.id, String(after), String(last), max],
  );
  return found.map(storedOf);
}

/** The number of the newest one; 0 where there is none. */
export async function headOf(rows: Database['rows']): Promise<bigint> {
  const [row] = await rows('SELECT coalesce(max(seq), 0)::text AS head FROM events.domain_event');
  return BigInt(String(row?.['head'] ?? 0));
}

function storedOf(row: Record<string, unknown>): StoredEvent {
  const topic = { kind: row['topic'], id: row['topic_id'] } as Topic;
  const { type, version, intent_id: intentId } = row;
  const parsed = domainEvent.safeParse({ type, version, topic, intentId, ...(row['body'] as object) });
  return { seq: BigInt(String(row['number'])), event: parsed.success ? parsed.data : null, topic };
}
