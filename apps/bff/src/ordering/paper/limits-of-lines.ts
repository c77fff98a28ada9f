import { readRequest } from '@keneyapp/fhir-model/medication';
import type { Regimen } from '@keneyapp/clinical/prescribing';
import { formerOf, regimenFor, type Formers } from '../formers.ts';
import type { LineIssue } from '../line-issue.ts';
import type { OrderContext } from '../order-context.ts';
import type { OrderLine } from '../order-lines.ts';
import { drugFacts } from './facts.ts';
import { judgeLimits } from './judge-limits.ts';
import { limitsOf, readSubstanceRules, type PrescriptionLimits } from './substance-rules.ts';

/** What the rules of its substance say of a drug that is ordered. */
export interface LimitedLine {
  limits: PrescriptionLimits;
  regimen: Regimen;
  /** In the ward there is no paper and no longest duration. */
  leavesHospital: boolean;
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
      return { limits: limitsOf(rules, atc, today), regimen, leavesHospital: setting !== 'inpatient' };
    }),
  );
}

export const issuesOfLimits = (
  lines: readonly OrderLine[],
  limited: readonly (LimitedLine | null)[],
): LineIssue[] =>
  limited.flatMap((one, i) =>
    one?.leavesHospital
      ? [...judgeLimits(one.regimen, one.limits, { isRenewal: lines[i]?.act === 'renew' })].map(
          ({ path, reason }) => ({ path: ['lines', i, ...path], reason }),
        )
      : [],
  );
