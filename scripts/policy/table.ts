import { features, roles, type Feature, type Rights, type Role } from '../../apps/bff/src/access/roles.ts';
import type { Decision, PatientFacts, PolicyInput } from '../../apps/bff/src/access/policy.ts';
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

async function access(feature: Feature, role: Role): Promise<string> {
  const right = rights.get(role)?.[feature];
  if (!right) return '';
  const words = await Promise.all(
    (['read', 'write'] as const).slice(0, right.length).map(async (action) => {
      const opens = async (about: Partial<PolicyInput>, facts: Partial<PatientFacts> = {}) =>
        (await ask(question(role, { feature, action, ...about }, facts))).allow;
      if (await opens({})) return role === 'patient' ? `own ${action}` : action;
      if (await opens({}, everything)) return `(${action})`;
      return (await opens({ patient: null })) ? `${action} lists` : '';
    }),
  );
  return words.join(', ').replace('(read), (write)', '(read, write)').replace('own read, own', 'own read,');
}

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
Plain: needs no relation to the patient. In brackets: of patients whom something ties to the person (next table). "own": of their own chart. "lists": what concerns no single patient.

${await grid('feature', roles, features, (feature, role) => access(feature as Feature, role as Role))}

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
Doctors, nurses and pharmacists, not while suspended, not against an objection to them. It opens what the role may read, of one patient, until it ends, and hides nothing; it writes nothing.

${await grid(
  'with an emergency access',
  clinicians,
  ['summary', 'documents', 'vitals', 'drafts'],
  async (feature, role) => {
    const [read, write] = await Promise.all(
      (['read', 'write'] as const).map((action) =>
        ask(tied(role as Role, 'emergency access', [], { feature: feature as Feature, action })),
      ),
    );
    return read?.allow ? `reads${write?.allow ? ', writes' : ''}` : `no (${read?.reasons.join(', ')})`;
  },
)}
`);

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
