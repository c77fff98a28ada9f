import type { OrderTemplate } from '@keneyapp/fhir-model/order-set';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { PrismaClient } from '../database/client.ts';
import { serviceOf } from '../terminology/usage.ts';
import { orderTemplate } from './order-lines.ts';

export interface OrderFavourite {
  id: string;
  name: string;
  /** Of which service; null: the person's own. */
  serviceId: string | null;
  lines: OrderTemplate[];
}
type Db = Pick<PrismaClient, 'orderFavourite'>;

/** More than anybody keeps at hand. */
const most = 100;
const stored = z.array(orderTemplate);

/** By name. What an older version kept in another form is left out: it would be no order any more. */
export async function orderFavourites(db: Db, owners: readonly string[]): Promise<OrderFavourite[]> {
  const rows = await db.orderFavourite.findMany({
    where: { owner: { in: [...owners] } },
    orderBy: { name: 'asc' },
    take: most * owners.length,
  });
  return rows.flatMap(({ id, owner, name, lines }) => {
    const read = stored.safeParse(lines);
    return read.success ? [{ id, name, serviceId: serviceOf(owner), lines: read.data }] : [];
  });
}

export async function keepFavourite(
  db: Db,
  owner: string,
  { id, name, lines }: { id: string; name: string; lines: readonly OrderTemplate[] },
): Promise<void> {
  const kept = { name, lines: JSON.parse(JSON.stringify(lines)) as object, savedAt: new Date() };
  // of somebody else it is not there
  const { count } = await db.orderFavourite.updateMany({ where: { id, owner }, data: kept });
  if (count > 0) return;
  if ((await db.orderFavourite.count({ where: { owner } })) >= most)
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'too many favourites' });
  const { count: added } = await db.orderFavourite.createMany({
    data: [{ id, owner, ...kept }],
    skipDuplicates: true,
  });
  if (added === 0) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such favourite' });
}

export async function dropFavourite(db: Db, owner: string, id: string): Promise<void> {
  await db.orderFavourite.deleteMany({ where: { id, owner } });
}
