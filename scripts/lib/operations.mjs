import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

/**
 * What is done, as policies/operations.json lists it. The feature is the first word of the name, `action` is AuditEvent's.
 * `roles`: who has it, by the condition that is added: `any` patient who does not object, whom something `tied` to the
 * person, their `own` chart, or a chart whose `glass` they may break. `offline`: whether a write waits for the connection, or
 * is refused while there is none. `state`: what has to be known of what is written over.
 * @typedef {{ group: string, action: 'R' | 'C' | 'U' | 'D', offline?: 'waits' | 'refused', emergency?: boolean, freshSignIn?: boolean, state?: string[], roles: Partial<Record<Condition, string[]>> }} Operation
 * @typedef {'any' | 'tied' | 'own' | 'glass'} Condition
 * @typedef {{ groups: Record<string, Record<string, string[]>>, operations: Record<string, Operation> }} Listed
 */

const source = 'policies/operations.json';
const conditions = ['any', 'tied', 'own', 'glass'];
const stateParts = ['author', 'status', 'computed', 'signed'];
const keys = ['group', 'action', 'offline', 'emergency', 'freshSignIn', 'state', 'roles'];

/** @returns {Listed} what is listed; throws a PlainError that names what is not understood */
function readOperations() {
  /** @type {Listed} */
  const listed = JSON.parse(readFileSync(inRoot(source), 'utf8'));
  for (const [name, operation] of Object.entries(listed.operations)) {
    const problem = problemOf(name, operation, listed);
    if (problem) throw new PlainError(`${source}: ${name}: ${problem}`);
  }
  return listed;
}

/** @param {string} name @param {Operation} operation @param {Listed} listed @returns {string | null} */
function problemOf(name, operation, { groups }) {
  if (!/^[a-z]+\.[a-z]+(-[a-z]+)*$/.test(name)) return 'is no name of the form feature.what-is-done';
  const unknown = Object.keys(operation).find((key) => !keys.includes(key));
  if (unknown) return `"${unknown}" says nothing of an operation`;
  if (!groups[operation.group]) return `there is no group "${operation.group}"`;
  if (!['R', 'C', 'U', 'D'].includes(operation.action)) return 'action is R, C, U or D';
  if (operation.action === 'R' ? operation.offline : !['waits', 'refused'].includes(operation.offline ?? ''))
    return 'what writes says whether it "waits" or is "refused" offline, and nothing else does';
  const strange = Object.keys(operation.roles).find((condition) => !conditions.includes(condition));
  if (strange) return `"${strange}" is no condition`;
  const unheard = operation.state?.find((part) => !stateParts.includes(part));
  if (unheard) return `"${unheard}" is nothing that is known of what is written over`;
  if (operation.state && operation.action === 'R') return 'reads, and writes nothing over';
  const named = Object.values(operation.roles).flat();
  const twice = named.find((role, i) => named.indexOf(role) < i);
  return twice ? `the role ${twice} has it under two conditions` : null;
}

/** What is written from it, by file. @returns {Promise<Map<string, string>>} */
export async function generatedFiles() {
  const { groups, operations } = readOperations();
  const rows = Object.entries(operations).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map([
    ['policies/operations.rego', rego(rows)],
    ['apps/bff/src/access/operations.ts', await typescript(groups, rows)],
    ['apps/web/src/trpc/refused-offline.ts', await refusedOffline(rows)],
    ['apps/web/src/shell/workspace/open-in-emergency.ts', await openInEmergency(rows)],
  ]);
}

/** @param {[string, Operation][]} rows */
function rego(rows) {
  const lines = rows.map(([name, { group, action, emergency = false, state = [], roles }]) => {
    const byRole = Object.entries(roles)
      .flatMap(([condition, named]) => named.map((role) => /** @type {const} */ ([role, condition])))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const rule = {
      feature: featureOf(name),
      group,
      action,
      emergency,
      ...(state.length > 0 ? { state } : {}),
      roles: Object.fromEntries(byRole),
    };
    return `listed(${JSON.stringify(name)}) := ${inRego(rule)}`;
  });
  const names = rows.map(([name]) => `\t${JSON.stringify(name)},`);
  return `# Written by \`npm run policy -- build\` from policies/operations.json, where they are listed.
package keneyapp.access

# All of them, for what is asked of every one; a decision looks up its own and builds no other.
operations := {name: listed(name) | some name in operation_names}

operation_names := {
${names.join('\n')}
}

${lines.join('\n\n')}
`;
}

/** @param {unknown} value @returns {string} */
const inRego = (value) =>
  Array.isArray(value)
    ? `[${value.map(inRego).join(', ')}]`
    : value !== null && typeof value === 'object'
      ? `{${Object.entries(value)
          .map(([key, one]) => `${JSON.stringify(key)}: ${inRego(one)}`)
          .join(', ')}}`
      : JSON.stringify(value);

/** @param {Listed['groups']} groups @param {[string, Operation][]} rows */
async function typescript(groups, rows) {
  const lines = rows.map(([name, { group, action, freshSignIn = false, offline }]) => {
    const feature = featureOf(name);
    return `'${name}': ${JSON.stringify({ feature, group, action, freshSignIn, ...(offline ? { offline } : {}) })},`;
  });
  const states = rows.flatMap(([name, { state }]) => (state ? [[name, state]] : []));
  const facts = [...new Set(Object.values(groups).flatMap((byRole) => Object.values(byRole).flat()))].sort();
  const text = `// Written by \`npm run policy -- build\` from policies/operations.json, where they are listed.
/* eslint-disable max-lines -- an entry for each operation, written by a script */
import type { Feature, Role } from './roles.ts';

/** What may be asked of the record before a decision. */
export type Fact = ${facts.map((fact) => `'${fact}'`).join(' | ')};
/** Operations of one group need the same facts. */
export type Group = ${Object.keys(groups)
    .map((group) => `'${group}'`)
    .join(' | ')};

/** By group and role: what the rules of the group ask for. Of the others nothing is read. */
export const factsOfGroup: Record<Group, Partial<Record<Role, readonly Fact[]>>> = ${JSON.stringify(groups)};

/** \`action\` as in AuditEvent; \`freshSignIn\`: who has not said lately who they are is asked to sign in again; \`offline\`: whether a write waits for the connection. */
interface OperationRule { feature: Feature; group: Group; action: 'R' | 'C' | 'U' | 'D'; freshSignIn: boolean; offline?: 'waits' | 'refused' }

export const operations = {
${lines.join('\n')}
} as const satisfies Record<string, OperationRule>;
/** Everything that is done, by its name; who may is the policy's. */
export type Operation = keyof typeof operations;

/** What may be known of what is written over: who wrote it, its status, whether it was computed from others, or signed. */
export type StatePart = ${stateParts.map((part) => `'${part}'`).join(' | ')};
/** What the decision on an operation has to know of it; of the others nothing is read. */
export const stateOf: Partial<Record<Operation, readonly StatePart[]>> = ${JSON.stringify(Object.fromEntries(states))};
`;
  const file = inRoot('apps/bff/src/access/operations.ts');
  // commands import this before packages are installed
  const { format, resolveConfig } = await import('prettier');
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

/** For the browser, which knows procedures. @param {[string, Operation][]} rows */
const refusedOffline = (rows) => {
  /** @param {string} feature */
  const isRefusedWhole = (feature) =>
    rows.every(
      ([name, { action, offline }]) => featureOf(name) !== feature || action === 'R' || offline === 'refused',
    );
  const refused = rows.flatMap(([name, { offline }]) => {
    if (offline !== 'refused') return [];
    if (isRefusedWhole(featureOf(name))) return [`${featureOf(name)}.`];
    return [name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())];
  });
  return listForBrowser(
    'apps/web/src/trpc/refused-offline.ts',
    'Procedures that are not kept for later when there is no connection, or what all those of a feature begin with: what they decide on may be another thing then.',
    'refusedOffline',
    // what begins with another of them is told by it
    [...new Set(refused)].filter(
      (one, _i, all) => !all.some((other) => one !== other && one.startsWith(other)),
    ),
  );
};

/** For the browser, which offers no form that would be refused. @param {[string, Operation][]} rows */
const openInEmergency = (rows) =>
  listForBrowser(
    'apps/web/src/shell/workspace/open-in-emergency.ts',
    'Operations that write and are open under an emergency access.',
    'openInEmergency',
    rows.flatMap(([name, { action, emergency }]) => (emergency && action !== 'R' ? [name] : [])),
  );

/** @param {string} path @param {string} says @param {string} name @param {string[]} members */
async function listForBrowser(path, says, name, members) {
  const text = `// Written by \`npm run policy -- build\` from policies/operations.json, where they are listed.

/** ${says} */
export const ${name}: readonly string[] = ${JSON.stringify(members)};
`;
  const file = inRoot(path);
  const { format, resolveConfig } = await import('prettier');
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

/** @param {string} name */
const featureOf = (name) => name.slice(0, name.indexOf('.'));
