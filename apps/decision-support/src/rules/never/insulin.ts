import { folded } from '@keneyapp/clinical';
import { amountsOf } from '../../case/dose.ts';
import { isOfAtc, type Drug } from '../../case/drug.ts';
import type { AlertFinding, Words } from '../../findings.ts';
import { additivesOf } from '../additives.ts';
import type { Rule } from '../rule.ts';
import { hasDose, never, wordsOf } from './never.ts';

/** Never event 8: insulin. Units written out, never `U`; nothing drawn from a pen; no slow insulin into a vein. */
export const insulinRule: Rule = ({ drafts }) =>
  drafts.flatMap((drug) =>
    isOfAtc(drug, 'A10A') || drug.substances.some(({ key }) => key.includes('insulin'))
      ? judged(drug)
      : inBag(drug),
  );

/** Insulin that goes into a bag of something else. */
function inBag(drug: Drug): AlertFinding[] {
  const wrong = additivesOf(drug).filter(
    ({ text, dose }) =>
      insulin.test(folded(text)) &&
      (dose ? !isUnits(dose.code ?? dose.unit ?? '') : !/\d\s?(UI|unit)/i.test(text)),
  );
  return wrong.length > 0
    ? [
        never(drug, {
          rule: 'never.insulin-unit',
          summary: {
            fr: 'Insuline dans une poche : la dose se prescrit en unités internationales (UI)',
            en: 'Insulin in a bag: the dose is ordered in international units',
          },
          detail: {
            fr: 'Ni mL, ni mg, ni « U » seul, ni nombre sans unité.',
            en: 'Neither mL, mg, “U” alone nor a number without a unit.',
          },
        }),
      ]
    : [];
}
const insulin = /insulin|actrapid|umuline|novorapid|humalog|apidra|insuman/;

/** The routes of the summaries of product characteristics; A10AF is inhaled. */
const injectedRoutes: readonly string[] = ['subcutaneous', 'intravenous', 'intramuscular'];

function judged(drug: Drug): AlertFinding[] {
  const found: AlertFinding[] = [];
  const units = drug.dosages
    .flatMap((dosage) => [...amountsOf(dosage), dosage.rate?.low, dosage.rate?.high])
    .filter((one) => one != null);
  const add = (rule: string, summary: Words, detail: Words) =>
    found.push(never(drug, { rule: `never.insulin-${rule}`, summary, detail }));
  // a dose that follows the glucose is an instruction; without one nothing says how much
  if (
    !hasDose(drug) &&
    !drug.written.some(
      ({ patientInstruction, text }) => patientInstruction ?? /glyc[ée]mie|protocole/i.test(text ?? ''),
    )
  )
    add(
      'no-dose',
      { fr: 'Insuline sans dose', en: 'Insulin without a dose' },
      {
        fr: 'Écrire la dose en unités internationales, ou le protocole selon la glycémie.',
        en: 'Write the dose in international units, or the protocol by glucose.',
      },
    );
  if (units.some(({ code, unit }) => !isUnits(code ?? unit ?? '')))
    add(
      'unit',
      {
        fr: 'Insuline : la dose se prescrit en unités internationales (UI)',
        en: 'Insulin: the dose is ordered in international units',
      },
      {
        fr: 'Ni mL, ni mg, ni « U » seul, ni nombre sans unité.',
        en: 'Neither mL, mg, “U” alone nor a number without a unit.',
      },
    );
  if (/\d\s?(?:U|u)\b(?!I)/.test(wordsOf(drug)))
    add(
      'abbreviation',
      { fr: 'Insuline : « U » se lit comme un zéro', en: 'Insulin: “U” is read as a zero' },
      {
        fr: 'Écrire « unités » ou « UI » en toutes lettres dans le texte.',
        en: 'Write “units” or “IU” in the text.',
      },
    );
  if (drug.routes.some((route) => !injectedRoutes.includes(route)) && !isOfAtc(drug, 'A10AF'))
    add(
      'route',
      { fr: 'Insuline : elle s’injecte', en: 'Insulin is injected' },
      {
        fr: 'Sous la peau, ou rapide dans une veine : corriger la voie.',
        en: 'Under the skin, or a rapid one into a vein: correct the route.',
      },
    );
  if (drug.routes.includes('intravenous') && isPen(drug))
    add(
      'pen-iv',
      {
        fr: 'Insuline : ni stylo ni cartouche par voie intraveineuse',
        en: 'Insulin: no pen or cartridge into a vein',
      },
      {
        fr: 'Un stylo ne sert qu’à la voie sous-cutanée ; prendre un flacon d’insuline rapide.',
        en: 'A pen is for under the skin alone; take a vial of rapid insulin.',
      },
    );
  if (drug.routes.includes('intravenous') && isOfAtc(drug, 'A10AC', 'A10AD', 'A10AE'))
    add(
      'slow-iv',
      { fr: 'Insuline lente ou mixte par voie intraveineuse', en: 'Slow or mixed insulin into a vein' },
      {
        fr: 'Seules les insulines rapides s’injectent dans une veine.',
        en: 'Rapid insulins alone are given into a vein.',
      },
    );
  return found;
}

const isUnits = (unit: string): boolean =>
  /^(\[iU\](\/(kg|h|d|kg\/h))?|UI(\/(kg|h|j))?|\{?unit[ée]s?( internationales?)?\}?)$/i.test(unit);
const isPen = ({ name }: Drug): boolean =>
  /stylo|cartouche|pen\b|penfill|flexpen|kwikpen|solostar|flextouch|innolet|junior/.test(folded(name));
