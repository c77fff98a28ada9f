import { isIdentified, subjectOf, type Drug } from '../case/drug.ts';
import { keyOf, type Finding, type Source, type Words } from '../findings.ts';
import { notChecked, type Rule } from './rule.ts';

/** The same substance twice, whatever it is called. Level 5 of ATC is the substance: WHO Collaborating Centre, Guidelines for ATC classification. */
const source: Source = {
  label: 'OMS, classification ATC (5e niveau : la substance)',
  url: 'https://atcddd.fhi.no/atc/structure_and_principles/',
  date: '2024',
};
const title: Words = { fr: 'Doublons', en: 'Duplicates' };

export const duplicateRule: Rule = ({ drafts, current }) => {
  const found: Finding[] = [];
  for (const [i, draft] of drafts.entries())
    for (const other of [...drafts.slice(i + 1), ...(current ?? [])])
      if (isSame(draft, other)) found.push(alert(draft, other));
  if (!current && drafts.length > 0)
    found.push(
      notChecked('duplicate', drafts, title, {
        fr: 'Les traitements en cours n’ont pas été transmis : les doublons avec eux n’ont pas été cherchés.',
        en: 'Current drugs were not handed over: duplicates with them were not looked for.',
      }),
    );
  const unknown = drafts.filter((drug) => !isIdentified(drug));
  if (unknown.length > 0)
    found.push(
      notChecked('duplicate.drug-unknown', unknown, title, {
        fr: 'La substance de ces médicaments n’est pas connue.',
        en: 'The substance of these drugs is not known.',
      }),
    );
  const uncoded = (current ?? []).filter((drug) => !isIdentified(drug));
  if (uncoded.length > 0 && drafts.length > 0)
    found.push(
      notChecked(
        'current.drug-unknown',
        drafts,
        { fr: 'Traitements en cours', en: 'Current drugs' },
        {
          fr: `Sans substance connue, comparés à rien : ${namesOf(uncoded)}.`,
          en: `Without a known substance, compared with nothing: ${namesOf(uncoded)}.`,
        },
      ),
    );
  return found;
};

const namesOf = (drugs: readonly Drug[]): string => [...new Set(drugs.map(({ name }) => name))].join(', ');

const isSame = (a: Drug, b: Drug): boolean =>
  a.atc.some((code) => b.atc.includes(code)) ||
  a.substances.some((one) => b.substances.some((other) => one.key === other.key || one.base === other.base));

/** On the skin or in the eye it is another treatment than by mouth. */
const local = ['cutaneous', 'ocular', 'auricular', 'nasal', 'vaginal', 'inhalation'];
const isApart = (a: Drug, b: Drug): boolean =>
  (isLocal(a) && isThroughout(b)) || (isThroughout(a) && isLocal(b));
const isLocal = ({ routes }: Drug): boolean =>
  routes.length > 0 && routes.every((route) => local.includes(route));
const isThroughout = ({ routes }: Drug): boolean =>
  routes.length > 0 && !routes.some((route) => local.includes(route));

function alert(draft: Drug, other: Drug): Finding {
  const where: Words = other.isDraft
    ? { fr: 'dans ces mêmes prescriptions', en: 'in these same orders' }
    : { fr: 'en cours', en: 'current' };
  return {
    kind: 'alert',
    rule: 'duplicate.substance',
    key: keyOf('duplicate.substance', subjectOf(draft), other.isDraft ? 'basket' : other.id),
    orders: [draft.id, ...(other.isDraft ? [other.id] : [])],
    level: isApart(draft, other) ? 'informs' : 'needs-reason',
    canLift: false,
    summary: {
      fr: `Même substance ${where.fr} : ${other.name}`,
      en: `Same substance ${where.en}: ${other.name}`,
    },
    detail: { fr: `${draft.name} et ${other.name}.`, en: `${draft.name} and ${other.name}.` },
    source,
  };
}
