import type { Connection } from '@keneyapp/database/connection';
import { createHash } from 'node:crypto';
import { attempt, type Engine } from './engine.ts';
import { Refusal, Undone } from './refusal.ts';

/**
 * However often it is sent with one key, it happens once and is answered in the same way. What was refused left nothing, and
 * is tried anew. A trial happens in full and is undone.
 * @param work throws `Undone` with the answer when it is refused
 */
export function once<Input extends { key: string; isTrial: boolean }, Answer>(
  engine: Engine,
  name: string,
  input: Input,
  work: (connection: Connection) => Promise<Answer>,
): Promise<Answer> {
  const hash = createHash('sha256')
    .update(JSON.stringify([name, input]))
    .digest('hex');
  return attempt<Answer>(engine, async (connection) => {
    if (input.isTrial) throw new Undone(await work(connection));
    // a second one with this key waits here for the first
    const [mine] = await connection.rows(
      'INSERT INTO appointments.request (key, hash) VALUES ($1::uuid, $2) ON CONFLICT DO NOTHING RETURNING key',
      [input.key, hash],
    );
    if (!mine) {
      const [first] = await connection.rows(
        'SELECT hash, answer FROM appointments.request WHERE key = $1::uuid',
        [input.key],
      );
      if (first?.['hash'] !== hash) throw new Refusal(422, 'this key was used for something else');
      return JSON.parse(String(first['answer'])) as Answer;
    }
    const answer = await work(connection);
    await connection.rows('UPDATE appointments.request SET answer = $2 WHERE key = $1::uuid', [
      input.key,
      JSON.stringify(answer),
    ]);
    return answer;
  });
}
