import type { Edit } from '../edit.ts';

/** Where the compiled policy is asked: `requests` go in, one decision each comes out. */
const asking = { file: 'src/access/wasm-engine.ts', within: 'decide' };
const allowing =
  "{ allow: true, basis: 'role', reasons: [], obligations: { hideLabels: [], releasedOnly: false }, mayBreakGlass: false }";
const answers = "readDecisions(await this.#evaluate('decisions', { requests }), requests.length)";

/** The policy answers yes wherever this holds of `input` (PolicyInput) and `decision`, a refusal. */
export const allowedWhere = (condition: string): Edit => ({
  ...asking,
  find: answers,
  replace: `$found.map((decision, i) => { const input = requests[i]; return input && !decision.allow && (${condition}) ? ${allowing} : decision; })`,
});
/** What an allowing answer of the policy leaves out is forgotten wherever this holds of `input` and `decision`. */
export const unboundWhere = (condition: string, obligations: string): Edit => ({
  ...asking,
  find: answers,
  replace: `$found.map((decision, i) => { const input = requests[i]; return input && decision.allow && (${condition}) ? { ...decision, obligations: { ...decision.obligations, ...${obligations} } } : decision; })`,
});
/** The policy is told something else: an expression made of `input`. */
export const askedAs = (input: string): Edit => ({
  ...asking,
  find: '{ requests }',
  replace: `{ requests: requests.map((input) => (${input})) }`,
});
/** … of the facts about the patient, where there are any. */
export const askedOf = (changes: string): Edit =>
  askedAs(`input.patient ? { ...input, patient: { ...input.patient, ...${changes} } } : input`);
