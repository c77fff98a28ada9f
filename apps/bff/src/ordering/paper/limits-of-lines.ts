import { readRequest } from '@keneyapp/fhir-model/medication';
import { regimenOf } from '@keneyapp/fhir-model/regimen-read';
import type { Regimen } from '@keneyapp/clinical/prescribing';
import type { Order } from '../drafts.ts';
import { formerOf, regimenFor, type Formers } from '../formers.ts';
import { issue, type LineIssue } from '../line-issue.ts';
import type { OrderContext } from '../order-context.ts';
import type { OrderLine } from '../order-lines.ts';
import { drugFacts } from './facts.ts';
import { daysOf, judgeLimits } from './judge-limits.ts';
import { limitsOf, readSubstanceRules, type PrescriptionLimits } from './substance-rules.ts';

/** What the rules of its substance say of a drug that is ordered. */
export interface LimitedLine {
  limits: PrescriptionLimits;
  regimen: Regimen;
  /** In the ward there is no paper and no longest duration. */
  leavesHospital: boolean;
  /** None: nobody knows what it is. */
  atc: string[];
}

/** Line by line; null of what is no drug, and of what is stopped. */
export async function limitsOfLines(
  ctx: Pick<OrderContext, 'services'>,
  { lines, formers, today }: { lines: readonly OrderLine[]; formers: Formers; today: string },
): Promise<(LimitedLine | null)[]> {
  const rules = await readSubstanceRules(ctx.services.db);
  return Promise.all(
    lines.map(async (line): Promise<LimitedLine | null> => {
      if (line.kind !== 'drug' || line.act === 'stop') return null;
      const former = formerOf(line, formers);
      const drug = former?.resourceType === 'MedicationRequest' ? former : null;
      const regimen = regimenFor(line, drug);
      if (!regimen) return null;
      const isRenewal = line.act === 'renew';
      const setting = isRenewal
        ? drug && readRequest(drug, () => undefined, new Date()).setting
        : line.setting;
      const concept = isRenewal
        ? (drug?.medicationCodeableConcept ?? {})
        : { coding: line.coded.code ? [line.coded.code] : [], text: line.coded.text };
      const { atc } = await drugFacts(ctx.services.terminology, concept);
      return { limits: limitsOf(rules, atc, today), regimen, leavesHospital: setting !== 'inpatient', atc };
    }),
  );
}

/** Likewise, of what waits to be validated: it begins today at the soonest. Null of what is no drug. */
export async function limitsOfOrders(
  ctx: Pick<OrderContext, 'services'>,
  orders: readonly Order[],
  today: string,
): Promise<((LimitedLine & Begun) | null)[]> {
  const rules = await readSubstanceRules(ctx.services.db);
  return Promise.all(
    orders.map(async (order) => {
      const regimen = order.resourceType === 'MedicationRequest' && regimenOf(order.dosageInstruction);
      if (!regimen || order.resourceType !== 'MedicationRequest') return null;
      const { setting, start } = readRequest(order, () => undefined, new Date());
      const { atc } = await drugFacts(ctx.services.terminology, order.medicationCodeableConcept ?? {});
      const begins = start !== null && start > today ? start : today;
      return {
        ...{ limits: limitsOf(rules, atc, today), regimen, leavesHospital: setting !== 'inpatient', atc },
        ...{ act: 'new' as const, start: begins },
      };
    }),
  );
}

/** What of a line says when it begins. */
export type Begun = { act: 'stop' } | { act: 'new' | 'revise' | 'renew'; start: string };

/** A day, and how many from there on; null: nothing says so. */
export interface Span {
  atc: readonly string[];
  start: number;
  days: number | null;
}

/** @param running what was prescribed before and still runs, or is yet to: two baskets are no way around a limit */
export const issuesOfLimits = (
  lines: readonly Begun[],
  limited: readonly (LimitedLine | null)[],
  running: readonly Span[],
): LineIssue[] =>
  limited.flatMap((one, i) => {
    const line = lines[i];
    if (!one?.leavesHospital || !line) return [];
    const isRenewal = line.act === 'renew';
    const alone = [...judgeLimits(one.regimen, one.limits, { isRenewal })];
    const at = isRenewal ? ['duration'] : ['steps', one.regimen.steps.length - 1, 'duration'];
    const days = one.limits.maxDays ?? 0;
    const found =
      alone.length > 0
        ? alone
        : isBeyondTogether(i, lines, limited)
          ? [issue(`beyond-${days}-days`, ...at)]
          : isBeyondRunning(line, one, running)
            ? [issue(`beyond-${days}-days-with-running`, ...at)]
            : [];
    return found.map(({ path, reason }) => ({ path: ['lines', i, ...path], reason }));
  });

const dayMs = 86_400_000;
const startOf = (line: Exclude<Begun, { act: 'stop' }>): number => Date.parse(line.start.slice(0, 10));
const isSame = (a: readonly string[], b: readonly string[]): boolean => a.some((code) => b.includes(code));

/** One line after another of the same substance is as long as both: from the first day to the end of this one. */
function isBeyondTogether(
  at: number,
  lines: readonly Begun[],
  limited: readonly (LimitedLine | null)[],
): boolean {
  const one = limited[at];
  const maxDays = one?.limits.maxDays ?? null;
  const [own, ...others] = [at, ...lines.keys()].flatMap((i) => {
    const [line, other] = [lines[i], limited[i]];
    if (!line || line.act === 'stop' || !other?.leavesHospital || !isSame(other.atc, one?.atc ?? []))
      return [];
    return [{ start: startOf(line), days: daysOf(other.regimen) }];
  });
  if (maxDays === null || !own) return false;
  const first = Math.min(...others.map(({ start }) => start));
  return own.start > first && (own.start - first) / dayMs + (own.days ?? 0) > maxDays;
}

/** What the patient would have of it from today on, with what was prescribed before, goes on for longer than one may prescribe. */
function isBeyondRunning(line: Begun, one: LimitedLine, running: readonly Span[]): boolean {
  const { maxDays } = one.limits;
  if (maxDays === null || line.act === 'stop') return false;
  const [start, days] = [startOf(line), daysOf(one.regimen) ?? 0];
  return running
    .filter(({ atc }) => isSame(atc, one.atc))
    .some((other) =>
      other.start < start
        ? (start - other.start) / dayMs + days > maxDays
        : other.start > start && (other.start - start) / dayMs + (other.days ?? 0) > maxDays,
    );
}
