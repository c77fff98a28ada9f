import { isOfAtc, overlap, type Drug } from '../../case/drug.ts';
import type { AlertFinding, Finding } from '../../findings.ts';
import { currentMissing, type Rule } from '../rule.ts';
import { hasDose, never, summaryOf } from './never.ts';

/** Never event 1: patients on anticoagulants. Two at once; one without a dose or a route. */
const groups = [
  { name: 'vka', atc: ['B01AA'] },
  { name: 'heparin', atc: ['B01AB', 'B01AX05'] },
  { name: 'direct', atc: ['B01AE07', 'B01AF'] },
] as const;

const groupOf = (drug: Drug): (typeof groups)[number]['name'] | null =>
  groups.find(({ atc }) => isOfAtc(drug, ...atc))?.name ?? null;

export const anticoagulantRule: Rule = ({ drafts, current }) => {
  const found: Finding[] = [];
  const ordered = drafts.filter((drug) => groupOf(drug) !== null);
  for (const [i, drug] of ordered.entries()) {
    if (!hasDose(drug) || drug.routes.length === 0) found.push(incomplete(drug));
    for (const other of [...ordered.slice(i + 1), ...(current ?? []).filter((one) => groupOf(one) !== null)])
      if (overlap(drug, other)) found.push(together(drug, other));
  }
  if (!current) found.push(...currentMissing('never.two-anticoagulants', ordered));
  return found;
};

const incomplete = (drug: Drug): AlertFinding =>
  never(drug, {
    rule: 'never.anticoagulant-incomplete',
    summary: { fr: `${drug.name} : dose ou voie manquante`, en: `${drug.name}: dose or route is missing` },
    detail: {
      fr: 'Un anticoagulant se prescrit avec sa dose, son unité et sa voie.',
      en: 'An anticoagulant is ordered with its dose, unit and route.',
    },
  });

/** Heparin and vitamin K antagonist overlap on purpose, and a direct one may take over: by a reason. Two of one kind never do. */
function together(drug: Drug, other: Drug): AlertFinding {
  const pair = new Set([groupOf(drug), groupOf(other)]);
  const isRelay = pair.has('vka') && pair.has('heparin');
  const isChange = pair.size === 2 && !isRelay;
  return never(drug, {
    rule: isRelay ? 'never.anticoagulant-relay' : 'never.two-anticoagulants',
    level: isRelay ? 'needs-reason' : 'blocks',
    canLift: isChange,
    with: [other],
    ...(isRelay || isChange
      ? { source: summaryOf('ELIQUIS, XARELTO, PRADAXA et COUMADINE', '4.2 à 4.5') }
      : {}),
    summary: {
      fr: `Deux anticoagulants à la fois : ${drug.name} + ${other.name}`,
      en: `Two anticoagulants at once: ${drug.name} + ${other.name}`,
    },
    detail: {
      fr: isRelay
        ? 'Attendu seulement pendant un relais, jusqu’à l’INR cible : le dire.'
        : 'Arrêter l’un dans les mêmes prescriptions, ou dater le relais.',
      en: isRelay
        ? 'Expected only during a relay, until the INR is on target: say so.'
        : 'Stop one of them in the same orders, or date the change.',
    },
  });
}
