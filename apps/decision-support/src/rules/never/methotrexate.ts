import { folded } from '@keneyapp/clinical';
import { daysAWeek } from '../../case/dose.ts';
import { hasSubstance, isOfAtc, type Drug } from '../../case/drug.ts';
import type { AlertFinding } from '../../findings.ts';
import type { Rule } from '../rule.ts';
import { never } from './never.ts';

/** Never event 6 (2024): scheme of methotrexate by mouth or under the skin, outside oncology. Once a week, on one day. */
export const methotrexateRule: Rule = ({ drafts }) => drafts.flatMap(judged);

function judged(drug: Drug): AlertFinding[] {
  const isMethotrexate = hasSubstance(drug, 'methotrexate') || isOfAtc(drug, 'L01BA01', 'L04AX03');
  // no route written: it may be one of these
  const isMeant =
    drug.route === null || ['oral', 'subcutaneous', 'intramuscular', 'enteral-tube'].includes(drug.route);
  if (!isMethotrexate || !isMeant || isForCancer(drug)) return [];
  const days = drug.dosages.map(({ timing }) => daysAWeek(timing));
  if (days.length > 0 && days.every((one) => one !== null && one <= 1)) return [];
  const isSaid = days.some((one) => one !== null);
  return [
    never(drug, {
      rule: 'never.methotrexate-daily',
      summary: isSaid
        ? { fr: 'Méthotrexate : une seule prise par semaine', en: 'Methotrexate: one single dose a week' }
        : {
            fr: 'Méthotrexate : le jour de la semaine n’est pas écrit',
            en: 'Methotrexate: the day of the week is not written',
          },
      detail: {
        fr: 'Hors cancérologie, le méthotrexate par voie orale ou sous-cutanée se prend un seul jour par semaine. Une prise quotidienne est mortelle : elle ne peut pas être signée. En cancérologie, écrire l’indication sur la ligne.',
        en: 'Outside oncology methotrexate by mouth or under the skin is taken on one day of the week. Taken daily it kills: it cannot be signed. In oncology, write what it is for on the line.',
      },
    }),
  ];
}

const cancer =
  /cancer|carcino|leuc[ae]mi|leukem|lymphom|tumeur|tumor|sarcom|oncolog|hematolog|metasta|greffe de moelle/;
/** A code of chapter II of ICD-10 that is malignant, or words that say so. */
function isForCancer({ reasons }: Drug): boolean {
  return reasons.some((reason) => /^C\d\d/.test(reason) || cancer.test(folded(reason)));
}
