import { readRequest } from '@keneyapp/fhir-model/medication';
import type { Regimen } from '@keneyapp/clinical/prescribing';
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

export const issuesOfLimits = (
  lines: readonly OrderLine[],
  limited: readonly (LimitedLine | null)[],
): LineIssue[] =>
  limited.flatMap((one, i) => {
    const line = lines[i];
    if (!one?.leavesHospital || !line) return [];
    const isRenewal = line.act === 'renew';
    const alone = [...judgeLimits(one.regimen, one.limits, { isRenewal })];
    const at = isRenewal ? ['duration'] : ['steps', one.regimen.steps.length - 1, 'duration'];
    const found =
      alone.length > 0 || !isBeyondTogether(i, lines, limited)
        ? alone
        : [issue(`beyond-${one.limits.maxDays ?? 0}-days`, ...at)];
    return found.map(({ path, reason }) => ({ path: ['lines', i, ...path], reason }));
  });

/** One line after another of the same substance is as long as both: from the first day to the end of this one. */
function isBeyondTogether(
  at: number,
  lines: readonly OrderLine[],
  limited: readonly (LimitedLine | null)[],
): boolean {
  const one = limited[at];
  const maxDays = one?.limits.maxDays ?? null;
  const [own, ...others] = [at, ...lines.keys()].flatMap((i) => {
    const [line, other] = [lines[i], limited[i]];
    if (!line || line.act === 'stop' || !other?.leavesHospital) return [];
    const isSame = other.atc.some((code) => one?.atc.includes(code));
    return isSame ? [{ start: Date.parse(line.start.slice(0, 10)), days: daysOf(other.regimen) }] : [];
  });
  if (maxDays === null || !own) return false;
  const first = Math.min(...others.map(({ start }) => start));
  return own.start > first && (own.start - first) / 86_400_000 + (own.days ?? 0) > maxDays;
}
