import { added, isKnown, mostADay, mostAtOnce } from '../../case/dose.ts';
import { hasSubstance, isOfAtc, overlap, type Drug } from '../../case/drug.ts';
import type { AlertFinding, Finding, Source } from '../../findings.ts';
import { clearance, filtrationRate } from '../../case/kidney.ts';
import { currentMissing, notChecked, type Rule } from '../rule.ts';
import { never } from './never.ts';

/** Never event 14 (2024): colchicine, by its scheme, its interactions and the kidneys. */
const ansm: Source = {
  label: 'ANSM, risques de surdosage grave de la colchicine (never event 14, note DGOS/RI2/2024/75)',
  url: 'https://ansm.sante.fr/informations-de-securite/intoxications-graves-a-la-colchicine-colchicine-opocalcium-1-mg-et-colchimax-rappel-des-regles-de-bon-usage',
  date: '2016-09-21',
};
const names = ['colchicine'];
const isColchicine = (drug: Drug): boolean => hasSubstance(drug, ...names) || isOfAtc(drug, 'M04AC01');
/** Macrolides but spiramycin, and pristinamycin. */
const isMacrolide = (drug: Drug): boolean =>
  (isOfAtc(drug, 'J01FA') && !isOfAtc(drug, 'J01FA02')) ||
  isOfAtc(drug, 'J01FG01') ||
  hasSubstance(drug, 'pristinamycine');

export const colchicineRule: Rule = (of, { settings }) => {
  const { drafts, current } = of;
  const all = [...drafts, ...(current ?? [])];
  const found: Finding[] = [];
  for (const drug of drafts.filter(isColchicine)) {
    found.push(
      ...ofDose(
        drug,
        all.filter((one) => isColchicine(one) && overlap(drug, one)),
      ),
    );
    for (const other of all.filter(isMacrolide)) found.push(withMacrolide(drug, other));
    const facts = of.creatinines && {
      creatinines: of.creatinines,
      filtrations: of.filtrations ?? [],
      weightKg: of.weights?.[0]?.value ?? null,
      ageYears: of.ageMonths === null ? null : Math.floor(of.ageMonths / 12),
      ...{ sex: of.sex, now: of.now, maxDays: settings.renalDays },
    };
    const kidney = facts && (clearance(facts) ?? filtrationRate(facts));
    if (kidney && kidney.value < 30) found.push(ofKidney(drug, kidney.value));
    if (!kidney)
      found.push(
        notChecked(
          'never.colchicine-kidney',
          [drug],
          { fr: 'Colchicine', en: 'Colchicine' },
          {
            fr: 'La fonction rénale n’est pas connue ; au-dessous de 30 mL/min la colchicine est contre-indiquée.',
            en: 'Renal function is not known; below 30 mL/min colchicine is contraindicated.',
          },
        ),
      );
  }
  for (const drug of drafts.filter(isMacrolide))
    for (const other of (current ?? []).filter(isColchicine)) found.push(withMacrolide(drug, other));
  if (!current)
    found.push(
      ...currentMissing(
        'never.colchicine',
        drafts.filter((drug) => isColchicine(drug) || isMacrolide(drug)),
      ),
    );
  return found;
};

/** @param all what is ordered and taken of it: a day's dose on two lines is a day's dose */
function ofDose(drug: Drug, all: readonly Drug[]): Finding[] {
  const once = mostAtOnce(drug, names, null);
  const days = all.map((one) => mostADay(one, names, null));
  const alone = mostADay(drug, names, null);
  const day = isKnown(alone) ? added(days) : alone;
  const isTooMuch = (isKnown(once) && once.known.value > 1) || (isKnown(day) && day.known.value > 3);
  if (isTooMuch)
    return [
      never(drug, {
        rule: 'never.colchicine-dose',
        source: ansm,
        summary: {
          fr: 'Colchicine : plus de 1 mg par prise ou de 3 mg par jour',
          en: 'Colchicine: above 1 mg at a time or 3 mg a day',
        },
        detail: {
          fr: 'Marge thérapeutique étroite, pas d’antidote. 1 mg par prise au plus ; 3 mg ne sont jamais dépassés, toutes lignes et traitements en cours compris, et le premier jour seulement. Des paliers s’écrivent sur une seule ligne.',
          en: 'Narrow margin, no antidote. 1 mg at a time at most; 3 mg are never exceeded, over all lines and what is current, and on the first day alone. Steps are written on one line.',
        },
      }),
    ];
  if (isKnown(once) && isKnown(day)) return [];
  return [
    notChecked(
      'never.colchicine-dose',
      [drug],
      { fr: 'Colchicine', en: 'Colchicine' },
      {
        fr: 'La dose en milligrammes ne se lit pas : ni la prise ni la journée n’ont été vérifiées.',
        en: 'The dose in milligrams cannot be read: neither a dose nor the day was checked.',
      },
    ),
  ];
}

const withMacrolide = (drug: Drug, other: Drug): AlertFinding =>
  never(drug, {
    rule: 'never.colchicine-macrolide',
    source: ansm,
    with: [other],
    summary: {
      fr: `Association contre-indiquée : ${drug.name} + ${other.name}`,
      en: `Contraindicated together: ${drug.name} + ${other.name}`,
    },
    detail: {
      fr: 'Colchicine et macrolides (sauf spiramycine) ou pristinamycine : surdosage mortel.',
      en: 'Colchicine with macrolides (but spiramycin) or pristinamycin: fatal overdose.',
    },
  });

const ofKidney = (drug: Drug, value: number): AlertFinding =>
  never(drug, {
    rule: 'never.colchicine-kidney',
    source: ansm,
    summary: {
      fr: `Colchicine : fonction rénale à ${value} mL/min (30 au moins)`,
      en: `Colchicine: renal function is ${value} mL/min (30 at least)`,
    },
    detail: {
      fr: 'Contre-indiquée en insuffisance rénale sévère.',
      en: 'Contraindicated in severe renal impairment.',
    },
  });
