import type { OrderContext } from '../order-context.ts';
import { howMay, ordererOf, readPrescribers } from '../prescribers/prescribers.ts';
import type { PaperLine } from './content.ts';

/**
 * Why somebody may not print these lines; null where they may. By the hospital's table: what one may only propose one does not
 * hand out, and a narcotic is printed by who orders it alone. Throws where the directory does not answer.
 */
export async function printRefusal(
  ctx: Pick<OrderContext, 'services' | 'session'>,
  lines: readonly Pick<PaperLine, 'limits' | 'isRecognised'>[],
): Promise<'not-allowed' | 'narcotic-not-allowed' | null> {
  const [table, { profession }] = await Promise.all([
    readPrescribers(ctx.services.db),
    ordererOf(ctx.services, ctx.session, new Date()),
  ]);
  const [drug, narcotic] = [howMay(table, profession, 'drug'), howMay(table, profession, 'narcotic')];
  const mayHandOut = (how: typeof drug) => how === 'alone' || how === 'reread';
  for (const { limits, isRecognised } of lines) {
    if (limits.isNarcotic) {
      if (narcotic !== 'alone') return mayHandOut(narcotic) ? 'narcotic-not-allowed' : 'not-allowed';
    } else if (!mayHandOut(drug)) return 'not-allowed';
    // nobody knows whether it is one
    else if (!isRecognised && !mayHandOut(narcotic)) return 'not-allowed';
  }
  return null;
}
