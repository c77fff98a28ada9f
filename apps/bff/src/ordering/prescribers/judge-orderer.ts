import { readServiceRequest } from '@keneyapp/fhir-model/service-request';
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
    const kind = kindOf(line, formers, limits[i] ?? null);
    return kind === null ? 'alone' : howMay(table, orderer.profession, kind);
  });
  return {
    ...orderer,
    issues: ways.flatMap((how, i) =>
      how === null ? [{ path: ['lines', i, 'kind'], reason: 'not-allowed' }] : [],
    ),
    isReread: ways.includes('reread'),
  };
}

function kindOf(line: OrderLine, formers: Formers, limited: LimitedLine | null): OrderKind | null {
  if (line.kind === 'drug') return limited?.limits.isNarcotic ? 'narcotic' : 'drug';
  if (line.act === 'new' || line.act === 'revise') return line.category;
  const former = formerOf(line, formers);
  if (former?.resourceType !== 'ServiceRequest') return null;
  return readServiceRequest(former, () => undefined, { now: new Date() }).category;
}
