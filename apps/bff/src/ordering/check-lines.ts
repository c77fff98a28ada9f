import { FhirError } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { patientReference } from '@keneyapp/fhir-model/references';
import { keptBackOf } from '../access/labels.ts';
import { readPerFeature } from '../access/read-per-feature.ts';
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
  const proposed = drafts.length > 0 ? await proposedDrugs(ctx) : [];
  if (proposed.length > 0)
    view.notRun.push({
      service: '',
      title: words[language].proposed,
      lines: drafts.map(({ line }) => line),
      reason: 'missing-input',
      detail: words[language].proposedDetail(proposed.join(', ')),
    });
  return { view, labels };
}

/** Names of drugs that wait to be validated, as the chart shows them: no check counts them, since they do not run. */
async function proposedDrugs(ctx: ReadContext): Promise<string[]> {
  const params = { patient: patientReference(ctx.patientId), status: 'draft', _count: 50 };
  const { answers, asked } = await readPerFeature(ctx, [
    { type: 'MedicationRequest', params, feature: 'medications' },
  ]);
  ctx.auditResources(...asked);
  const [answer] = answers;
  return answer && !(answer instanceof FhirError)
    ? matches(answer, 'MedicationRequest')
        .filter((one) => keptBackOf([one]).length === 0)
        .flatMap(({ medicationCodeableConcept }) => medicationCodeableConcept?.text ?? [])
    : [];
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
