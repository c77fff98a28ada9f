import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { personName } from '@keneyapp/fhir-model/names';
import { idOf, referenceKey } from '@keneyapp/fhir-model/references';
import { isDuring } from '../../access/ties.ts';
import type { Context, Visit } from '../../context.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { otherUnit, ownAgendas } from './own-agendas.ts';
import type { Newcomer } from './rules-view.ts';

const maxRoles = 1_000,
  idsAtOnce = 100;

/** Practitioners of the reader's units who have no agenda yet, by name. */
export async function newcomers(ctx: Context & Visit): Promise<Newcomer[]> {
  const { appointments, capabilities } = ctx.services;
  const [{ resources }, { units }] = await Promise.all([
    appointments.call('resources.list', { units: null }),
    ownAgendas(ctx, { resources: [], kinds: [] }),
  ]);
  if (units.length === 0) return [];
  const now = new Date();
  const roles = await capabilities.taskPeople.searchAll(
    'PractitionerRole',
    { organization: units.map(({ id }) => id).join(','), _count: 200 },
    maxRoles,
  );
  const known = new Set(resources.map(({ value }) => value.reference));
  const ids = new Set(
    roles
      .filter(({ active, period }) => active !== false && isDuring(period, now))
      .flatMap(({ practitioner }) =>
        practitioner && referenceKey(practitioner.reference ?? '') ? (idOf(practitioner) ?? []) : [],
      )
      .filter((id) => !known.has(`Practitioner/${id}`)),
  );
  const list = [...ids];
  const answers = await capabilities.taskPeople.batchSearch(
    Array.from({ length: Math.ceil(list.length / idsAtOnce) }, (_, i) => ({
      type: 'Practitioner' as const,
      params: { _id: list.slice(i * idsAtOnce, (i + 1) * idsAtOnce).join(','), _count: idsAtOnce },
    })),
  );
  return answers
    .flatMap((answer) => matches(orThrow(answer), 'Practitioner'))
    .filter(({ active }) => active !== false)
    .flatMap(({ id, name }) =>
      id === undefined ? [] : [{ reference: `Practitioner/${id}`, name: personName(name) ?? id }],
    )
    .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}

/** Gives an agenda to somebody of one of the reader's units; it is closed until somebody says when it is open. */
export async function addAgenda(
  ctx: Context & Visit & { auditResources: (...resources: string[]) => void },
  { reference, lanes }: { reference: string; lanes: number },
): Promise<{ version: number }> {
  const { appointments } = ctx.services;
  const { resources } = await appointments.call('resources.list', { units: null });
  if (resources.some(({ value }) => value.reference === reference)) throw changedMeanwhile();
  const newcomer = { reference, unit: null };
  const unit = (await ownAgendas(ctx, { resources: [{ ...newcomer, lanes }], kinds: [] })).unitOf(newcomer);
  if (unit === null) throw otherUnit();
  ctx.auditResources(reference);
  const added = await appointments.call('resources.put', {
    value: { reference, unit, lanes },
    version: null,
  });
  appointments.forgetCatalogue();
  return added;
}
