import { checkOrders } from '../decision-support/check-orders.ts';
import type { ChecksView } from '../decision-support/checks-view.ts';
import { words, type Language } from '../decision-support/words.ts';
import { draftsOf } from './drafts.ts';
import type { ReadContext } from './order-context.ts';
import type { OrderLine } from './order-lines.ts';

interface Asked {
  hook: 'order-select' | 'order-sign';
  language: Language;
}

/** What decision support says of a basket: what is stopped runs no longer, what is not whole yet was not checked. */
export async function checkLines(
  ctx: ReadContext,
  lines: readonly OrderLine[],
  { hook, language }: Asked,
): Promise<ChecksView> {
  const drafts = (await draftsOf(ctx, lines)).filter(({ line }) => lines[line]?.act !== 'stop');
  const ended = lines.flatMap((line) =>
    line.act === 'stop' && line.kind === 'drug' ? [`MedicationRequest/${line.former.id}`] : [],
  );
  const view = await checkOrders(ctx, drafts, hook, { ended, language });
  const unjudged = lines.flatMap((line, i) =>
    line.act === 'stop' || drafts.some((draft) => draft.line === i) ? [] : [i],
  );
  if (unjudged.length > 0)
    view.notRun.push({
      service: '',
      title: words[language].notWhole,
      lines: unjudged,
      reason: 'missing-input',
      detail: words[language].notWholeDetail,
    });
  return view;
}
