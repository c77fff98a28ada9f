import { addressOf, splitOnce } from '../http/address.ts';
import { badRequest, FhirFailure, within } from '../outcome.ts';
import type { WriteTransaction } from '../store/store.ts';
import { matchesIdentifier, resolveCondition } from './conditional.ts';
import type { Item } from './item.ts';
import { isConditional, rewriteLinks } from './links.ts';

/**
 * Lets resources point to what the entries of their Bundle become, and to what conditional references find. Relative
 * references are read as the Bundle means them, on the server its entry comes from (its `fullUrl`):
 * https://hl7.org/fhir/R4/bundle.html#references
 */
export async function resolveLinks(
  tx: WriteTransaction,
  items: readonly Item[],
  base: string,
): Promise<void> {
  const refs = new Map<string, string>();
  for (const { fullUrl, ref } of items) if (fullUrl !== null && ref !== null) refs.set(fullUrl, ref);
  const conditional = new Map<string, string | null>();
  const written = items.flatMap((item) =>
    item.resource && item.outcome === null ? [{ item, resource: item.resource }] : [],
  );
  for (const { item, resource } of written) {
    const home = homeOf(item, base);
    rewriteLinks(resource, (address, kind) => {
      if (kind === 'reference' && isConditional(address)) {
        conditional.set(address, item.place);
        return undefined;
      }
      if (kind === 'uri' && !address.startsWith('urn:')) return undefined; // a name, not a place
      const [bare = '', fragment] = splitOnce(address, '#');
      if (bare === '') return undefined;
      const isRelative = /^[A-Z][A-Za-z]+\/[^/]+(\/_history\/[^/]+)?$/.test(bare);
      const whole = isRelative && home ? `${home.root}${bare}` : bare;
      const found = refs.get(whole) ?? refs.get(whole.replace(/\/_history\/[^/]+$/, ''));
      const rest = fragment === undefined ? '' : `#${fragment}`;
      if (found) return found + rest;
      if (kind === 'reference' && isRelative && home && !home.isMirrored) return whole + rest;
      return kind !== 'uri' && address.startsWith(`${base}/`) ? address.slice(base.length + 1) : undefined;
    });
  }
  if (conditional.size === 0) return;
  const resolved = new Map<string, string>();
  for (const [reference, place] of conditional)
    await within(place, async () => void resolved.set(reference, await targetOf(tx, items, reference, base)));
  for (const { resource } of written)
    rewriteLinks(resource, (address, kind) => (kind === 'reference' ? resolved.get(address) : undefined));
}

/**
 * The server that an entry comes from, where it is another. `isMirrored`: it keeps the id it has there, so that its
 * relative references go on meaning what is mirrored here too.
 */
function homeOf({ fullUrl, interaction }: Item, base: string): { root: string; isMirrored: boolean } | null {
  const [, root, type, id] =
    /^(https?:\/\/.+\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})$/.exec(fullUrl ?? '') ?? [];
  if (root === undefined || root === `${base}/` || type !== interaction.type) return null;
  return { root, isMirrored: interaction.code === 'update' && interaction.target.id === id };
}

async function targetOf(
  tx: WriteTransaction,
  items: readonly Item[],
  reference: string,
  base: string,
): Promise<string> {
  const [type = ''] = splitOnce(reference, '?');
  const { path, query } = addressOf(reference);
  if (path.length !== 1) throw badRequest('A conditional reference is Type?parameter=value');
  const inBundle = items.find(
    ({ resource, interaction }) =>
      resource && interaction.type === type && matchesIdentifier(resource, query),
  );
  const found = inBundle?.ref ?? (await resolveCondition(tx, type, query, base));
  if (!found) throw new FhirFailure(400, 'not-found', `A conditional reference to ${type} matches nothing`);
  return found;
}
