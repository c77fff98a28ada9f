import type { Case } from '../case/read-case.ts';
import type { Finding } from '../findings.ts';
import { ageRule } from './age.ts';
import { allergyRule } from './allergy.ts';
import { doseRule } from './dose.ts';
import { duplicateRule } from './duplicate.ts';
import { identityRule } from './identity.ts';
import { interactionRule } from './interaction.ts';
import { kidneyFellRule, kidneyRule } from './kidney.ts';
import { anticoagulantRule } from './never/anticoagulants.ts';
import { colchicineRule } from './never/colchicine.ts';
import { insulinRule } from './never/insulin.ts';
import { methadoneRule } from './never/methadone.ts';
import { methotrexateRule } from './never/methotrexate.ts';
import { potassiumRule } from './never/potassium.ts';
import { wrongRouteRule } from './never/wrong-route.ts';
import { pregnancyRule } from './pregnancy.ts';
import type { Knowledge, Rule } from './rule.ts';

const rules: Record<string, Rule> = {
  identity: identityRule,
  'never.methotrexate': methotrexateRule,
  'never.potassium': potassiumRule,
  'never.insulin': insulinRule,
  'never.anticoagulants': anticoagulantRule,
  'never.colchicine': colchicineRule,
  'never.methadone': methadoneRule,
  'never.wrong-route': wrongRouteRule,
  allergy: allergyRule,
  duplicate: duplicateRule,
  interaction: interactionRule,
  kidney: kidneyRule,
  age: ageRule,
  pregnancy: pregnancyRule,
  dose: doseRule,
};

/** What is asked of a chart that is opened, between what runs: what a look at an order does not tell. */
const whileRunning: Record<string, Rule> = {
  'never.anticoagulants': anticoagulantRule,
  'never.colchicine': colchicineRule,
  allergy: allergyRule,
  duplicate: duplicateRule,
  interaction: interactionRule,
  kidney: kidneyRule,
  'kidney.fell': kidneyFellRule,
  pregnancy: pregnancyRule,
  dose: doseRule,
};

const severity: Record<string, number> = { blocks: 0, 'needs-reason': 1, informs: 2 };
const rankOf = (finding: Finding): number =>
  finding.kind === 'alert' ? (severity[finding.level] ?? 2) : finding.kind === 'not-checked' ? 3 : 4;

/** What all rules say, worst first, once each. A rule that breaks is a check that did not run, never one that found nothing. */
export function check(
  of: Case,
  knowledge: Knowledge,
  onError: (rule: string, error: unknown) => void,
  asked = rules,
): Finding[] {
  if (of.drafts.length === 0) return [];
  const all = Object.entries(asked).flatMap(([name, rule]): Finding[] => {
    try {
      return rule(of, knowledge);
    } catch (error) {
      onError(name, error);
      return [
        {
          kind: 'not-checked',
          rule: name,
          orders: of.drafts.map(({ id }) => id),
          title: { fr: 'Règle en panne', en: 'A rule failed' },
          detail: {
            fr: `La règle « ${name} » n’a pas pu s’exécuter.`,
            en: `The rule “${name}” could not run.`,
          },
        },
      ];
    }
  });
  return merged(all).sort((a, b) => rankOf(a) - rankOf(b));
}

/** Between what runs, without anything new: what is grave enough to be told to whoever opens the chart, and what could not be asked. */
export const checkRunning = (
  of: Case,
  knowledge: Knowledge,
  onError: (rule: string, error: unknown) => void,
): Finding[] =>
  check({ ...of, drafts: of.current ?? [], current: [] }, knowledge, onError, whileRunning).filter(
    (finding) => finding.kind === 'alert' && finding.level !== 'informs',
  );

/** Two lines of one substance say the same once. */
function merged(all: readonly Finding[]): Finding[] {
  const known = new Map<string, Finding>();
  for (const finding of all) {
    const key =
      finding.kind === 'alert'
        ? finding.key
        : `${finding.kind} ${finding.rule} ${finding.kind === 'not-checked' ? finding.detail.fr : finding.about.fr}`;
    const before = known.get(key);
    // of two that say the same, the graver one is said
    const said = before && rankOf(before) <= rankOf(finding) ? before : finding;
    known.set(
      key,
      before ? { ...said, orders: [...new Set([...before.orders, ...finding.orders])] } : finding,
    );
  }
  return [...known.values()];
}
