import type { Database } from '../database/client.ts';
import { domainEvent, keyOf, type DomainEvent } from './schemas.ts';

/** Heard by whoever reads events, after the commit. */
export const eventChannel = 'domain_event';

/** The argument of `events.append()`, for a statement that does more. Throws for what is no event of schemas.ts. */
export function asRows(events: readonly DomainEvent[]): string {
  return JSON.stringify(
    events.map((given) => {
      const event = domainEvent.parse(given);
      const { type, version, topic, intentId, ...body } = event;
      return {
        type,
        version,
        topic: topic.kind,
        topic_id: topic.id,
        key: keyOf(event),
        intent_id: intentId,
        body,
      };
    }),
  );
}

/**
 * Appends what is not there yet. The last statement of a transaction: until its end nobody else appends, which is how readers
 * see numbers in their order (docs/adr/0018).
 * @param rows of `Database.transaction`, or of the database for events alone
 * @returns the sequence numbers of what was new
 */
export async function append(rows: Database['rows'], events: readonly DomainEvent[]): Promise<bigint[]> {
  if (events.length === 0) return [];
  const [row] = await rows('SELECT events.append($1::text::json)::text[] AS added', [asRows(events)]);
  return (row?.['added'] as string[]).map(BigInt);
}
