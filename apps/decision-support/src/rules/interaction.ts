import { isIdentified, subjectOf, type Drug } from '../case/drug.ts';
import { keyOf, type Finding, type Level, type Words } from '../findings.ts';
import type { InteractionLevel } from '../knowledge/interactions-file.ts';
import { worstOf, type Interactions, type Protagonists } from '../knowledge/interactions.ts';
import { notChecked, type Rule } from './rule.ts';

/** Interactions of the list that is loaded (ANSM, Thésaurus des interactions médicamenteuses); its advice as it was published. */
const levels: Record<InteractionLevel, { rule: string; level: Level; says: Words }> = {
  CI: {
    rule: 'interaction.contraindicated',
    level: 'needs-reason',
    says: { fr: 'Contre-indication', en: 'Contraindicated' },
  },
  AD: {
    rule: 'interaction.not-advised',
    level: 'needs-reason',
    says: { fr: 'Association déconseillée', en: 'Not advised' },
  },
  PE: { rule: 'interaction.caution', level: 'informs', says: { fr: 'Précaution d’emploi', en: 'Caution' } },
  PC: {
    rule: 'interaction.to-consider',
    level: 'informs',
    says: { fr: 'À prendre en compte', en: 'To be considered' },
  },
};
const about: Words = { fr: 'Interactions', en: 'Interactions' };

export const interactionRule: Rule = ({ drafts, current }, { interactions }) => {
  const found: Finding[] = [];
  const taking = new Map<Drug, Protagonists>(
    [...drafts, ...(current ?? [])].map((drug) => [drug, interactions.protagonistsOf(drug)]),
  );
  const of = (drug: Drug) => taking.get(drug) ?? { keys: new Set<string>(), isKnown: false };
  for (const [i, draft] of drafts.entries())
    for (const other of [...drafts.slice(i + 1), ...(current ?? [])])
      found.push(...alertsBetween(interactions, draft, other, of(draft), of(other)));
  if (!current && drafts.length > 0)
    found.push(
      notChecked('interaction', drafts, about, {
        fr: 'Les traitements en cours n’ont pas été transmis.',
        en: 'Current drugs were not handed over.',
      }),
    );
  const { isSample } = interactions.file;
  const without = drafts.filter((drug) => isSample || !isIdentified(drug) || !of(drug).isKnown);
  if (without.length > 0)
    found.push({
      kind: 'no-rule',
      rule: 'interaction',
      orders: without.map(({ id }) => id),
      about: isSample
        ? {
            fr: `Interactions : aucune liste n’est chargée, hors ${interactions.size} exemples`,
            en: `Interactions: no list is loaded, but for ${interactions.size} examples`,
          }
        : {
            fr: 'Interactions : substance absente de la liste',
            en: 'Interactions: substance not in the list',
          },
    });
  const unlisted = isSample ? [] : (current ?? []).filter((drug) => isIdentified(drug) && !of(drug).isKnown);
  if (unlisted.length > 0 && drafts.length > 0) {
    const names = [...new Set(unlisted.map(({ name }) => name))].join(', ');
    found.push({
      kind: 'no-rule',
      rule: 'interaction.current',
      orders: drafts.map(({ id }) => id),
      about: {
        fr: `Interactions avec ${names}, en cours : substance absente de la liste`,
        en: `Interactions with ${names}, current: substance not in the list`,
      },
    });
  }
  return found;
};

/** Two drugs may meet under several names: the worst is said first, the others stand below it. */
function alertsBetween(
  interactions: Interactions,
  draft: Drug,
  other: Drug,
  a: Protagonists,
  b: Protagonists,
): Finding[] {
  const pairs = interactions.between(a, b);
  const [worst] = pairs;
  if (!worst) return [];
  const { rule, level, says } = levels[worstOf(worst)];
  const { publisher, title, date, url } = interactions.file;
  const said = pairs
    .map((pair) =>
      [`**${pair.a} + ${pair.b}** (${pair.levels.join(', ')})`, pair.mechanism, pair.advice]
        .filter(Boolean)
        .join('\n\n'),
    )
    .join('\n\n');
  return [
    {
      kind: 'alert',
      rule,
      key: keyOf(rule, subjectOf(draft), subjectOf(other)),
      orders: [draft.id, ...(other.isDraft ? [other.id] : [])],
      level,
      canLift: false,
      summary: {
        fr: `${says.fr} : ${draft.name} + ${other.name}`,
        en: `${says.en}: ${draft.name} + ${other.name}`,
      },
      // the advice is what was published, in its own language
      detail: { fr: said, en: said },
      source: { label: `${publisher}, ${title}`, url, date },
    },
  ];
}
