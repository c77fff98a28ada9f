import { checkedOrders, type Checked } from '../decision-support/check-orders.ts';
import { words, type Language } from '../decision-support/words.ts';
import { draftsOf, type Draft } from './drafts.ts';
import type { ReadContext } from './order-context.ts';
import type { OrderLine } from './order-lines.ts';
import { drugFacts } from './paper/facts.ts';

interface Asked {
  hook: 'order-select' | 'order-sign';
  language: Language;
}

/** What decision support says of a basket: what is stopped runs no longer, what is not whole yet was not checked. */
export async function checkLines(
  ctx: ReadContext,
  lines: readonly OrderLine[],
  { hook, language }: Asked,
): Promise<Checked> {
  const drafts = (await draftsOf(ctx, lines)).filter(({ line }) => lines[line]?.act !== 'stop');
  const ended = lines.flatMap((line) =>
    line.act === 'stop' && line.kind === 'drug' ? [`MedicationRequest/${line.former.id}`] : [],
  );
  const { view, labels } = await checkDrafts(ctx, drafts, { hook, language, ended });
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
  return { view, labels };
}

/** Likewise, of orders as they are written. */
export async function checkDrafts(
  ctx: ReadContext,
  drafts: readonly Draft[],
  { hook, language, ended = [] }: Asked & { ended?: readonly string[] },
): Promise<Checked> {
  const { view, labels } = await checkedOrders(ctx, drafts, hook, { ended, language });
  const unknown = await unrecognised(ctx, drafts);
  if (unknown.length > 0)
    view.notRun.push({
      service: '',
      title: words[language].unrecognised,
      lines: unknown,
      reason: 'missing-input',
      detail: words[language].unrecognisedDetail,
    });
  return { view, labels };
}

/** Lines of drugs of which rules by substance know nothing. A terminology server that is away tells nothing either. */
async function unrecognised({ services }: ReadContext, drafts: readonly Draft[]): Promise<number[]> {
  const lines = await Promise.all(
    drafts.map(async ({ line, resource }) => {
      if (resource.resourceType !== 'MedicationRequest') return [];
      const drug = await drugFacts(services.terminology, resource.medicationCodeableConcept ?? {}).catch(
        () => null,
      );
      return drug && drug.atc.length > 0 ? [] : [line];
    }),
  );
  return lines.flat();
}
