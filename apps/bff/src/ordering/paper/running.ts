import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { readRequest } from '@keneyapp/fhir-model/medication';
import { patientReference } from '@keneyapp/fhir-model/references';
import { readPerFeature } from '../../access/read-per-feature.ts';
import type { ReadContext } from '../order-context.ts';
import type { OrderLine } from '../order-lines.ts';
import { drugFacts } from './facts.ts';
import type { LimitedLine, Span } from './limits-of-lines.ts';

const dayMs = 86_400_000;

/**
 * What runs, or is yet to begin, and left the hospital, as the person sees it; without what this basket ends. Read only where a
 * line has a longest duration.
 */
export async function runningSpans(
  ctx: ReadContext,
  {
    lines,
    limited,
    today,
  }: { lines: readonly OrderLine[]; limited: readonly (LimitedLine | null)[]; today: string },
): Promise<Span[]> {
  if (!limited.some((one) => one?.leavesHospital && one.limits.maxDays !== null)) return [];
  const { answers } = await readPerFeature(ctx, [
    {
      type: 'MedicationRequest',
      params: { patient: patientReference(ctx.patientId), status: 'active,on-hold', _count: 500 },
      feature: 'medications',
    },
  ]);
  const now = new Date();
  const ended = new Set(lines.flatMap((line) => (endsFormer(line, today) ? [line.former.id] : [])));
  const spans = await Promise.all(
    matches(orThrow(answers[0]), 'MedicationRequest').map(async (request): Promise<Span[]> => {
      const read = readRequest(request, () => undefined, now);
      if (!read.isCurrent || read.setting === 'inpatient' || ended.has(read.id)) return [];
      const { atc } = await drugFacts(ctx.services.terminology, request.medicationCodeableConcept ?? {});
      // what was taken of it is over: the days from today on count
      const start = Date.parse([read.start?.slice(0, 10) ?? today, today].toSorted().at(-1) ?? today);
      const end = read.end === null ? null : Date.parse(read.end.slice(0, 10));
      return [{ atc, start, days: end === null ? null : (end - start) / dayMs + 1 }];
    }),
  );
  return spans.flat();
}

/** A renewal that begins later leaves the former one to its end. */
const endsFormer = (line: OrderLine, today: string): line is Exclude<OrderLine, { act: 'new' }> =>
  line.act !== 'new' && (line.act !== 'renew' || line.start.slice(0, 10) <= today);
