import type { AnyProcedure, AnyRouter } from '@trpc/server';
import { PolicyUnavailableError } from './access/policy-answer.ts';
import { isReading } from './access/operation-kinds.ts';
import { operations } from './access/operations.ts';
import type { PolicyEngine } from './access/policy.ts';
import { roles } from './access/roles.ts';
import type { ProcedureMeta } from './trpc.ts';

/** What concerns no data of the record, and so is no operation: signed in is enough. Each says why. */
export const withoutOperation: Readonly<Record<string, string>> = {
  'session.me': 'who am I and what may I do',
  'session.notices': 'how much waits for oneself; names no patient',
  'session.acknowledgeOutcome': 'what was concluded of oneself has been read',
  'session.workplaces': 'names of the services where oneself works; names no patient',
  'session.awaited': 'own accesses that wait for their text; names no patient',
  'session.draft': 'what oneself had typed in a form of no chart',
  'session.saveDraft': 'likewise',
  'session.discardDraft': 'likewise',
  'tasks.count': 'how much waits for oneself; names no patient',
  'tasks.find': 'staff and units, to whom something can be addressed; names no patient',
  'tasks.absence': 'who stands in for oneself',
  'session.isFresh': 'how long ago one signed in',
  'session.own': 'where oneself is signed in',
  'session.endOwn': 'likewise; leaves its own record',
  'session.endOthers': 'likewise; leaves its own record',
  'terminology.suggest': 'codes of classifications by words; names no patient',
  'terminology.setFavourite': 'codes that oneself wants at hand',
  'orders.favourites': 'orders that oneself and one’s services want at hand; names no patient',
  'orders.saveFavourite': 'likewise, of oneself',
  'orders.removeFavourite': 'likewise, of oneself',
  'orders.sets': 'sets of orders of the house; names no patient',
  'orders.protocols': 'written protocols of the units where one works; names no patient',
  'orders.readLine': 'what a typed order is read as; names no patient',
  'orders.formulary': 'whether the hospital keeps a drug, by its code; names no patient',
  'safety.about': 'which editions of terminologies and lists are loaded; names no patient',
  'record.definitions': 'what the FHIR specification says of a type',
};

interface Declared {
  type: 'query' | 'mutation' | 'subscription';
  meta?: ProcedureMeta;
}

/** What is wrong with the procedures of a router, by their names; empty when each declares what it does. */
export function undeclared(router: AnyRouter, known: ReadonlySet<string>): string[] {
  const procedures = Object.entries(router._def.procedures as Record<string, AnyProcedure>);
  const found = procedures.flatMap(([path, { _def }]) => {
    const problem = problemOf(path, _def as unknown as Declared, known);
    return problem === null ? [] : [`${path} ${problem}`];
  });
  const paths = new Set(procedures.map(([path]) => path));
  const gone = Object.keys(withoutOperation).filter((path) => !paths.has(path));
  return [...found, ...gone.map((path) => `${path} needs no operation, and is not there`)];
}

function problemOf(path: string, { type, meta }: Declared, known: ReadonlySet<string>): string | null {
  const operation = meta?.operation;
  const needsNone = Object.hasOwn(withoutOperation, path);
  if (operation === undefined) return needsNone ? null : 'declares no operation';
  if (needsNone) return `declares ${operation} and is listed as what needs none`;
  if (!Object.hasOwn(operations, operation) || !known.has(operation))
    return `declares ${operation}, which the policy does not know`;
  const [feature, name = ''] = path.split('.');
  if (operations[operation].feature !== feature) return `declares ${operation}, which is of another feature`;
  if (type !== 'mutation') return isReading(operation) ? null : `reads, and declares ${operation}`;
  if (isReading(operation)) return `writes, and declares ${operation}`;
  // the trail names the procedure: of what writes, that is the operation itself
  return operation === `${feature}.${kebab(name)}` ? null : `is named otherwise than ${operation}`;
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Every operation that the policy gives to somebody. */
async function knownTo(policy: PolicyEngine): Promise<Set<string>> {
  const rights = await Promise.all(roles.map((role) => policy.rights(role)));
  return new Set(rights.flatMap((all) => Object.keys(all)));
}

/**
 * Rejects, so that the process does not start, when a procedure does not say what it does. A policy server that is away
 * cannot be asked what it knows: nobody gets in meanwhile, and what it does not know it refuses.
 */
export async function assertDeclared(router: AnyRouter, policy: PolicyEngine): Promise<void> {
  const known = await knownTo(policy).catch((error: unknown) => {
    if (error instanceof PolicyUnavailableError) return new Set<string>(Object.keys(operations));
    throw error;
  });
  const problems = undeclared(router, known);
  if (problems.length > 0) throw new Error(`the BFF does not start: ${problems.join('; ')}`);
}
