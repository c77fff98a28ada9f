/**
 * Deliberate weaknesses, each as one replacement in one file of the BFF: what a slip of a hand could do. `breaks` names the
 * cases of e2e/leaks (by the beginning of their titles) that must fail on a build with it; `npm run leaks:prove` sees to it.
 */
export interface Weakening { id: string; file: string; find: string; replace: string; breaks: readonly string[] }

export const weakenings: readonly Weakening[] = [
  { id: 'every-decision-allows', file: 'src/access/wasm-engine.ts', find: "return readDecisions(this.#evaluate('decisions', { requests: inputs }), inputs.length);", replace: "return inputs.map(() => ({ allow: true, basis: 'role' as const, reasons: [], obligations: { hideLabels: [], releasedOnly: false }, mayBreakGlass: false }));",
    breaks: ['1 another patient', '6 batches', '8 existence', '12 hidden: nothing clinical', '12 hidden: where', '12 hidden: a result', '12 hidden: very', '12 hidden: withheld', '15 addresses: a document', '20 headers', '21 remembered', '21 consent', '22 emergency: opens', '22 emergency: is not', '23 images: a foreign', '23 images: frames', '23 images: a search', '23 live', '24 trail: a refusal'] },
  { id: 'a-chart-shows-everything', file: 'src/access/guarded-fhir.ts', find: 'shows: (resource) => isOfChart(resource, patientId) && isPermitted(resource, obligations),', replace: 'shows: () => true,', breaks: ['4 includes', '12 hidden', '14 forged requests: a Binary'] },
];
