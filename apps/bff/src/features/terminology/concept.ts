import { bindings, codedFields } from '@keneyapp/fhir-model/bindings';
import { addressesOf, systems } from '@keneyapp/fhir-model/systems';
import { TRPCError } from '@trpc/server';
import type { Services } from '../../context.ts';
import { abbreviationsInUse, storedAbbreviations } from '../../terminology/abbreviations.ts';
import type { LookedUp, Mapped } from '../../terminology/terminology-server.ts';
import type { ConceptView } from './view.ts';

/** Parents and children that are shown with their words: a chapter has thousands. */
const maxRelated = 100;

/** All that is known of one code. Throws NOT_FOUND where neither the release that is loaded nor a map has it. */
export async function conceptView(services: Services, system: string, code: string): Promise<ConceptView> {
  const { terminology, db } = services;
  const found = (await terminology.lookup(system, code)) ?? (await localCodeOf(terminology, system, code));
  if (!found) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such code' });
  const valuesOf = (name: string) => [
    ...new Set(found.properties.filter((one) => one.name === name).map(({ value }) => value)),
  ];
  const withWords = (codes: readonly string[]) =>
    Promise.all(
      codes
        .slice(0, maxRelated)
        .map(async (related) => ({
          code: related,
          display: (await terminology.lookup(system, related))?.display ?? related,
        })),
    );
  const childCodes = valuesOf('child');
  const [maps, localCodes, uses, parents, children, stored] = await Promise.all([
    terminology.translate(system, code),
    localCodesTo(terminology, system, code),
    usesInRecord(services, system, code),
    withWords(valuesOf('parent')),
    withWords(childCodes),
    storedAbbreviations(db),
  ]);
  return {
    ...found,
    properties: found.properties.filter(({ name }) => name !== 'parent' && name !== 'child'),
    system,
    code,
    maps: [...maps, ...localCodes],
    uses,
    parents,
    children,
    moreChildren: Math.max(0, childCodes.length - maxRelated),
    // short forms name codes of CIM-10 alone; the same letters mean something else in another system
    abbreviations:
      system === systems.cim10
        ? abbreviationsInUse(stored.value)
            .filter(({ meanings }) => meanings.some(({ cim10 }) => cim10?.includes(code)))
            .map(({ short }) => short)
        : [],
  };
}

/** Codes of laboratories that maps lead to this LOINC code from, and how each of them stands to it. */
async function localCodesTo(
  terminology: Services['terminology'],
  system: string,
  code: string,
): Promise<Mapped[]> {
  if (system !== systems.loinc) return [];
  const from = await terminology.translate(system, code, 'reverse');
  return Promise.all(
    from.map(async (local): Promise<Mapped> => {
      // not every server turns the relationship round: it is read where it was written
      const forward = await terminology.translate(local.system, local.code);
      const { equivalence } = forward.find((one) => one.system === system && one.code === code) ?? local;
      return { ...local, equivalence: turnedRound[equivalence] ?? equivalence };
    }),
  );
}
const turnedRound: Readonly<Record<string, string>> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
};

/** A laboratory's own code: nothing is loaded of its system but the map, which has its label. */
async function localCodeOf(
  terminology: Services['terminology'],
  system: string,
  code: string,
): Promise<LookedUp | null> {
  if (terminology.releaseStateOf(system) !== 'none') return null;
  const [mapped] = await terminology.translate(system, code);
  if (!mapped) return null;
  const back = await terminology.translate(mapped.system, mapped.code, 'reverse');
  const display = back.find((one) => one.system === system && one.code === code)?.display ?? code;
  return { display, version: null, designations: [], properties: [] };
}

/** Counts only, over every address that the system travels under; a server that cannot count by a code says so by null. */
function usesInRecord(
  { capabilities }: Pick<Services, 'capabilities'>,
  system: string,
  code: string,
): Promise<ConceptView['uses']> {
  const tokens = addressesOf(system).map((address) => `${address}|${code}`);
  return Promise.all(
    codedFields
      .filter((field) => bindings[field].systems.some((one) => one === system))
      .map(async (field) => {
        const { type } = bindings[field];
        const parameter = field === 'Immunization.vaccineCode' ? 'vaccine-code' : 'code';
        const count = await capabilities.codedRecord
          .search(type, { [parameter]: tokens.join(','), _summary: 'count' })
          .then(({ total }) => total ?? null)
          .catch(() => null);
        return { field, count };
      }),
  );
}
