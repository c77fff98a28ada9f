import { readServiceRequest, serviceCategories } from '@keneyapp/fhir-model/service-request';
import { formerOf, type Formers } from '../formers.ts';
import type { LineIssue } from '../line-issue.ts';
import type { OrderContext } from '../order-context.ts';
import type { OrderLine } from '../order-lines.ts';
import type { LimitedLine } from '../paper/limits-of-lines.ts';
import { howMay, readPrescribers, type Orderer, type OrderKind } from './prescribers.ts';

interface Asked {
  lines: readonly OrderLine[];
  formers: Formers;
  limits: readonly (LimitedLine | null)[];
}

/** How each line acts by the hospital's table, and what stands in its way. Stopping is ordering: it needs the same row. */
export async function judgeOrderer(
  ctx: Pick<OrderContext, 'services'>,
  orderer: Orderer,
  { lines, formers, limits }: Asked,
): Promise<{ issues: LineIssue[]; ways: How[] }> {
  const table = await readPrescribers(ctx.services.db);
  const ways = lines.map((line, i) =>
    strictest(
      kindsOf(line, formers, limits[i] ?? null).map((kind) => howMay(table, orderer.profession, kind)),
    ),
  );
  // what nobody can be asked to reread is not ordered by whom somebody has to reread
  const isWithoutReader = orderer.units.length === 0;
  return {
    ways,
    issues: ways.flatMap((how, i) =>
      // what waits is only proposed: what runs is changed by who may order it
      how === null || (how === 'waits' && lines[i]?.act !== 'new')
        ? [{ path: ['lines', i, 'kind'], reason: 'not-allowed' }]
        : how !== 'alone' && isWithoutReader
          ? [{ path: ['lines', i, 'kind'], reason: 'no-rereader' }]
          : [],
    ),
  };
}

/** What it is; where nobody knows, all that it may be. */
function kindsOf(line: OrderLine, formers: Formers, limited: LimitedLine | null): readonly OrderKind[] {
  if (line.kind === 'drug') {
    // what is stopped is not asked for its kind: less of it is given
    if (line.act === 'stop') return ['drug'];
    if (limited?.limits.isNarcotic) return ['narcotic'];
    return limited && limited.atc.length > 0 ? ['drug'] : ['drug', 'narcotic'];
  }
  if (line.act === 'new' || line.act === 'revise') return [line.category];
  const former = formerOf(line, formers);
  if (former?.resourceType !== 'ServiceRequest') return serviceCategories;
  const { category } = readServiceRequest(former, () => undefined, { now: new Date() });
  return category === null ? serviceCategories : [category];
}

type How = ReturnType<typeof howMay>;
const strictest = (ways: readonly How[]): How =>
  ways.includes(null)
    ? null
    : ways.includes('waits')
      ? 'waits'
      : ways.includes('reread')
        ? 'reread'
        : 'alone';
