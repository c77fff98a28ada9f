import { clearance, filtrationRate, isUnstable, type Kidney, type KidneyFacts } from '../case/kidney.ts';
import { daysSince } from '../case/measured.ts';
import type { Case } from '../case/read-case.ts';
import { subjectOf, type Drug } from '../case/drug.ts';
import { keyOf, type Finding, type Source, type Words } from '../findings.ts';
import type { RuleData } from '../knowledge/rule-data.ts';
import { dayIn, isMeant, noRule, notChecked, numberIn, type Rule, type RuleSettings } from './rule.ts';

type Line = RuleData['kidney'][number];
const title: Words = { fr: 'Fonction rénale', en: 'Renal function' };
const kdigo: Source = {
  label: 'KDIGO, Acute Kidney Injury, 2.1',
  url: 'https://kdigo.org/guidelines/acute-kidney-injury/',
  date: '2012',
};
const by: Record<Kidney['by'], Words> = {
  laboratory: { fr: 'DFG du laboratoire', en: 'laboratory’s GFR' },
  'ckd-epi': { fr: 'DFG calculé (CKD-EPI 2021)', en: 'calculated GFR (CKD-EPI 2021)' },
  cockcroft: { fr: 'clairance (Cockcroft et Gault)', en: 'clearance (Cockcroft-Gault)' },
};

/** Limits as the summaries of products give them (data/kidney.json, each line with its source). */
export const kidneyRule: Rule = (of, { data, settings }) => [
  ...of.drafts.flatMap((drug) =>
    judged(
      drug,
      of,
      data.kidney.filter((line) => isMeant(drug, line)),
      settings,
    ),
  ),
  ...noRule('kidney', of.drafts, data.kidney, { fr: 'Fonction rénale', en: 'Renal function' }),
];

function judged(drug: Drug, of: Case, lines: readonly Line[], settings: RuleSettings): Finding[] {
  if (lines.length === 0) return [];
  const facts = factsOf(of, settings);
  if (!facts)
    return missing(drug, {
      fr: 'La biologie n’a pas été transmise.',
      en: 'Laboratory results were not handed over.',
    });
  const unstable = isUnstable(facts) ? [moves(drug, facts)] : [];
  const rates = lines.map((line) => ({ line, kidney: kidneyFor(line, facts, settings) }));
  // the strictest limit that is met says it all: contraindicated, not "half the dose" as well
  const met = rates
    .filter(({ line, kidney }) => kidney !== null && kidney.value < line.below)
    .sort((a, b) => a.line.below - b.line.below)[0];
  if (met?.kidney) return [...unstable, alert(drug, met.line, met.kidney)];
  const kidney = rates.find((one) => one.kidney !== null)?.kidney;
  if (!kidney) return [...unstable, ...missing(drug, whyMissing(of))];
  if (!kidney.isOld) return unstable;
  const day = dayIn(kidney.at);
  return [
    ...unstable,
    ...missing(drug, {
      fr: `Dernière valeur ancienne : ${numberIn(kidney.value).fr} mL/min le ${day.fr}.`,
      en: `The last value is old: ${numberIn(kidney.value).en} mL/min on ${day.en}.`,
    }),
  ];
}

function factsOf(of: Case, settings: RuleSettings): KidneyFacts | null {
  const { creatinines, filtrations, weights, ageMonths, sex, now } = of;
  if (!creatinines || !filtrations) return null;
  const [weight] = weights ?? [];
  return {
    creatinines,
    filtrations,
    weightKg: weight && daysSince(weight.at, now) <= 365 ? weight.value : null,
    ageYears: ageMonths === null ? null : Math.floor(ageMonths / 12),
    sex,
    now,
    maxDays: settings.renalDays,
  };
}

/** Doses by the clearance where it can be had; the laboratory's estimate stands in for it, and is named. */
function kidneyFor({ measure }: Line, facts: KidneyFacts, { doseEquation }: RuleSettings): Kidney | null {
  const own = measure === 'clearance' && doseEquation === 'cockcroft' ? clearance(facts) : null;
  return own ?? filtrationRate(facts);
}

const missing = (drug: Drug, detail: Words): Finding[] => [
  notChecked(`kidney:${subjectOf(drug)}`, [drug], title, {
    fr: `${drug.name} : ${detail.fr}`,
    en: `${drug.name}: ${detail.en}`,
  }),
];

function whyMissing({ creatinines, ageMonths, sex }: Case): Words {
  if ((creatinines ?? []).length === 0)
    return { fr: 'aucune créatinine ni DFG dans le dossier.', en: 'no creatinine or GFR in the chart.' };
  if (ageMonths === null || sex === null)
    return { fr: 'âge ou sexe manquant.', en: 'age or sex is missing.' };
  return { fr: 'pas d’équation à cet âge.', en: 'no equation at this age.' };
}

function alert(drug: Drug, line: Line, kidney: Kidney): Finding {
  const [day, value] = [dayIn(kidney.at), numberIn(kidney.value)];
  const old = kidney.isOld ? { fr: ', valeur ancienne', en: ', an old value' } : { fr: '', en: '' };
  return {
    kind: 'alert',
    rule: 'kidney.limit',
    key: keyOf('kidney.limit', subjectOf(drug), String(line.below)),
    orders: [drug.id],
    level: line.level,
    canLift: false,
    summary: {
      fr: `${drug.name} : fonction rénale à ${value.fr} mL/min (limite ${line.below})`,
      en: `${drug.name}: renal function is ${value.en} mL/min (limit ${line.below})`,
    },
    detail: {
      fr: `${line.says.fr}\n\n${by[kidney.by].fr} : ${value.fr} mL/min le ${day.fr}${old.fr}.`,
      en: `${line.says.en}\n\n${by[kidney.by].en}: ${value.en} mL/min on ${day.en}${old.en}.`,
    },
    source: line.source,
  };
}

function moves(drug: Drug, { creatinines }: KidneyFacts): Finding {
  const values = creatinines.slice(0, 3).map(({ value, at }) => [Math.round(value), dayIn(at)] as const);
  const list = (language: 'fr' | 'en') =>
    values.map(([value, day]) => `${value} µmol/L (${day[language]})`).join(', ');
  return {
    kind: 'alert',
    rule: 'kidney.unstable',
    key: keyOf('kidney.unstable', subjectOf(drug)),
    orders: [drug.id],
    level: 'needs-reason',
    canLift: false,
    summary: {
      fr: `${drug.name} : fonction rénale instable, aucune estimation n’est fiable`,
      en: `${drug.name}: unstable renal function, no estimate holds`,
    },
    detail: { fr: `Créatinine : ${list('fr')}.`, en: `Creatinine: ${list('en')}.` },
    source: kdigo,
  };
}
