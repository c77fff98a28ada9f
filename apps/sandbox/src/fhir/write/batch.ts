import type { Bundle, BundleEntry, OperationOutcomeIssue } from '@medplum/fhirtypes';
import { callOf } from '../http/bundle-entry.ts';
import { json, type FhirAnswer, type FhirCall } from '../http/call.ts';
import { asFailure, FhirFailure } from '../outcome.ts';
import { shapeIssues } from '../validation/shape.ts';
import { entryText } from './written.ts';

/** A batch Bundle: each entry for itself. Neighbouring reads run together; writes wait their turn. Answers keep the order. */
export async function batch(
  bundle: Bundle,
  outer: FhirCall,
  handle: (call: FhirCall) => Promise<FhirAnswer>,
): Promise<string> {
  const odd = oddEntries(bundle);
  const entries = bundle.entry ?? [];
  const answers: string[] = new Array<string>(entries.length);
  let reads: Promise<void>[] = [];
  for (const [index, entry] of entries.entries()) {
    const run = async () => {
      const issues = odd.get(index);
      answers[index] = issues
        ? entryText(json(400, { resourceType: 'OperationOutcome', issue: issues }))
        : await answerOf(entry, index, outer, handle);
    };
    if (!odd.has(index) && entry.request?.method === 'GET') {
      reads.push(run());
      continue;
    }
    await Promise.all(reads);
    reads = [];
    await run();
  }
  await Promise.all(reads);
  return `{"resourceType":"Bundle","type":"batch-response","entry":[${answers.join(',')}]}`;
}

/** What is not well formed inside of an entry is that entry's; anything else refuses the whole. */
function oddEntries(bundle: Bundle): ReadonlyMap<number, OperationOutcomeIssue[]> {
  const odd = new Map<number, OperationOutcomeIssue[]>(),
    whole: OperationOutcomeIssue[] = [];
  for (const issue of shapeIssues(bundle, true)) {
    const index = /^Bundle\.entry\[(\d+)\]\./.exec(issue.expression?.[0] ?? '')?.[1];
    if (index === undefined) whole.push(issue);
    else odd.set(Number(index), [...(odd.get(Number(index)) ?? []), issue]);
  }
  if (whole.length > 0) throw FhirFailure.of(400, whole);
  return odd;
}

async function answerOf(
  entry: BundleEntry,
  index: number,
  outer: FhirCall,
  handle: (call: FhirCall) => Promise<FhirAnswer>,
): Promise<string> {
  try {
    const call = callOf(entry, index, outer);
    return entryText(await handle(call), call.method === 'HEAD');
  } catch (error) {
    const { status, outcome } = asFailure(error);
    return entryText(json(status, outcome));
  }
}
