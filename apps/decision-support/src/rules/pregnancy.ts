import { answerDays, mayBePregnant } from '@keneyapp/fhir-model/pregnancy';
import { daysSince } from '../case/measured.ts';
import { subjectOf, type Drug } from '../case/drug.ts';
import type { Case } from '../case/read-case.ts';
import { keyOf, type Finding, type Words } from '../findings.ts';
import type { RuleData } from '../knowledge/rule-data.ts';
import { isMeant, noRule, notChecked, type Rule } from './rule.ts';

type Line = RuleData['pregnancy'][number];
const title: Words = { fr: 'Grossesse', en: 'Pregnancy' };

/** Drugs to be avoided in pregnancy, and some before it (data/pregnancy.json, each line with its source). */
export const pregnancyRule: Rule = (of, { data }) => {
  if (!mayConcern(of)) return [];
  return [
    ...of.drafts.flatMap((drug) =>
      data.pregnancy.filter((line) => isMeant(drug, line)).flatMap((line) => judged(drug, line, of)),
    ),
    ...noRule('pregnancy', of.drafts, data.pregnancy, { fr: 'Grossesse', en: 'Pregnancy' }),
  ];
};

/** A recorded one counts whoever it is of. */
const mayConcern = ({ pregnancy, ...who }: Case): boolean =>
  pregnancy?.state === 'pregnant' || pregnancy?.state === 'possible' || mayBePregnant(who);

function judged(drug: Drug, line: Line, { pregnancy, now, sex }: Case): Finding[] {
  if (pregnancy?.state === 'pregnant') return [alert(drug, line, true)];
  const isAnswered = pregnancy?.state === 'not-pregnant' && daysSince(pregnancy.at, now) <= answerDays;
  const isPossible = pregnancy?.state === 'possible' && daysSince(pregnancy.at, now) <= answerDays;
  return [
    ...(line.isAlsoBefore && sex === 'female' ? [alert(drug, line, false)] : []),
    ...(isAnswered
      ? []
      : [
          notChecked(
            `pregnancy:${subjectOf(drug)}`,
            [drug],
            title,
            isPossible
              ? {
                  fr: `${drug.name} : une grossesse est possible selon le dossier, à vérifier.`,
                  en: `${drug.name}: a pregnancy is possible according to the chart; make sure.`,
                }
              : {
                  fr: `${drug.name} : aucune réponse récente sur une grossesse dans le dossier.`,
                  en: `${drug.name}: no recent answer about pregnancy in the chart.`,
                },
          ),
        ]),
  ];
}

function alert(drug: Drug, line: Line, isPregnant: boolean): Finding {
  const rule = isPregnant ? 'pregnancy.avoid' : 'pregnancy.before';
  return {
    kind: 'alert',
    rule,
    key: keyOf(rule, subjectOf(drug)),
    orders: [drug.id],
    level: isPregnant ? line.level : 'informs',
    canLift: false,
    summary: isPregnant
      ? { fr: `Grossesse en cours : ${drug.name}`, en: `Pregnancy: ${drug.name}` }
      : { fr: `Femme en âge de procréer : ${drug.name}`, en: `Woman who may become pregnant: ${drug.name}` },
    detail: line.says,
    source: line.source,
  };
}
