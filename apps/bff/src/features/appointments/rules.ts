import type { AgendaResource, Booking } from '@keneyapp/appointments/contract';
import { TRPCError } from '@trpc/server';
import type { z } from 'zod';
import type { Context, Services, Visit } from '../../context.ts';
import { refuse } from '../../errors.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { namedBookings, type ListContext } from './named-bookings.ts';
import { addAgenda } from './newcomers.ts';
import { otherUnit, ownAgendas } from './own-agendas.ts';
import type {
  previewRulesInput,
  removeRuleInput,
  saveKindInput,
  saveResourceInput,
  saveRuleInput,
} from './rules-schema.ts';
import type { AgendaLine, AgendasView, PreviewView, RulesView, StoredRule } from './rules-view.ts';

type Ctx = Context & Visit & { auditResources: (...resources: string[]) => void };

/** What can be booked, who looks after it, and as what. */
export async function agendas(ctx: Context & Visit): Promise<AgendasView> {
  const { appointments } = ctx.services;
  const [{ resources }, { kinds }, catalogue] = await Promise.all([
    appointments.call('resources.list', { units: null }),
    appointments.call('kinds.list', {}),
    appointments.catalogue(),
  ]);
  const own = await ownAgendas(ctx, {
    resources: resources.map(({ value }) => value),
    kinds: kinds.map(({ value }) => value.id),
  });
  const lines = resources.map(({ value, version }): AgendaLine => {
    const { reference, unit, lanes } = value;
    return {
      ...{ reference, lanes, version },
      name: catalogue.named(reference).name,
      isPerson: reference.startsWith('Practitioner/'),
      unit: unit === null ? null : own.unitNamed(unit),
      isOwn: own.isOwn(value),
    };
  });
  return {
    units: own.units,
    agendas: lines.sort(byPlace),
    kinds: kinds
      .map(({ value, version }) => {
        const { name, service } = own.kind(value.id);
        return { ...value, version, name: name ?? value.id, service, isOwn: own.isOwnKind(value.id) };
      })
      .sort((a, b) => inFrench(a.service?.name, b.service?.name) || inFrench(a.name, b.name)),
  };
}

const inFrench = (a = '', b = ''): number => a.localeCompare(b, 'fr');
const byPlace = (a: AgendaLine, b: AgendaLine): number =>
  inFrench(a.unit?.name, b.unit?.name) || Number(b.isPerson) - Number(a.isPerson) || inFrench(a.name, b.name);

/** When one of them can be booked. */
export async function rulesOf({ services }: Context, resource: string): Promise<RulesView> {
  const { appointments } = services;
  const [rules, catalogue] = await Promise.all([
    storedRules(appointments, resource),
    appointments.catalogue(),
  ]);
  const given = catalogue.kinds.filter(({ needs }) => needs.some((need) => need.includes(resource)));
  return { rules, kinds: given.map(({ id }) => id) };
}

export async function storedRules(
  { call }: Pick<Services['appointments'], 'call'>,
  resource: string,
): Promise<StoredRule[]> {
  const { rules } = await call('rules.list', { resources: [resource] });
  return rules;
}

/** Which coming appointments a change would leave outside of what is open. Changes nothing. */
export async function previewRules(
  ctx: ListContext,
  { resource, put, remove }: z.output<typeof previewRulesInput>,
): Promise<PreviewView> {
  const { appointments, lookups } = ctx.services;
  if (put !== null && put.resource !== resource)
    refuse([{ path: ['put', 'resource'], reason: 'other-agenda' }]);
  await ownResource(ctx, resource);
  await lookups.count('agenda', ctx.session.userId);
  const stored = await storedRules(appointments, resource);
  if (remove !== null && !stored.some(({ value }) => value.id === remove)) throw changedMeanwhile();
  const outside = await leftOutside(appointments, { put, remove });
  return { outside: await namedBookings(ctx, await appointments.catalogue(), outside) };
}

async function leftOutside(
  { call }: Pick<Services['appointments'], 'call'>,
  { put, remove }: Pick<z.output<typeof previewRulesInput>, 'put' | 'remove'>,
): Promise<Booking[]> {
  const { outside } = await call('rules.preview', {
    put: put === null ? [] : [put],
    remove: remove === null ? [] : [remove],
  });
  return outside;
}

/** Nothing is left outside that whoever saves has not seen: it may have been booked since. */
async function assertSeen(
  appointments: Services['appointments'],
  change: Parameters<typeof leftOutside>[1],
  seen: readonly string[],
): Promise<void> {
  const outside = await leftOutside(appointments, change);
  if (outside.some(({ id }) => !seen.includes(id))) refuse([{ path: ['seen'], reason: 'not-seen' }]);
}

export async function saveRule(
  ctx: Ctx,
  { rule, version, seen }: z.output<typeof saveRuleInput>,
): Promise<{ version: number }> {
  const { appointments } = ctx.services;
  await ownResource(ctx, rule.resource);
  const stored = (await storedRules(appointments, rule.resource)).find(({ value }) => value.id === rule.id);
  // a rule stays with its agenda: by its id alone another unit's would change hands
  if ((stored?.version ?? null) !== version) throw changedMeanwhile();
  await assertSeen(appointments, { put: rule, remove: null }, seen);
  ctx.auditResources(rule.resource);
  return appointments.call('rules.put', { value: rule, version });
}

export async function removeRule(
  ctx: Ctx,
  { resource, id, version, seen }: z.output<typeof removeRuleInput>,
): Promise<void> {
  const { appointments } = ctx.services;
  await ownResource(ctx, resource);
  const stored = (await storedRules(appointments, resource)).find(({ value }) => value.id === id);
  if (stored?.version !== version) throw changedMeanwhile();
  await assertSeen(appointments, { put: null, remove: id }, seen);
  ctx.auditResources(resource);
  await appointments.call('rules.remove', { id, version });
}

/** How many things are done at once; whoever has no agenda yet gets one. */
export async function saveResource(
  ctx: Ctx,
  { reference, lanes, version }: z.output<typeof saveResourceInput>,
): Promise<{ version: number }> {
  if (version === null) return addAgenda(ctx, { reference, lanes });
  const { unit } = await ownResource(ctx, reference);
  ctx.auditResources(reference);
  return ctx.services.appointments.call('resources.put', { value: { reference, unit, lanes }, version });
}

/** How long a kind of visit takes, and on what grid it begins; what is booked stays as it is. */
export async function saveKind(
  ctx: Ctx,
  { kind, version }: z.output<typeof saveKindInput>,
): Promise<{ version: number }> {
  const { appointments } = ctx.services;
  const own = await ownAgendas(ctx, { resources: [], kinds: [kind.id] });
  if (!own.isOwnKind(kind.id)) throw otherUnit();
  ctx.auditResources(`HealthcareService/${kind.id}`);
  const saved = await appointments.call('kinds.put', { value: kind, version });
  appointments.forgetCatalogue();
  return saved;
}

/** An agenda of the reader's units, with the unit it belongs to; throws for others'. */
export async function ownResource(ctx: Context & Visit, reference: string): Promise<AgendaResource> {
  const { resources } = await ctx.services.appointments.call('resources.list', { units: null });
  const found = resources.find(({ value }) => value.reference === reference)?.value;
  if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'no agenda' });
  const own = await ownAgendas(ctx, { resources: [found], kinds: [] });
  const unit = own.unitOf(found);
  if (unit === null) throw otherUnit();
  return { ...found, unit };
}
