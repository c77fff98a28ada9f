import { TRPCError } from '@trpc/server';
import type { z } from 'zod';
import type { Context, Visit } from '../../context.ts';
import { namedBookings, type ListContext } from './named-bookings.ts';
import { otherUnit, ownAgendas } from './own-agendas.ts';
import type { ownOrAllInput, seeClashInput } from './rules-schema.ts';
import type { ClashesView } from './rules-view.ts';

/** Read at a time; the rest is told to be there. */
const max = 100;

/** Appointments that lie over each other without anybody having wanted it: others wrote one of them. */
export async function clashes(
  ctx: ListContext,
  { ofOwnUnits }: z.output<typeof ownOrAllInput>,
): Promise<ClashesView> {
  const { appointments, lookups } = ctx.services;
  const { resources } = await appointments.call('resources.list', { units: null });
  const own = await ownAgendas(ctx, { resources: resources.map(({ value }) => value), kinds: [] });
  const mine = new Set(resources.flatMap(({ value }) => (own.isOwn(value) ? value.reference : [])));
  const [{ clashes: all }, catalogue] = await Promise.all([
    appointments.call('clashes.list', { resources: null }),
    appointments.catalogue(),
    lookups.count('agenda', ctx.session.userId),
  ]);
  // who works in no unit sees all, as in the agenda
  const found = all.filter(({ resource }) => !ofOwnUnits || own.units.length === 0 || mine.has(resource));
  const shown = found.slice(0, max);
  const lines = await namedBookings(
    ctx,
    catalogue,
    shown.flatMap(({ one, other }) => [one, other]),
  );
  const byId = new Map(lines.map((line) => [line.bookingId, line]));
  return {
    units: own.units,
    clashes: shown.flatMap(({ id, resource, since, one, other }) => {
      const [a, b] = [byId.get(one.id), byId.get(other.id)];
      if (!a || !b) return [];
      const [first, second] = a.start <= b.start ? [a, b] : [b, a];
      const names = { resource: catalogue.named(resource), isOwn: mine.has(resource) };
      return [{ id, since, ...names, one: first, other: second }];
    }),
    isTruncated: found.length > max,
  };
}

/** Somebody has looked at it and left it as it is, or is at it. */
export async function seeClash(
  ctx: Context & Visit & { auditResources: (...resources: string[]) => void },
  { id }: z.output<typeof seeClashInput>,
): Promise<void> {
  const { appointments } = ctx.services;
  const [{ clashes: all }, { resources }] = await Promise.all([
    appointments.call('clashes.list', { resources: null }),
    appointments.call('resources.list', { units: null }),
  ]);
  const found = all.find((clash) => clash.id === id);
  const resource = resources.find(({ value }) => value.reference === found?.resource)?.value;
  if (!found || !resource) throw new TRPCError({ code: 'NOT_FOUND', message: 'no clash' });
  const own = await ownAgendas(ctx, { resources: [resource], kinds: [] });
  if (!own.isOwn(resource)) throw otherUnit();
  ctx.auditResources(`Appointment/${found.one.appointment}`, `Appointment/${found.other.appointment}`);
  await appointments.call('clashes.seen', { id });
}
