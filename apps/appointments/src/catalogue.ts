import type { Row } from '@keneyapp/database/connection';
import type { AgendaResource, VisitKind } from './contract.ts';
import type { Engine } from './engine.ts';
import type { OperationAnswer, OperationRequest } from './operations.ts';
import { Refusal } from './refusal.ts';

/** What can be booked, and as what. */
export async function listResources(
  { database: { rows } }: Engine,
  { units }: OperationRequest<'resources.list'>,
): Promise<OperationAnswer<'resources.list'>> {
  const found = await rows(
    'SELECT * FROM appointments.resource WHERE $1::text[] IS NULL OR unit = ANY ($1::text[]) ORDER BY reference',
    [units],
  );
  return {
    resources: found.map((row) => {
      const value: AgendaResource = {
        reference: String(row['reference']),
        unit: row['unit'] as string | null,
        lanes: Number(row['lanes']),
      };
      return { value, version: Number(row['version']) };
    }),
  };
}

export async function putResource(
  { database: { rows } }: Engine,
  { value: { reference, unit, lanes }, version }: OperationRequest<'resources.put'>,
): Promise<OperationAnswer<'resources.put'>> {
  return versionOf(
    version === null
      ? await rows(
          'INSERT INTO appointments.resource (reference, unit, lanes) VALUES ($1, $2, $3::integer) ON CONFLICT DO NOTHING RETURNING version',
          [reference, unit, lanes],
        )
      : await rows(
          `UPDATE appointments.resource SET unit = $2, lanes = $3::integer, version = version + 1
          WHERE reference = $1 AND version = $4::integer RETURNING version`,
          [reference, unit, lanes, version],
        ),
  );
}

export async function listKinds({ database: { rows } }: Engine): Promise<OperationAnswer<'kinds.list'>> {
  const found = await rows('SELECT * FROM appointments.visit_kind ORDER BY id');
  return { kinds: found.map((row) => ({ value: kindOf(row), version: Number(row['version']) })) };
}

export const kindOf = (row: Row): VisitKind => ({
  id: String(row['id']),
  minutes: Number(row['minutes']),
  before: Number(row['before']),
  after: Number(row['after']),
  grid: Number(row['grid']),
  places: Number(row['places']),
});

export async function putKind(
  { database: { rows } }: Engine,
  { value: { id, minutes, before, after, grid, places }, version }: OperationRequest<'kinds.put'>,
): Promise<OperationAnswer<'kinds.put'>> {
  const values = [id, minutes, before, after, grid, places];
  return versionOf(
    version === null
      ? await rows(
          `INSERT INTO appointments.visit_kind (id, minutes, before, after, grid, places)
          VALUES ($1, $2::integer, $3::integer, $4::integer, $5::integer, $6::integer) ON CONFLICT DO NOTHING RETURNING version`,
          values,
        )
      : await rows(
          `UPDATE appointments.visit_kind SET minutes = $2::integer, before = $3::integer, after = $4::integer,
            grid = $5::integer, places = $6::integer, version = version + 1
          WHERE id = $1 AND version = $7::integer RETURNING version`,
          [...values, version],
        ),
  );
}

/** Nothing was written: somebody else was first. */
function versionOf([row]: Row[]): { version: number } {
  if (!row) throw new Refusal(409, 'changed');
  return { version: Number(row['version']) };
}
