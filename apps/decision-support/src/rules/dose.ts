import { added, isKnown, milligrams, mostADay, type Known, type Unknown } from '../case/dose.ts';
import type { Drug, Strength } from '../case/drug.ts';
import { daysSince } from '../case/measured.ts';
import type { Case } from '../case/read-case.ts';
import { keyOf, type Finding, type Words } from '../findings.ts';
import type { RuleData } from '../knowledge/rule-data.ts';
import { isMeant, noRule, notChecked, numberIn, type Rule } from './rule.ts';

type Line = RuleData['doses'][number];
const title: Words = { fr: 'Dose maximale', en: 'Maximum dose' };
const why: Record<Unknown, Words> = {
  'no-dose': { fr: 'la dose n’est pas écrite', en: 'the dose is not written' },
  'no-rhythm': { fr: 'le rythme n’est pas écrit', en: 'how often is not written' },
  'several-substances': {
    fr: 'une dose en milligrammes d’une association ne dit rien de chaque substance',
    en: 'a dose in milligrams of a combination says nothing of each substance',
  },
  'no-strength': { fr: 'le dosage d’une unité n’est pas connu', en: 'the strength of a unit is not known' },
  'no-weight': { fr: 'le poids manque ou est ancien', en: 'the weight is missing or old' },
  'other-unit': { fr: 'l’unité ne se convertit pas', en: 'the unit cannot be converted' },
};

/** Highest doses a day, over all that is ordered and taken of a substance (data/doses.json, each line with its source). */
export const doseRule: Rule = (of, { data }) => {
  const years = of.ageMonths === null ? null : of.ageMonths / 12;
  const lines = data.doses.filter((line) => isOfAge(line, years));
  const bySubstance = Map.groupBy(lines, ({ substances }) => substances.join('+'));
  return [
    ...[...bySubstance.values()].flatMap(([line]) => (line ? judged(line, of, years) : [])),
    ...(years === null ? ageMissing(of, data) : []),
    ...noRule('dose', of.drafts, data.doses, { fr: 'Dose maximale', en: 'Maximum dose' }),
  ];
};

const isOfAge = ({ fromYears = 0, belowYears = Infinity }: Line, years: number | null): boolean =>
  years !== null && years >= fromYears && years < belowYears;

function ageMissing({ drafts }: Case, { doses }: RuleData): Finding[] {
  const ruled = drafts.filter((drug) => doses.some((line) => isMeant(drug, line)));
  return ruled.length > 0
    ? [
        notChecked('dose', ruled, title, {
          fr: 'La date de naissance manque.',
          en: 'The date of birth is missing.',
        }),
      ]
    : [];
}

function judged(line: Line, of: Case, years: number | null): Finding[] {
  const { substances } = line;
  const drafts = of.drafts.filter((drug) => isMeant(drug, line));
  if (drafts.length === 0) return [];
  const current = (of.current ?? []).filter((drug) => isMeant(drug, line));
  const weight = weightOf(of, years);
  const all = [...drafts, ...current];
  const sum = added(all.map((drug) => mostADay(drug, substances, weight)));
  if (!isKnown(sum)) return [unknown(line, all, drafts, weight, sum)];
  const given = milligrams(sum.known);
  if (given === null) return [unknown(line, all, drafts, weight, { unknown: 'other-unit' })];
  if (line.maxMgPerKgPerDay !== undefined && weight === null)
    return [unknown(line, all, drafts, weight, { unknown: 'no-weight' })];
  const most = Math.min(
    line.maxMgPerDay,
    line.maxMgPerKgPerDay === undefined || weight === null ? Infinity : line.maxMgPerKgPerDay * weight,
  );
  // a rounding of a dose by weight is no excess
  if (given <= most * 1.001) return [];
  return [alert(line, drafts, all, given, most, weight)];
}

/** A weight that is recent enough for the age; a child's is old sooner. */
function weightOf({ weights, now }: Case, years: number | null): number | null {
  const [weight] = weights ?? [];
  const days = years === null || years >= 18 ? 365 : years < 2 ? 30 : 90;
  return weight && daysSince(weight.at, now) <= days ? weight.value : null;
}

function unknown(
  { substances }: Line,
  all: readonly Drug[],
  drafts: readonly Drug[],
  weight: number | null,
  sum: Known<Strength>,
): Finding {
  const reason = isKnown(sum) ? why['other-unit'] : why[sum.unknown];
  const of = all.filter((drug) => !isKnown(mostADay(drug, substances, weight))).map(({ name }) => name);
  const names = (of.length > 0 ? of : drafts.map(({ name }) => name)).join(', ');
  return notChecked(`dose:${substances.join('-')}`, drafts, title, {
    fr: `${names} : ${reason.fr}.`,
    en: `${names}: ${reason.en}.`,
  });
}

function alert(
  line: Line,
  drafts: readonly Drug[],
  all: readonly Drug[],
  given: number,
  most: number,
  weight: number | null,
): Finding {
  const known = line.substances[0] ?? '';
  // as the chart writes it; the rules know it without accents
  const name =
    all.flatMap(({ substances }) => substances).find((one) => line.substances.includes(one.base))?.name ??
    known;
  const [g, m] = [numberIn(given), numberIn(Math.round(most))];
  const perKg = line.maxMgPerKgPerDay;
  const byWeight: Words =
    perKg === undefined || weight === null
      ? { fr: '', en: '' }
      : {
          fr: ` (${perKg} mg/kg, ${numberIn(weight).fr} kg)`,
          en: ` (${perKg} mg/kg, ${numberIn(weight).en} kg)`,
        };
  return {
    kind: 'alert',
    rule: 'dose.day',
    // more of it is another question
    key: keyOf('dose.day', known, String(Math.round(given))),
    orders: drafts.map(({ id }) => id),
    level: 'needs-reason',
    canLift: false,
    summary: {
      fr: `Dose maximale dépassée : ${name}, ${g.fr} mg par jour pour ${m.fr} mg`,
      en: `Above the maximum dose: ${name}, ${g.en} mg a day for ${m.en} mg`,
    },
    detail: {
      fr: `${all.map((drug) => drug.name).join(' + ')} : ${g.fr} mg par jour au plus, limite ${m.fr} mg${byWeight.fr}.`,
      en: `${all.map((drug) => drug.name).join(' + ')}: ${g.en} mg a day at most, limit ${m.en} mg${byWeight.en}.`,
    },
    source: line.source,
  };
}
