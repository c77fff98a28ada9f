import { subjectOf } from '../case/drug.ts';
import { keyOf, type Finding } from '../findings.ts';
import { isMeant, noRule, notChecked, type Rule } from './rule.ts';

/** Ages as the summaries of products give them (data/ages.json, each line with its source). */
export const ageRule: Rule = ({ drafts, ageMonths }, { data }) => {
  const found = drafts.flatMap((drug): Finding[] =>
    data.ages
      .filter((line) => isMeant(drug, line))
      .flatMap((line): Finding[] => {
        if (ageMonths === null)
          return [
            notChecked(
              'age',
              [drug],
              { fr: 'Âge', en: 'Age' },
              {
                fr: `${drug.name} : la date de naissance manque.`,
                en: `${drug.name}: the date of birth is missing.`,
              },
            ),
          ];
        const isOutside =
          (line.belowMonths !== undefined && ageMonths >= line.belowMonths) ||
          (line.fromMonths !== undefined && ageMonths < line.fromMonths);
        if (isOutside) return [];
        return [
          {
            kind: 'alert',
            rule: 'age.limit',
            key: keyOf('age.limit', subjectOf(drug), String(line.belowMonths ?? line.fromMonths ?? 0)),
            orders: [drug.id],
            level: line.level,
            canLift: false,
            summary: { fr: `${drug.name} et l’âge du patient`, en: `${drug.name} and the patient’s age` },
            detail: line.says,
            source: line.source,
          },
        ];
      }),
  );
  return [...found, ...noRule('age', drafts, data.ages, { fr: 'Âge', en: 'Age' })];
};
