import { clearance, filtrationRate, isUnstable, type Kidney, type KidneyFacts } from '../case/kidney.ts';
import { daysSince, type Measured } from '../case/measured.ts';
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
const kdigoChronic: Source = {
  label: 'KDIGO, Chronic Kidney Disease, 2.1.3',
  url: 'https://kdigo.org/guidelines/ckd-evaluation-and-management/',
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

/**
 * Of a chart that is opened: it fell since a drug was begun that the kidneys clear. A lower category with a quarter less than
 * the best of the last year (KDIGO 2012, Chronic Kidney Disease, 2.1.3).
 */
export const kidneyFellRule: Rule = (of, { data, settings }) => {
  const facts = factsOf(of, settings);
  const cleared = of.drafts.filter((drug) => data.kidney.some((line) => isMeant(drug, line)));
  if (!facts || cleared.length === 0) return [];
  const rates = ratesOf(facts);
  const [latest, ...before] = rates;
  const best = before.toSorted((a, b) => b.value - a.value)[0];
  if (!latest || !best || daysSince(latest.at, of.now) > settings.renalDays) return [];
  if (latest.value > best.value * 0.75 || categoryOf(latest.value) <= categoryOf(best.value)) return [];
  const [now, then] = [numberIn(Math.round(latest.value)), numberIn(Math.round(best.value))];
  const names = [...new Set(cleared.map(({ name }) => name))].join(', ');
  return [
    {
      kind: 'alert',
      rule: 'kidney.fell',
      key: keyOf('kidney.fell', latest.at.slice(0, 10)),
      orders: cleared.map(({ id }) => id),
      level: 'needs-reason',
      canLift: false,
      summary: {
        fr: `Fonction rénale en baisse : ${now.fr} mL/min, pour ${then.fr} mL/min`,
        en: `Renal function fell: ${now.en} mL/min, from ${then.en} mL/min`,
      },
      detail: {
        fr: `Le ${dayIn(best.at).fr} : ${then.fr} mL/min ; le ${dayIn(latest.at).fr} : ${now.fr} mL/min. Éliminés par le rein, en cours : ${names}.`,
        en: `On ${dayIn(best.at).en}: ${then.en} mL/min; on ${dayIn(latest.at).en}: ${now.en} mL/min. Cleared by the kidneys and current: ${names}.`,
      },
      source: kdigoChronic,
    },
  ];
};

/** Of the last year, the latest first: the laboratory's, or what its creatinine gives. */
function ratesOf(facts: KidneyFacts): Measured[] {
  const { filtrations, creatinines, now } = facts;
  const recent = (all: readonly Measured[]) => all.filter(({ at }) => daysSince(at, now) <= 365);
  if (recent(filtrations).length > 1) return recent(filtrations);
  return recent(creatinines).flatMap((creatinine) => {
    const rate = filtrationRate({ ...facts, filtrations: [], creatinines: [creatinine] });
    return rate ? [{ value: rate.value, at: creatinine.at }] : [];
  });
}

/** G1 to G5. */
const categoryOf = (value: number): number => [90, 60, 45, 30, 15].filter((limit) => value < limit).length;

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
