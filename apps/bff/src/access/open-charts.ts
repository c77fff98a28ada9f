import type { Visit } from '../context.ts';
import type { Verdict } from './access.ts';
import type { Operation } from './operations.ts';

/**
 * Of these patients those whose chart is open to the person for this, all in one evaluation. What an emergency opens is
 * opened in its chart, where it is said that it is open.
 */
export async function openCharts(
  { access }: Visit,
  operation: Operation,
  ids: readonly string[],
): Promise<Map<string, Verdict>> {
  const verdicts = await access.decideFor(operation, ids);
  return new Map([...verdicts].filter(([, verdict]) => verdict.allow && verdict.grant === null));
}
