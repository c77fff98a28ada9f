import { AppointmentsError, type AppointmentsClient } from '@keneyapp/appointments/client';
import { resource, rule, visitKind } from '@keneyapp/appointments/contract';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Database } from '../database/client.ts';

const setup = z.strictObject({
  kinds: z.array(visitKind),
  resources: z.array(resource),
  rules: z.array(rule),
});

/**
 * What can be booked and when, for an agenda that knows of nothing yet (AGENDA_SETUP); from then on it is kept on the page of
 * the rules, and the file is not looked at any more. Throws, naming what is wrong in the file.
 */
export async function setUpAgenda(
  client: Pick<AppointmentsClient, 'call'>,
  { rows }: Pick<Database, 'rows'>,
  file: string | undefined,
): Promise<void> {
  if (file === undefined) return;
  await rows('INSERT INTO appointment_progress (id) VALUES (1) ON CONFLICT DO NOTHING');
  const [progress] = await rows('SELECT is_set_up FROM appointment_progress WHERE id = 1');
  if (progress?.['is_set_up'] === true) return;
  const read = setup.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!read.success) throw new Error(`AGENDA_SETUP: ${z.prettifyError(read.error)}`);
  const { kinds, resources, rules } = read.data;
  // Appointments of others may have made some of the resources
  const { resources: known } = await client.call('resources.list', { units: null });
  const versions = new Map(known.map(({ value, version }) => [value.reference, version]));
  for (const value of kinds) await first(client.call('kinds.put', { value, version: null }));
  for (const value of resources)
    await first(client.call('resources.put', { value, version: versions.get(value.reference) ?? null }));
  for (const value of rules) await first(client.call('rules.put', { value, version: null }));
  await rows('UPDATE appointment_progress SET is_set_up = true WHERE id = 1');
}

/** Another process may be at it, or was and ended. */
async function first(put: Promise<unknown>): Promise<void> {
  await put.catch((error: unknown) => {
    if (!(error instanceof AppointmentsError) || error.status !== 409) throw error;
  });
}
