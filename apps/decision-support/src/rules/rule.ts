import type { Case } from '../case/read-case.ts';
import { hasSubstance, isOfAtc, type Drug } from '../case/drug.ts';
import type { Finding, NoRuleFinding, NotCheckedFinding, Words } from '../findings.ts';
import type { Interactions } from '../knowledge/interactions.ts';
import type { RuleData } from '../knowledge/rule-data.ts';

export interface RuleSettings {
  doseEquation: 'cockcroft' | 'laboratory';
  renalDays: number;
}
export interface Knowledge {
  data: RuleData;
  interactions: Interactions;
  settings: RuleSettings;
}
/** A rule says what it found of the drafts of a case; it asks nobody, and remembers nothing. */
export type Rule = (of: Case, knowledge: Knowledge) => Finding[];

export const isMeant = (drug: Drug, line: { substances: string[]; atc: string[] }): boolean =>
  hasSubstance(drug, ...line.substances) || isOfAtc(drug, ...line.atc);

/** Drafts that no line of a list speaks of: said once for all of them. */
export function noRule(
  rule: string,
  drugs: readonly Drug[],
  lines: readonly { substances: string[]; atc: string[] }[],
  about: Words,
): NoRuleFinding[] {
  const without = drugs.filter((drug) => !lines.some((line) => isMeant(drug, line)));
  return without.length > 0 ? [{ kind: 'no-rule', rule, orders: without.map(({ id }) => id), about }] : [];
}

export const notChecked = (
  rule: string,
  drugs: readonly Drug[],
  title: Words,
  detail: Words,
): NotCheckedFinding => ({ kind: 'not-checked', rule, orders: drugs.map(({ id }) => id), title, detail });

/** What is taken beside was not handed over: a rule over both says so for the drugs that it is about. */
export const currentMissing = (rule: string, drugs: readonly Drug[]): NotCheckedFinding[] =>
  drugs.length > 0
    ? [
        notChecked(
          rule,
          drugs,
          { fr: 'Avec les traitements en cours', en: 'With current drugs' },
          {
            fr: `Les traitements en cours n’ont pas été transmis : ${drugs.map(({ name }) => name).join(', ')}.`,
            en: `Current drugs were not handed over: ${drugs.map(({ name }) => name).join(', ')}.`,
          },
        ),
      ]
    : [];

/** A day as it is read in each language. */
export function dayIn(at: string): Words {
  const [year = '', month = '', day = ''] = at.slice(0, 10).split('-');
  return { fr: [day, month, year].filter(Boolean).join('/'), en: at.slice(0, 10) };
}

/** The number with the decimals it needs. */
export const numberIn = (value: number): Words => ({ fr: french.format(value), en: english.format(value) });
const french = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 3 });
const english = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });
