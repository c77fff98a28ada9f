import { folded } from '@keneyapp/clinical';
import type { CodeableConcept } from '@medplum/fhirtypes';
import type { Coded } from './shapes.ts';
import { systemOf, systems } from './systems.ts';
import { words } from './text.ts';

/**
 * Statements that there is nothing to list, which stand where an allergy, a problem, a treatment or a vaccine would:
 * "no known allergy" is no allergy. `none-known`: somebody asked and there is none. `not-asked`, `unknown`: nobody knows,
 * which is not the same and must not look the same.
 */
export interface Absence {
  says: 'none-known' | 'not-asked' | 'unknown';
  /** Of which kind alone it speaks; null of all. Only of allergies. */
  kind: AbsenceKind | null;
}
export type AbsenceKind = 'medication' | 'food' | 'environment' | 'biologic' | 'latex' | 'insect' | 'animal';
/** What the list is of. */
export type AbsenceOf = 'allergy' | 'problem' | 'medication' | 'immunization' | 'procedure' | 'family';

/** A statement as the page says it: what, since when, by whom. */
export interface Statement {
  id: string;
  /** Version, for `If-Match`; only of what can be struck out from its page. */
  version?: string | null;
  /** As it was written. */
  name: Coded;
  absence: Absence;
  recordedDate: string | null;
  recorder: string | null;
  /** Something is listed that this says there is none of. */
  isContradicted: boolean;
}

const none = (kind: AbsenceKind | null = null): Absence => ({ says: 'none-known', kind });
const unknown: Absence = { says: 'unknown', kind: null };
const notAsked: Absence = { says: 'not-asked', kind: null };

/** https://hl7.org/fhir/uv/ips/CodeSystem-absent-unknown-uv-ips.html */
const ips: Record<AbsenceOf, Record<string, Absence>> = {
  allergy: {
    'no-known-allergies': none(),
    'no-known-medication-allergies': none('medication'),
    'no-known-environmental-allergies': none('environment'),
    'no-known-food-allergies': none('food'),
    'no-allergy-info': unknown,
  },
  problem: { 'no-known-problems': none(), 'no-problem-info': unknown },
  medication: { 'no-known-medications': none(), 'no-medication-info': unknown },
  immunization: { 'no-known-immunizations': none(), 'no-immunization-info': unknown },
  procedure: { 'no-known-procedures': none(), 'no-procedure-info': unknown },
  family: {},
};

/** SNOMED CT: what FHIR's value set of allergies and the International Patient Summary name, and codes retired since. */
const snomed: Record<AbsenceOf, Record<string, Absence>> = {
  allergy: {
    '716186003': none(),
    '160244002': none(), // retired
    '409137002': none('medication'),
    '429625007': none('food'),
    '428607008': none('environment'),
    '716184000': none('latex'),
    '1003774007': none('latex'),
    '428197003': none('insect'),
    '716220001': none('animal'),
  },
  problem: { '160245001': none() },
  medication: { '787481004': none(), '1234391000168107': none(), '182904002': unknown },
  immunization: { '787482006': none() },
  procedure: { '787480003': none() },
  family: { '160266009': none() },
};
/** How it is written here that somebody asked and there is no allergy. */
export const noKnownAllergies: CodeableConcept = {
  coding: [{ system: systems.snomed, code: '716186003', display: 'No known allergy' }],
  text: 'Aucune allergie connue',
};
/** "Patient not asked": what FHIR's value set of allergies has for it. */
const snomedNotAsked = '1631000175102';

/** http://terminology.hl7.org/CodeSystem/data-absent-reason and v3-NullFlavor: why there is no value. */
const reasons: Record<string, Absence> = {
  unknown,
  'asked-unknown': unknown,
  'asked-declined': unknown,
  'temp-unknown': unknown,
  'not-asked': notAsked,
  UNK: unknown,
  NI: unknown,
  ASKU: unknown,
  NAV: unknown,
  NASK: notAsked,
};
const reasonSystem = /\/(data-absent-reason|v3-NullFlavor)$|2\.16\.840\.1\.113883\.5\.1008$/;

const noun: Record<AbsenceOf, string> = {
  allergy: 'allergies?|allergy|intolerances?|allergies? (?:ni|ou|or|and) intolerances?',
  problem:
    'problemes?|antecedents?|maladies?|pathologies?|problems?|conditions?|diagnos[ei]s|medical history',
  medication:
    'traitements?|medicaments?|medications?|medicines?|drugs?|treatments?|traitements? (?:en cours|medicamenteux|habituels?)|current medications?|regular medications?',
  immunization: 'vaccinations?|vaccins?|immuni[sz]ations?|vaccines?',
  family: 'antecedents? familia(?:l|ux)|family history',
  procedure:
    'interventions?(?: chirurgicales?)?|operations?|chirurgies?|actes?|antecedents? chirurgica(?:l|ux)|procedures?|surger(?:y|ies)|surgical history',
};
const kinds: [RegExp, AbsenceKind][] = [
  [/medicament|medicine|medication|\bdrugs?\b|\bnkda\b/, 'medication'],
  [/aliment|food|\bnkfa\b/, 'food'],
  [/environne?ment|pollen|respiratoire|pneumallerg/, 'environment'],
  [/latex/, 'latex'],
  [/insecte?|hymenopter/, 'insect'],
  [/anima(l|ux)/, 'animal'],
];
const adjectives =
  '(?: (?:medicamenteuses?|aux? medicaments?|alimentaires?|environnementales?|respiratoires?|au latex|aux insectes|aux animaux|particuliere?s?|particulier))?';
const known =
  '(?: (?:a ce jour|connue?s?|notee?s?|rapportee?s?|declaree?s?|signalee?s?|retrouvee?s?|recensee?s?|known|reported|recorded|noted|actifs?|actives?|en cours|to date))*';

/** Lower case, no accents, no punctuation at the ends: what is compared. */
const plain = (text: string | null | undefined): string =>
  folded(words(text ?? undefined) ?? '')
    .replaceAll(/[’‘`]/g, "'")
    .replaceAll(/[.!;:,()[\]"«»]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

const short = new RegExp(
  '^(?:nka|nkda|nkfa|ras|r a s|rien a signaler|neant|aucune?|aucune? connue?s?|none|nil|none known|nil known|nothing known)$',
);
const shortUnknown =
  /^(?:inconnue?s?|non (?:connue?s?|renseignee?s?|precisee?s?|determinee?s?)|unknown|not (?:known|recorded)|no information|pas d'information|information non disponible)$/;
const shortNotAsked =
  /^(?:non (?:demandee?s?|recherchee?s?|interrogee?s?)|pas demandee?s?|not asked|patient not asked)$/;

/** The whole text says that there is none, and nothing else. */
function saysNone(text: string, of: AbsenceOf): boolean {
  if (short.test(text)) return of === 'allergy' || !/^nk/.test(text);
  const what = `(?:${noun[of]})`;
  return [
    `^(?:(?:il n'y a )?(?:aucune?|pas d'|pas de |sans |absence d'|absence de |ni ) ?)(?:autre )?${what}${adjectives}${known}$`,
    `^(?:patient(?:e)? )?(?:n'a |n'ayant )?(?:pas d'|aucune? |pas de )${what}${adjectives}${known}$`,
    `^(?:the )?(?:patient )?(?:has )?(?:no|nil|without)(?: other)?(?: known| current| active| reported| history of)*(?: (?:drug|medication|medicine|medicinal|food|environmental|latex|insect|animal))? ${what}${known}(?: or disability)?$`,
    `^${what}${adjectives} ?(?:: ?)?(?:aucune?|neant|none|nil|non|no|0)${known}$`,
    `^non (?:allergique|connu allergique)$|^not allergic$`,
  ].some((pattern) => new RegExp(pattern).test(text));
}

function fromText(text: string, of: AbsenceOf): Absence | null {
  if (text === '') return null;
  const what = `(?:${noun[of]})`;
  if (
    shortNotAsked.test(text) ||
    new RegExp(`^${what} (?:non (?:recherchee?s?|demandee?s?)|not asked)$`).test(text)
  )
    return notAsked;
  if (
    shortUnknown.test(text) ||
    new RegExp(
      `^(?:no information (?:about|on|available about) |pas d'information sur (?:les |des )?)${what}$|^${what} (?:inconnue?s?|non renseignee?s?|unknown|not recorded)$`,
    ).test(text)
  )
    return unknown;
  if (!saysNone(text, of)) return null;
  return none(of === 'allergy' ? (kinds.find(([said]) => said.test(text))?.[1] ?? null) : null);
}

/**
 * What a concept says of absence, by its codes or by the whole of its words; null for anything real. A code counts for
 * nothing when the author's own words say something else: "NKA" over "penicillin" is an allergy to penicillin.
 */
export function absenceOf(concept: CodeableConcept | undefined, of: AbsenceOf): Absence | null {
  const codings = concept?.coding ?? [];
  const own = plain(concept?.text);
  const coded = codings
    .map((coding): Absence | null => {
      const [system, code] = [systemOf(coding), coding.code?.trim() ?? ''];
      if (/\/absent-unknown-uv-ips$/.test(system)) return ips[of][code] ?? null;
      if (system === systems.snomed) return code === snomedNotAsked ? notAsked : (snomed[of][code] ?? null);
      return reasonSystem.test(system) ? (reasons[code] ?? null) : null;
    })
    .find((found) => found !== null);
  const said = fromText(own, of);
  if (!coded)
    // a real code beside such words is a contradiction that is shown as what it is
    return said && codings.every((c) => !c.code || fromText(plain(c.display), of))
      ? said
      : own === '' && codings.length > 0
        ? fromText(plain(codings[0]?.display), of)
        : null;
  const isTheSame =
    own === '' ||
    said !== null ||
    codings.some((c) => plain(c.display) === own) ||
    /^(patient )?(no|none|nil|not|nka|nkda|aucune?|pas|sans|absence|unknown|inconnue?s?)\b/.test(own);
  return isTheSame ? (coded.kind === null && said?.kind ? said : coded) : null;
}

/** SNOMED CT's "known absent" and "definitely not present". */
const absentCodes = ['410516002', '410594000'];
const refutedWords =
  /^(ruled[ -]out|refuted|excluded|disproved|not present|absent|écarté|infirmé|réfuté|éliminé|exclu)e?(?!\p{L})/iu;

/** Whether a verification that is none of FHIR's words says that it was looked for and is not there. */
export function isRefuted(verification: Coded): boolean {
  return (
    verification.codes.some((c) => c.system === systems.snomed && absentCodes.includes(c.code)) ||
    refutedWords.test(verification.text ?? '')
  );
}
