import { interpretationFromCode, type Interpretation, folded } from '@keneyapp/clinical';
import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import { coded } from '../coded.ts';
import { systemOf, systems } from '../systems.ts';
import type { Coded, Direction, Level } from '../shapes.ts';

export interface Stated {
  level: Level;
  direction: Direction;
}

const levels: Record<Interpretation, Stated> = {
  'critical-low': { level: 'critical', direction: 'low' },
  low: { level: 'abnormal', direction: 'low' },
  normal: { level: 'normal', direction: null },
  high: { level: 'abnormal', direction: 'high' },
  'critical-high': { level: 'critical', direction: 'high' },
  unknown: { level: 'unknown', direction: null },
};
export const levelOf = (interpretation: Interpretation): Stated => levels[interpretation];

const abnormal: Stated = { level: 'abnormal', direction: null };
const { normal } = levels;

/** http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation that say how, not which way. */
const plain: Record<string, Stated> = {
  A: abnormal,
  AA: { level: 'critical', direction: null },
  POS: abnormal,
  DET: abnormal,
  R: abnormal,
  NEG: normal,
  ND: normal,
};
const ofHl7 = /ObservationInterpretation|v2[-/]0078|2\.16\.840\.1\.113883\.5\.83|^$/;
/** SNOMED CT qualifiers and findings that say the same. */
const ofSnomed: Record<string, Stated> = {
  '17621005': normal,
  '281301001': normal,
  '260385009': normal,
  '260415000': normal,
  '263654008': abnormal,
  '394844007': abnormal,
  '10828004': abnormal,
  '260373001': abnormal,
  '30714006': abnormal,
  '75540009': levels.high,
  '281302008': levels.high,
  '371879000': levels.high,
  '62482003': levels.low,
  '281300000': levels.low,
  '371880002': levels.low,
};

function fromCode(coding: Coding): Stated | null {
  const code = coding.code?.trim() ?? '';
  const system = systemOf(coding);
  if (system === systems.snomed) return ofSnomed[code] ?? null;
  if (!ofHl7.test(system)) return null;
  const read = interpretationFromCode(code);
  return read === 'unknown' ? (plain[code] ?? null) : levels[read];
}

/** Whole phrases in French and English, accents aside; what is more than that stands as it was written. */
const degree =
  '(?:tres |legerement |moderement |nettement |discretement |fortement |very |slightly |mildly |moderately |markedly |significantly )?';
const phrase = (words: string) => new RegExp(`^${degree}(?:${words})$`);
const critical = '(?:critiques?|critically|critical|panique|panic|alarme|alert)';
const high =
  '(?:hauts?|hautes?|high|elevee?s?|elevated|augmentee?s?|increased|abnormally high|anormalement haute?)';
const low =
  '(?:bas|basse|basses|low|diminuee?s?|abaissee?s?|decreased|abnormally low|anormalement bas(?:se)?)';
const norm =
  '(?:de )?(?:la |les |des )?(?:normale?s?|normes?|valeurs normales|valeurs de reference|limites?(?: superieure| inferieure)?(?: de la normale)?)';
const phrases: readonly (readonly [RegExp, Stated])[] = [
  [phrase(`${critical} ${high}|${high} ${critical}|(?:valeur )?${critical} haute?`), levels['critical-high']],
  [phrase(`${critical} ${low}|${low} ${critical}|(?:valeur )?${critical} basse?`), levels['critical-low']],
  [
    phrase(`(?:valeur )?${critical}|${critical} (?:abnormal|anormale?|value|result)`),
    { level: 'critical', direction: null },
  ],
  [
    phrase(
      `${high}|superieure? (?:a )?${norm}|au-?\\s?dessus ${norm}|above (?:the )?(?:normal|reference)(?: range| limits?)?`,
    ),
    levels.high,
  ],
  [
    phrase(
      `${low}|inferieure? (?:a )?${norm}|au-?\\s?dessous ${norm}|below (?:the )?(?:normal|reference)(?: range| limits?)?`,
    ),
    levels.low,
  ],
  [
    phrase(
      'anormale?s?|anormaux|abnormal|pathologique|hors (?:norme|normes|limites)|outside (?:normal|reference)(?: range| limits)?|positi(?:f|ve|fs|ves)|detectee?s?|detected',
    ),
    abnormal,
  ],
  [
    phrase(
      'normale?s?|normaux|dans (?:la norme|les normes|les limites(?: de la normale)?)|within (?:normal limits|(?:the )?(?:normal|reference) range)|wnl|negati(?:f|ve|fs|ves)|non detectee?s?|not detected',
    ),
    normal,
  ],
];

const readBefore = new Map<string, Stated | null>();

/** Thousands of values say `Normal`: the same words are read once. */
function fromWords(text: string | null): Stated | null {
  if (!text) return null;
  let found = readBefore.get(text);
  if (found === undefined) {
    found = readWords(text);
    if (readBefore.size < 1000) readBefore.set(text, found);
  }
  return found;
}

function readWords(text: string): Stated | null {
  const plainText = folded(text)
    .replaceAll(/[.!]+$/g, '')
    .trim();
  return (plainText && phrases.find(([pattern]) => pattern.test(plainText))?.[1]) || null;
}

const rank: Record<Level, number> = { critical: 0, abnormal: 1, normal: 2, unknown: 3 };

/** The worst; its direction is that of all who have one at all and agree. */
export function worstOf(all: readonly Stated[]): Stated | null {
  const [first] = all.toSorted((a, b) => rank[a.level] - rank[b.level]);
  if (!first) return null;
  const directions = (of: readonly Stated[]) => [...new Set(of.flatMap((s) => s.direction ?? []))];
  const own = directions(all.filter((s) => s.level === first.level));
  const found = own.length > 0 ? own : directions(all);
  const isAway = first.level === 'critical' || first.level === 'abnormal';
  return { level: first.level, direction: isAway && found.length === 1 ? (found[0] ?? null) : null };
}

/** What the author of a value said of it: the worst of all codes and plain words, and what is no level as it stands. */
export function readInterpretation(concepts: readonly CodeableConcept[] | undefined): {
  stated: Stated | null;
  said: Coded[];
} {
  const all: Stated[] = [];
  const said: Coded[] = [];
  for (const concept of concepts ?? []) {
    const found = [
      ...(concept.coding ?? []).flatMap((c) => [fromCode(c), fromWords(c.display ?? null)]),
      fromWords(concept.text ?? null),
    ].filter((s) => s !== null);
    all.push(...found);
    const read = coded(concept);
    const isWordless =
      read.text === null || fromWords(read.text) !== null || isStandardName(concept, read.text);
    const isTold = found.length > 0 && isWordless && !read.codes.some((c) => finer.includes(c.code));
    if (!isTold && (read.text !== null || read.codes.length > 0)) said.push(read);
  }
  return { stated: worstOf(all), said };
}

/** Codes that say more than their level: resistant is not just abnormal. */
const finer = ['R', 'POS', 'NEG', 'DET', 'ND', '10828004', '260385009', '260373001', '260415000', '30714006'];
const isStandardName = (concept: CodeableConcept, text: string) =>
  concept.text === undefined &&
  /^(Critical(ly)? (low|high)|(Significantly )?(low|high)|(Critically )?abnormal|Off scale (low|high))$/i.test(
    text,
  );
