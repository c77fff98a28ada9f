import type { FhirClient } from '@keneyapp/fhir-client';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import type { DetectedIssue } from '@medplum/fhirtypes';
import { Signers } from './rehearsal/signers.ts';
import { orderCheckSystem } from './detected-issues.ts';

interface Rate {
  /** Shown when it was signed, and answered. */
  shown: number;
  /** Signed in spite of it, with a reason. */
  overridden: number;
  /** A block that was lifted. */
  lifted: number;
}
interface NamedRate extends Rate {
  /** A month as `2026-11`, or a unit; empty where nobody knows which. */
  name: string;
}
interface RuleRates extends Rate {
  rule: string;
  byMonth: NamedRate[];
  byUnit: NamedRate[];
  /** By code of the reason. */
  reasons: Record<string, number>;
}
export interface Rates {
  months: number;
  rules: RuleRates[];
  /** Checks that did not run, by why. */
  notRun: Record<string, number>;
  isPartial: boolean;
}

const [months, maxIssues] = [6, 20_000];

/** What was written with orders of alerts that were answered: counts alone, nobody is named. */
export async function overrideRates(fhir: Pick<FhirClient, 'searchAll'>, now: Date): Promise<Rates> {
  const from = new Date(now.getTime() - months * 30 * 86_400_000);
  const issues = await fhir.searchAll(
    'DetectedIssue',
    { identified: `ge${from.toISOString()}`, _count: 200 },
    maxIssues,
  );
  const ours = issues.flatMap((issue) => {
    const rule = ruleOf(issue);
    return rule === null ? [] : [{ issue, rule }];
  });
  const signers = new Signers(fhir);
  await signers.read(ours.flatMap(({ issue }) => issue.author?.reference ?? []));
  const rules = new Map<string, RuleRates>();
  const notRun: Record<string, number> = {};
  for (const { issue, rule } of ours) {
    if (rule.startsWith('not-run.')) {
      const why = rule.slice('not-run.'.length);
      notRun[why] = (notRun[why] ?? 0) + 1;
      continue;
    }
    const one: RuleRates = rules.get(rule) ?? {
      ...{ rule, shown: 0, overridden: 0, lifted: 0 },
      ...{ byMonth: [], byUnit: [], reasons: {} },
    };
    rules.set(rule, one);
    const isLifted = issue.severity === 'high';
    const month = dayOf(new Date(issue.identifiedDateTime ?? '')).slice(0, 7);
    count(one, isLifted);
    count(rowOf(one.byMonth, month), isLifted);
    const { units } = signers.of(issue.author?.reference);
    for (const unit of units.length > 0 ? units : ['']) count(rowOf(one.byUnit, unit), isLifted);
    const reason = issue.mitigation?.[0]?.action.coding?.[0]?.code ?? '';
    one.reasons[reason] = (one.reasons[reason] ?? 0) + 1;
  }
  return {
    months,
    rules: [...rules.values()]
      .map((one) => ({ ...one, byMonth: one.byMonth.toSorted((a, b) => b.name.localeCompare(a.name)) }))
      .sort((a, b) => b.shown - a.shown),
    notRun,
    isPartial: issues.length >= maxIssues,
  };
}

const ruleOf = ({ code, status, identifiedDateTime }: DetectedIssue): string | null =>
  identifiedDateTime === undefined || status === 'entered-in-error'
    ? null
    : (code?.coding?.find(({ system }) => system === orderCheckSystem)?.code ?? null);

function count(row: Rate, isLifted: boolean): void {
  row.shown++;
  if (isLifted) row.lifted++;
  else row.overridden++;
}

function rowOf(rows: NamedRate[], name: string): NamedRate {
  const found = rows.find((row) => row.name === name);
  if (found) return found;
  const row = { name, shown: 0, overridden: 0, lifted: 0 };
  rows.push(row);
  return row;
}
