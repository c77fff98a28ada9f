import { folded } from '@keneyapp/clinical';
import { daysAWeek } from '../../case/dose.ts';
import { hasSubstance, isOfAtc, overlap, type Drug } from '../../case/drug.ts';
import type { AlertFinding } from '../../findings.ts';
import { currentMissing, type Rule } from '../rule.ts';
import { never } from './never.ts';

/** Never event 6 (2024): scheme of methotrexate by mouth or under the skin, outside oncology. Once a week, on one day. */
export const methotrexateRule: Rule = ({ drafts, current }) => {
  const ordered = drafts.filter(isJudged);
  // each once a week, they are taken daily together
  const together = [...ordered, ...(current ?? []).filter(isJudged)];
  return [
    ...ordered.flatMap((drug) => {
      const found = judged(drug);
      const beside = together.filter((other) => overlap(drug, other));
      return found.length > 0 || beside.length < 2 || areOnOneDay(beside) ? found : [several(drug)];
    }),
    ...(current ? [] : currentMissing('never.methotrexate-daily', ordered)),
  ];
};

/** By any way but a needle into a vein or the spine; no route written may be one of these. */
const isJudged = (drug: Drug): boolean =>
  (hasSubstance(drug, 'methotrexate') || isOfAtc(drug, 'L01BA01', 'L04AX03')) &&
  (drug.routes.length === 0 ||
    drug.routes.some((route) => route !== 'intravenous' && route !== 'intrathecal')) &&
  !isForCancer(drug);

/** Two strengths make one dose: all of them name the same day of the week. */
function areOnOneDay(drugs: readonly Drug[]): boolean {
  const days = drugs.flatMap(({ dosages }) => dosages.map(({ timing }) => timing?.daysOfWeek ?? []));
  return new Set(days.map((each) => each.join())).size === 1 && days[0]?.length === 1;
}

/** Steps that follow each other within a week are several doses a week. */
const areStepsShort = (drug: Drug): boolean =>
  drug.written.length > 1 &&
  !areOnOneDay([drug]) &&
  drug.written.slice(0, -1).some((step) => (daysOfStep(step) ?? 0) < 7);

function daysOfStep({ timing }: Drug['written'][number]): number | null {
  const { start, end } = timing?.repeat?.boundsPeriod ?? {};
  const { value, code } = timing?.repeat?.boundsDuration ?? {};
  if (start && end) return (Date.parse(end.slice(0, 10)) - Date.parse(start.slice(0, 10))) / 86_400_000 + 1;
  const days = { h: 1 / 24, d: 1, wk: 7, mo: 30, a: 365 }[code ?? ''];
  return value !== undefined && days !== undefined ? value * days : null;
}

function several(drug: Drug): AlertFinding {
  return never(drug, {
    rule: 'never.methotrexate-daily',
    amount: 'several',
    summary: {
      fr: 'Méthotrexate : plusieurs prescriptions à la fois, sans le même jour de la semaine',
      en: 'Methotrexate: several orders at once, without the same day of the week',
    },
    detail: {
      fr: 'Hors cancérologie, une seule prise par semaine, toutes lignes et traitements en cours compris. Arrêter la prescription en cours, ou écrire le même jour sur chaque ligne qui compose la dose.',
      en: 'Outside oncology one dose a week, over all lines and what is current. Stop the current order, or write the same day on each line that makes up the dose.',
    },
  });
}

function judged(drug: Drug): AlertFinding[] {
  const days = drug.dosages.map(({ timing }) => daysAWeek(timing));
  const isWeekly = days.length > 0 && days.every((one) => one !== null && one <= 1);
  if (isWeekly && !areStepsShort(drug)) return [];
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
/** Words that speak of a cancer that is not what it is for. */
const denied =
  /\b(pas|sans|hors|aucun\w*|exclu\w*|elimine\w*|antecedents?|atcd|depistage|familia\w*|no|not|without|history)\b/;
/** A code of chapter II of ICD-10 that is malignant, or words that say so; a note beside the order says nothing of it. */
function isForCancer({ reasons }: Drug): boolean {
  return reasons.some(
    (reason) => /^C\d\d/.test(reason) || (cancer.test(folded(reason)) && !denied.test(folded(reason))),
  );
}
