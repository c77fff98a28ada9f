import { folded } from '@keneyapp/clinical';
import { isIdentified, type Drug } from '../case/drug.ts';
import type { Finding } from '../findings.ts';
import { additivesOf } from './additives.ts';
import { notChecked, type Rule } from './rule.ts';

/** What rules cannot see of a drug is said: silence about it would be read as "nothing was found". */
export const identityRule: Rule = ({ drafts, current }) => [
  ...withoutClass(drafts, current ?? []),
  ...withAdditives(drafts),
];

/** Many rules know classes alone: allergies to one, anticoagulants, macrolides, what lengthens QT. */
function withoutClass(drafts: readonly Drug[], current: readonly Drug[]): Finding[] {
  const isOfNone = (drug: Drug) => drug.atc.length === 0 && isIdentified(drug);
  const ordered = drafts.filter(isOfNone);
  const taken = current.filter(isOfNone);
  const title = { fr: 'Classe du médicament', en: 'Class of the drug' };
  const say = (drugs: readonly Drug[], of: readonly Drug[], rule: string): Finding[] => {
    const names = [...new Set(of.map(({ name }) => name))].join(', ');
    return of.length > 0 && drugs.length > 0
      ? [
          notChecked(rule, drugs, title, {
            fr: `Sans code ATC, les règles par classe n’ont pas été vérifiées : ${names}.`,
            en: `Without an ATC code, rules by class were not checked: ${names}.`,
          }),
        ]
      : [];
  };
  return [...say(ordered, ordered, 'class-unknown'), ...say(drafts, taken, 'current.class-unknown')];
}

/** What is only there to dilute, and potassium, which has a rule of its own. */
const known =
  /^(nacl|na cl|chlorure de (sodium|potassium)|serum (physiologique|sale|glucose)|glucose|g ?(2,5|5|10|30)\b|eau p|ringer|kcl|k cl|potassium)/;

/** What goes into a bag is written in words, and may be any drug. */
function withAdditives(drafts: readonly Drug[]): Finding[] {
  return drafts.flatMap((drug) => {
    const unknown = additivesOf(drug).filter(({ text }) => !known.test(folded(text).trim()));
    const names = [...new Set(unknown.map(({ text }) => text))].join(', ');
    return unknown.length > 0
      ? [
          notChecked(
            'additive',
            [drug],
            { fr: 'Ajouts à la perfusion', en: 'Additives of the infusion' },
            {
              fr: `Écrits en mots, comparés à rien : ${names}.`,
              en: `Written in words, compared with nothing: ${names}.`,
            },
          ),
        ]
      : [];
  });
}
