import type { z } from 'zod';
import type { PrismaClient } from '../database/client.ts';

export interface Author {
  id: string;
  name: string;
}
/** `version` 0 is what holds before anybody changed anything. */
export interface Stored<T> {
  value: T;
  version: number;
  changedAt: Date | null;
  changedBy: string | null;
}

/** Settings that people of the hospital change while the application runs; those of its operators stand in env.ts. */
export async function readSetting<T>(
  db: Pick<PrismaClient, 'setting'>,
  name: string,
  schema: z.ZodType<T>,
  otherwise: T,
): Promise<Stored<T>> {
  const row = await db.setting.findUnique({ where: { name } });
  return row
    ? {
        value: schema.parse(row.value),
        version: row.version,
        changedAt: row.changedAt,
        changedBy: row.changedByName,
      }
    : { value: otherwise, version: 0, changedAt: null, changedBy: null };
}

/** Writes over `version` and nothing else; false when it is no longer the current one. */
export async function writeSetting(
  db: Pick<PrismaClient, 'setting'>,
  name: string,
  value: object,
  version: number,
  author: Author,
): Promise<boolean> {
  const data = {
    value: { ...value },
    version: version + 1,
    changedAt: new Date(),
    changedById: author.id,
    changedByName: author.name,
  };
  const { count } =
    version === 0
      ? await db.setting.createMany({ data: [{ name, ...data }], skipDuplicates: true })
      : await db.setting.updateMany({ where: { name, version }, data });
  return count === 1;
}
