import { operationNames } from '../../apps/bff/src/access/operation-kinds.ts';
import { operations, stateOf, type Operation } from '../../apps/bff/src/access/operations.ts';
import type {
  Decision,
  PatientFacts,
  PolicyInput,
  Rights,
  WrittenState,
} from '../../apps/bff/src/access/policy.ts';
import { roles, type Role } from '../../apps/bff/src/access/roles.ts';
import { WasmEngine } from '../../apps/bff/src/access/wasm-engine.ts';
import { question, refusals, tied, ties } from './people.ts';

// Writes docs/access.md to the output: node scripts/run-node.mjs scripts/policy/table.ts
const engine = await WasmEngine.open();
const ask = async (input: PolicyInput): Promise<Decision> => {
  const [decision] = await engine.decide([input]);
  if (!decision) throw new Error('no decision');
  return decision;
};
const clinicians = ['doctor', 'nurse', 'pharmacist', 'radiologist'] as const satisfies readonly Role[];
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const grid = async (
  first: string,
  columns: readonly string[],
  lines: readonly string[],
  cell: (line: string, column: string) => Promise<string>,
) =>
  [
    row([first, ...columns]),
    `|${'---|'.repeat(columns.length + 1)}`,
    ...(await Promise.all(
      lines.map(async (line) =>
        row([line, ...(await Promise.all(columns.map((column) => cell(line, column))))]),
      ),
    )),
  ].join('\n');

const rights = new Map<Role, Rights>(
  await Promise.all(roles.map(async (role) => [role, await engine.rights(role)] as const)),
);

/** Every tie at once. */
const everything: Partial<PatientFacts> = {
  ...ties['care team, general practitioner'],
  ...ties['named on the current stay'],
  ...ties['imaging for them or their unit, of 180 days'],
  ...ties['a prescription for them or their unit, of a year'],
};

const does = { R: 'read', C: 'create', U: 'change', D: 'delete' };

/** With whom a role does something, as the policy answers. */
async function access(operation: Operation, role: Role): Promise<string> {
  if (!rights.get(role)?.[operation]) return '';
  const opens = async (about: Partial<PolicyInput>, facts: Partial<PatientFacts> = {}) =>
    (await ask(question(role, { operation, ...about }, facts))).allow;
  const { group } = operations[operation];
  if (group === 'list' || group === 'none')
    return !(await opens({ patient: null })) ? '' : role === 'patient' ? 'own' : 'yes';
  if (await opens({})) return role === 'patient' ? 'own' : 'yes';
  if (await opens({}, everything)) return '(tied)';
  return (await opens({ patient: null })) ? 'lists' : '';
}

/** What else is asked for, and whether an emergency access opens it. */
async function conditionsOf(operation: Operation): Promise<string> {
  const inEmergency = await Promise.all(
    clinicians.map((role) => ask(tied(role, 'emergency access', [], { operation }))),
  );
  return [
    ...(inEmergency.some(({ basis }) => basis === 'emergency') ? ['emergency'] : []),
    ...(operations[operation].freshSignIn ? ['fresh sign-in'] : []),
    ...offlineOf(operation),
    ...(stateOf[operation] ?? []).map((part) => `asks ${part}`),
  ].join(', ');
}

function offlineOf(operation: Operation): string[] {
  const rule = operations[operation];
  return 'offline' in rule ? [`${rule.offline} offline`] : [];
}

const columns = ['does', ...roles, 'also'];
const cellOf = async (operation: Operation, column: string): Promise<string> =>
  column === 'does'
    ? does[operations[operation].action]
    : column === 'also'
      ? conditionsOf(operation)
      : access(operation, column as Role);

const everyCode = (await ask(tied('nurse', 'current stay in their unit'))).obligations.hideLabels;
const hidden = ({ allow, obligations: { hideLabels } }: Decision) =>
  !allow
    ? ''
    : hideLabels.length === 0
      ? 'sees all'
      : hideLabels.length === 1
        ? `not ${hideLabels.join()}`
        : 'not V, R, sensitive';

process.stdout.write(`# Who may do what

Written by \`npm run policy -- build\` from what the compiled policy answers (\`policies/policy.wasm\`); its source is \`policies/*.rego\`, where the reasons stand. \`npm run policy -- check\` fails when this page is not what the policy answers.

## Rights of each role
The operations of \`policies/operations.json\`: whatever is done has one of these names, and nothing else is. "yes": needs no relation to the patient. "(tied)": of patients whom something ties to the person (next table). "own": of their own chart. "lists": of no single patient alone. "emergency": open under an emergency access. "fresh sign-in": who has not said lately who they are signs in again first. "waits offline", "refused offline": what becomes of it while there is no connection; what waited longer than five minutes is asked about again. "asks": what the decision knows of what is written over, as it is stored (below).

${await grid('operation', columns, operationNames, (operation, column) => cellOf(operation as Operation, column))}

A patient finds nobody else, and sees what was released: results that are final, nothing marked as withheld. Who was delegated (a Consent that names them) reads the same, writes nothing. Administration, audit and reviews give no way into a chart.

## What ties a clinician to a patient
Whether the chart opens when this, and nothing else, is so; and then which labelled resources are left out. Units are the Organizations and Locations of the person's active roles.

${await grid('tie', clinicians, Object.keys(ties), async (tie, role) => hidden(await ask(tied(role as Role, tie))))}

- Nobody ties themselves: what the reader wrote (requester, recorder, referrer, or a Provenance of its creation or change that names no second person) is no tie of theirs. A care team counts within its dates, and for a year after it was begun or changed; a stay without end for 90 days after its last sign (\`STAY_UNSEEN_DAYS\`) and a year in all (\`STAY_LONGEST_DAYS\`).
- **V** very restricted, **R** restricted: HL7 v3 Confidentiality. **Sensitive**: codes of HL7 v3 ActCode (${everyCode.filter((code) => code !== 'R' && code !== 'V').join(', ')}).
- Allergies are left out for no clinician. Of medications a nurse misses those labelled V alone, a pharmacist none: what is given and judged has to be seen.
- A patient sees all labels of the own chart; who was delegated sees none of them.

## What a refusal of the patient closes
For a doctor, a pharmacist and a radiologist, by what ties them; \`open\` reads, \`glass\` does not but may break the glass, \`closed\` does neither. The latest decision of each kind counts, within its dates; of two, the refusal.

${await refusalTable()}

- \`care\`: left are those who care in person. \`sharing\`: left are those of the stay. An objection to a person closes everything but identity, an emergency included. \`portal\` closes the chart to the patient on line and to who was delegated.

## Emergency (breaking the glass)
Doctors, nurses and pharmacists, not while suspended, not against an objection to them. It opens what is marked so in the first table, of what the role has, of one patient, until it ends, and hides nothing.

${await grid(
  'with an emergency access',
  clinicians,
  ['summary.read', 'documents.read', 'vitals.read', 'vitals.record', 'vitals.correct', 'drafts.save'],
  async (operation, role) => {
    const about = { operation: operation as Operation };
    const decision = await ask(tied(role as Role, 'emergency access', [], about));
    return decision.allow ? 'open' : `no (${decision.reasons.join(', ')})`;
  },
)}

## What the state of a thing forbids
To a doctor of the care team who writes over it, as it is stored in the FHIR server.

${await stateTable()}

- What was taken back (\`entered-in-error\`) stays so; a score that was computed follows its values. What is signed is not written over: it is amended, by an operation that keeps the signed version. What was proposed is confirmed by a second person, or by the patient.
`);

async function stateTable(): Promise<string> {
  const plain: WrittenState = { author: 'other', status: 'final', computed: false, signed: false };
  const states: Record<string, Partial<WrittenState>> = {
    'as it was recorded': {},
    'taken back': { status: 'entered-in-error' },
    'taken back, computed': { status: 'entered-in-error', computed: true },
    signed: { signed: true },
    'proposed by somebody else': { status: 'proposed' },
    'proposed by oneself': { status: 'proposed', author: 'self' },
    'proposed by nobody knows whom': { status: 'proposed', author: 'unknown' },
  };
  return grid('state', Object.keys(stateOf), Object.keys(states), async (state, operation) => {
    const written = { ...plain, ...states[state] };
    const about = { operation: operation as Operation, written };
    const { allow, reasons } = await ask(tied('doctor', 'care team, general practitioner', [], about));
    return allow ? 'open' : reasons.join(', ');
  });
}

async function refusalTable(): Promise<string> {
  const who = [
    ['doctor', Object.keys(ties).slice(0, 3)],
    [
      'doctor',
      ['stay in their unit, ended 90 days ago or less', 'appointment with them or their unit, 7 days around'],
    ],
    ['pharmacist', ['current stay elsewhere', 'a prescription for them or their unit, of a year']],
    ['radiologist', ['imaging for them or their unit, of 180 days']],
    ['doctor', ['emergency access']],
  ] as const;
  const lines = who.flatMap(([role, list]) => list.map((tie) => ({ role, tie, name: `${role}: ${tie}` })));
  return grid(
    'refused',
    Object.keys(refusals),
    lines.map(({ name }) => name),
    async (name, refused) => {
      const line = lines.find((one) => one.name === name);
      if (!line) return '';
      const decision = await ask(tied(line.role, line.tie, refusals[refused]));
      return decision.allow ? 'open' : decision.mayBreakGlass ? 'glass' : 'closed';
    },
  );
}
