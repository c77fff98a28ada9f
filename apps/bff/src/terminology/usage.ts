import type { CodedField } from '@keneyapp/fhir-model/bindings';
import type { PrismaClient } from '../database/client.ts';

export interface CodedChoice {
  field: CodedField;
  system: string;
  code: string;
}
export interface Favourite extends CodedChoice {
  display: string;
  /** The person's own, or of a service. */
  isOwn: boolean;
}
type Db = Pick<PrismaClient, 'codedUse' | 'codedFavourite'>;

/** `user:<id>` and `service:<id>`: what is used, and kept at hand, belongs to a person or to a service. */
export const ownerOfUser = (userId: string): string => `user:${userId}`;
export const ownerOfService = (organizationId: string): string => `service:${organizationId}`;
/** The service that an owner is; null of a person. */
export const serviceOf = (owner: string): string | null =>
  owner.startsWith('service:') ? owner.slice('service:'.length) : null;

/** Counts choices for each owner; who chose what for whom is nowhere. */
export async function countUses(
  db: Db,
  owners: readonly string[],
  choices: readonly CodedChoice[],
  now: Date,
): Promise<void> {
  for (const owner of owners)
    for (const { field, system, code } of choices)
      await db.codedUse.upsert({
        where: { owner_field_system_code: { owner, field, system, code } },
        create: { owner, field, system, code, lastAt: now },
        update: { count: { increment: 1 }, lastAt: now },
      });
}

/** Uses older than these are no habit any more. */
const rememberedDays = 180;
const maxUses = 400;

export interface Use extends CodedChoice {
  count: number;
  lastAt: Date;
  isOwn: boolean;
}

export async function usesOf(
  db: Db,
  owners: readonly string[],
  field: CodedField,
  now: Date,
): Promise<Use[]> {
  const rows = await db.codedUse.findMany({
    where: {
      owner: { in: [...owners] },
      field,
      lastAt: { gte: new Date(now.getTime() - rememberedDays * 86_400_000) },
    },
    orderBy: [{ count: 'desc' }, { lastAt: 'desc' }],
    take: maxUses,
  });
  return rows.map(({ owner, system, code, count, lastAt }) => ({
    field,
    system,
    code,
    count,
    lastAt,
    isOwn: owner.startsWith('user:'),
  }));
}

export async function favouritesOf(
  db: Db,
  owners: readonly string[],
  field?: CodedField,
): Promise<Favourite[]> {
  const rows = await db.codedFavourite.findMany({
    where: { owner: { in: [...owners] }, ...(field ? { field } : {}) },
    orderBy: { display: 'asc' },
    take: maxFavourites * owners.length,
  });
  return rows.map(({ owner, field: of, system, code, display }) => ({
    field: of as CodedField,
    system,
    code,
    display,
    isOwn: owner.startsWith('user:'),
  }));
}

/** More than anybody keeps at hand in one field. */
export const maxFavourites = 200;

export async function setFavourite(
  db: Db,
  owner: string,
  { field, system, code, display }: CodedChoice & { display: string },
  isFavourite: boolean,
): Promise<void> {
  const key = { owner, field, system, code };
  if (isFavourite)
    await db.codedFavourite.upsert({
      where: { owner_field_system_code: key },
      create: { ...key, display, addedAt: new Date() },
      update: { display },
    });
  else await db.codedFavourite.deleteMany({ where: key });
}
