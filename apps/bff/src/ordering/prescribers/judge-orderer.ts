import { readServiceRequest, serviceCategories } from '@keneyapp/fhir-model/service-request';
import { formerOf, type Formers } from '../formers.ts';
import type { LineIssue } from '../line-issue.ts';
import type { OrderContext } from '../order-context.ts';
import type { OrderLine } from '../order-lines.ts';
import type { LimitedLine } from '../paper/limits-of-lines.ts';
import { howMay, ordererOf, readPrescribers, type Orderer, type OrderKind } from './prescribers.ts';

interface Asked {
  lines: readonly OrderLine[];
  formers: Formers;
  limits: readonly (LimitedLine | null)[];
  now: Date;
}

/** Whether this person may order each line by the hospital's table, and whether somebody rereads it. What is stopped is nobody's privilege. */
export async function judgeOrderer(
  ctx: Pick<OrderContext, 'services' | 'session'>,
  { lines, formers, limits, now }: Asked,
): Promise<Orderer & { issues: LineIssue[]; isReread: boolean }> {
  const [table, orderer] = await Promise.all([
    readPrescribers(ctx.services.db),
    ordererOf(ctx.services, ctx.session, now),
  ]);
  const ways = lines.map((line, i) => {
    if (line.act === 'stop') return howMay(table, orderer.profession, 'drug') ?? 'alone';
    return strictest(
      kindsOf(line, formers, limits[i] ?? null).map((kind) => howMay(table, orderer.profession, kind)),
    );
  });
  // what nobody can be asked to reread is not ordered by whom somebody has to reread
  const isWithoutReader = orderer.units.length === 0;
  return {
    ...orderer,
    issues: ways.flatMap((how, i) =>
      how === null
        ? [{ path: ['lines', i, 'kind'], reason: 'not-allowed' }]
        : how === 'reread' && isWithoutReader
          ? [{ path: ['lines', i, 'kind'], reason: 'no-rereader' }]
          : [],
    ),
    isReread: ways.includes('reread'),
  };
}

/** What it is; where nobody knows, all that it may be. */
function kindsOf(line: OrderLine, formers: Formers, limited: LimitedLine | null): readonly OrderKind[] {
  if (line.kind === 'drug') {
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
  ways.includes(null) ? null : ways.includes('reread') ? 'reread' : 'alone';
