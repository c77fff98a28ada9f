import { parseJson, sameJson } from '@keneyapp/fhir-client/json';
import type { Resource } from '@medplum/fhirtypes';
import { assertWritable } from '../http/conditions.ts';
import { badRequest, FhirFailure, gone, multipleMatches, notFound, within } from '../outcome.ts';
import type { Pairs } from '../search/query.ts';
import { current, newId, stamped, type Stored, type Write, type WriteTransaction } from '../store/store.ts';
import { resolveLinks } from './bundle-links.ts';
import { isByIdentifier, matchesIdentifier, resolveCondition } from './conditional.ts';
import type { Item } from './item.ts';
import { patched } from './patch.ts';

/**
 * Carries out changes together, in the order of https://hl7.org/fhir/R4/http.html#trules: what is deleted is gone before
 * conditions of the others are looked at. One HTTP request is such a list of one. Fills `ref`, `outcome` and `stored`.
 */
export async function writeItems(tx: WriteTransaction, items: readonly Item[], base: string): Promise<void> {
  const deletions = items.filter(({ interaction }) => interaction.code === 'delete'),
    others = items.filter(({ interaction }) => interaction.code !== 'delete');
  for (const item of deletions) await within(item.place, () => identify(tx, item, [], base));
  assertOnce(deletions);
  await remove(tx, deletions);
  for (const item of others) await within(item.place, () => identify(tx, item, others, base));
  assertOnce(items);
  await resolveLinks(tx, items, base);
  await store(tx, others);
  for (const item of others) await within(item.place, () => assertStillOne(tx, item, others, base));
}

/** Gives a change its `Type/id`; a condition is looked up now. */
async function identify(tx: WriteTransaction, item: Item, all: readonly Item[], base: string): Promise<void> {
  const { interaction } = item;
  const { type } = interaction;
  if (interaction.code === 'create') {
    const { criteria } = interaction;
    const found =
      criteria && (earlierMatch(item, criteria, all) ?? (await resolveCondition(tx, type, criteria, base)));
    if (found) item.outcome = 'exists';
    item.ref = found ?? `${type}/${newId()}`;
  } else if (interaction.target.id !== null) item.ref = `${type}/${interaction.target.id}`;
  else {
    const found = await resolveCondition(tx, type, interaction.target.criteria, base);
    if (!found && interaction.code === 'delete') item.outcome = 'nothing';
    if (!found && interaction.code === 'patch')
      throw new FhirFailure(404, 'not-found', `${type}: the condition matches nothing`);
    if (interaction.code === 'update') item.ref = await updatedRef(tx, item, found);
    else item.ref = found;
  }
  const { resource, ref } = item;
  if (resource && ref) resource.id = ref.slice(type.length + 1);
}

/** https://hl7.org/fhir/R4/http.html#cond-update: an id in the resource must be that of what was found, or be free. */
async function updatedRef(
  tx: WriteTransaction,
  { interaction, resource }: Item,
  found: string | null,
): Promise<string> {
  const { type } = interaction,
    own = resource?.id === undefined ? null : `${type}/${resource.id}`;
  if (found) {
    if (own && own !== found)
      throw badRequest('The id of the resource is not that of the resource the condition found', [
        `${type}.id`,
      ]);
    return found;
  }
  if (!own) return `${type}/${newId()}`;
  const held = (await current(tx, [own])).get(own);
  if (held && !held.deleted)
    throw new FhirFailure(
      409,
      'conflict',
      'The condition matches nothing, and the id of the resource is taken',
      [`${type}.id`],
    );
  return own;
}

/** What an earlier entry of the same Bundle creates is found by a later one. */
function earlierMatch(item: Item, criteria: Pairs, all: readonly Item[]): string | null {
  for (const other of all) {
    if (other === item) return null;
    const { interaction, resource } = other;
    if (interaction.type !== item.interaction.type || interaction.code !== 'create' || !resource) continue;
    if (sameJson(interaction.criteria, criteria) || matchesIdentifier(resource, criteria)) return other.ref;
  }
  return null;
}

/** https://hl7.org/fhir/R4/http.html#trules: identities must not overlap. */
function assertOnce(items: readonly Item[]): void {
  const seen = new Set<string>();
  for (const { ref, outcome, place } of items) {
    if (ref === null || outcome === 'exists') continue;
    if (seen.has(ref))
      within(place, () => {
        throw badRequest('Two entries write the same resource');
      });
    seen.add(ref);
  }
}

async function remove(tx: WriteTransaction, items: readonly Item[]): Promise<void> {
  const priors = await current(
    tx,
    items.flatMap(({ ref }) => ref ?? []),
  );
  const writes: Write[] = [];
  for (const item of items) {
    const prior = item.ref === null ? null : (priors.get(item.ref) ?? null);
    within(item.place, () => assertWritable(item.conditions, prior));
    if (!item.ref || !prior || prior.deleted) item.outcome = 'nothing';
    else {
      item.outcome = 'deleted';
      writes.push({ ref: item.ref, method: 'DELETE', resource: null, prior });
    }
  }
  const done = new Map((await tx.write(writes)).map((written) => [written.ref, written]));
  for (const item of items) if (item.outcome === 'deleted') item.stored = done.get(item.ref ?? '') ?? null;
}

async function store(tx: WriteTransaction, items: readonly Item[]): Promise<void> {
  const priors = await current(
    tx,
    items.flatMap(({ ref, interaction, outcome }) =>
      ref && (interaction.code !== 'create' || outcome) ? [ref] : [],
    ),
  );
  const writes: Write[] = [];
  for (const item of items) {
    item.prior = priors.get(item.ref ?? '') ?? null;
    const write = within(item.place, () => writeOf(item));
    if (write) writes.push(write);
    else item.stored = item.prior;
  }
  const done = new Map((await tx.write(writes)).map((written) => [written.ref, written]));
  for (const item of items) item.stored ??= done.get(item.ref ?? '') ?? null;
}

/** Null when nothing is to be written. */
function writeOf(item: Item): Write | null {
  const { interaction, prior, ref } = item;
  if (ref === null) return null;
  if (item.outcome === 'exists') {
    assertWritable(item.conditions, prior);
    return null;
  }
  assertWritable(item.conditions, prior);
  if (interaction.code === 'create') {
    item.outcome = 'created';
    return { ref, method: 'POST', resource: item.resource, prior: null };
  }
  if (interaction.code === 'patch') {
    if (!prior) throw notFound(ref);
    if (prior.deleted) throw gone(ref);
    item.resource = patched(prior, item.patch);
  }
  if (prior && !prior.deleted && item.resource && isSame(item.resource, prior)) {
    item.outcome = 'same';
    return null;
  }
  item.outcome = prior && !prior.deleted ? 'updated' : 'created';
  return { ref, method: 'PUT', resource: item.resource, prior };
}

/** Beyond this, members in another order are not looked for: it would hold up every server of the process. */
const maxCompared = 1_000_000;

/** Nothing but version and moment would differ, in whatever order the members stand: no new version is made of it. */
function isSame(resource: Resource, { content, version, updated }: Stored): boolean {
  const text = stamped(resource, version, updated).content;
  if (text === content) return true;
  return (
    text.length === content.length && // members in another order are as many letters
    text.length <= maxCompared &&
    sameJson(parseJson(text), parseJson(content))
  );
}

/** A condition that another entry of the Bundle meets too would have found two, had it been asked a moment later. */
async function assertStillOne(
  tx: WriteTransaction,
  item: Item,
  all: readonly Item[],
  base: string,
): Promise<void> {
  const { interaction } = item;
  const criteria =
    interaction.code === 'create'
      ? interaction.criteria
      : interaction.code === 'update'
        ? interaction.target.criteria
        : null;
  if (!criteria || item.outcome === 'exists') return;
  const rivals = all.filter(
    (other) =>
      other !== item &&
      other.interaction.type === interaction.type &&
      other.outcome !== 'same' &&
      other.ref !== item.ref,
  );
  if (rivals.length === 0) return;
  if (isByIdentifier(criteria)) {
    if (
      rivals.some(
        ({ resource, outcome }) => outcome !== 'exists' && resource && matchesIdentifier(resource, criteria),
      )
    )
      throw multipleMatches(`${interaction.type}: another entry meets the condition too`);
    return;
  }
  if (rivals.every(({ outcome }) => outcome === 'exists')) return;
  const found = await resolveCondition(tx, interaction.type, criteria, base);
  if (found && item.ref && found !== item.ref)
    throw multipleMatches(`${interaction.type}: another entry meets the condition too`);
}
