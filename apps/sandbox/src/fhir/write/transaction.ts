import { copyJson } from '@keneyapp/fhir-client/json';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { setImmediate as turn } from 'node:timers/promises';
import { callOf } from '../http/bundle-entry.ts';
import type { FhirAnswer, FhirCall } from '../http/call.ts';
import { isWrite, type Interaction, type ReadInteraction } from '../http/interaction.ts';
import { badRequest, FhirFailure, within } from '../outcome.ts';
import type { Store, WriteTransaction } from '../store/store.ts';
import { itemOf, type Item } from './item.ts';
import { writeItems } from './write-items.ts';
import { entryText, writtenEntry } from './written.ts';

export interface Interpreter {
  interactionOf(call: FhirCall): Interaction;
  read(interaction: ReadInteraction, call: FhirCall, tx: WriteTransaction): Promise<FhirAnswer>;
}

type Step = { call: FhirCall; item: Item } | { call: FhirCall; look: ReadInteraction };

/**
 * A transaction Bundle: everything or nothing. Each entry is recognised and carried out as the same HTTP request would be;
 * what only looks sees what was written.
 */
export async function transaction(
  store: Store,
  bundle: Bundle,
  outer: FhirCall,
  interpreter: Interpreter,
): Promise<string> {
  const steps: Step[] = [];
  for (const [index, entry] of (bundle.entry ?? []).entries()) {
    steps.push(stepOf(entry, index, outer, interpreter));
    if (index % 40 === 39) await turn(); // large bundles leave the other servers of this process their turn
  }
  return store.transaction(async (tx) => {
    const tried = steps.map((step) =>
      'item' in step ? { ...step, item: { ...step.item, resource: copyJson(step.item.resource) } } : step,
    );
    await writeItems(
      tx,
      tried.flatMap((step) => ('item' in step ? [step.item] : [])),
      outer.base,
    );
    const parts: string[] = [];
    for (const step of tried) parts.push(await answerOf(step, tx, interpreter));
    return `{"resourceType":"Bundle","type":"transaction-response","entry":[${parts.join(',')}]}`;
  });
}

function stepOf(entry: BundleEntry, index: number, outer: FhirCall, { interactionOf }: Interpreter): Step {
  const call = callOf(entry, index, outer);
  return within(call.place, () => {
    const interaction = interactionOf(call);
    if (interaction.code === 'bundle')
      throw badRequest('A Bundle must not hold another batch or transaction');
    return isWrite(interaction)
      ? { call, item: itemOf(interaction, call, entry.fullUrl ?? null) }
      : { call, look: interaction };
  });
}

async function answerOf(step: Step, tx: WriteTransaction, { read }: Interpreter): Promise<string> {
  const { call } = step;
  if ('item' in step) return writtenEntry(step.item, call);
  return within(call.place, async () => {
    const answer = await read(step.look, call, tx);
    if (answer.status >= 400)
      throw new FhirFailure(answer.status, 'processing', 'The entry cannot be answered');
    return entryText(answer, call.method === 'HEAD');
  });
}
