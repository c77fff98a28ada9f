import type { Annotation, CodeableConcept, Extension, Flag } from '@medplum/fhirtypes';
import { versionOf } from './bundles.ts';
import { coded, codedOrNull, oneOf } from './coded.ts';
import { date, isOver, latestFirst } from './dates.ts';
import { flagKinds, wordOf, type FlagKind } from './flag-kinds.ts';
import type { Coded } from './shapes.ts';
import { systems } from './systems.ts';
import { notes } from './text.ts';

/** What whoever comes to the bed must know. */
export interface PatientFlag {
  id: string;
  kind: 'isolation' | 'advance-directive' | 'other';
  text: string | null;
  code: Coded | null;
  since: string | null;
}

const categoryOf: Record<FlagKind, string> = {
  limitation: 'advance-directive',
  directives: 'advance-directive',
  contact: 'contact',
  droplet: 'contact',
  airborne: 'contact',
  protective: 'contact',
  fall: 'safety',
  other: 'clinical',
};
const ownCodes = 'https://keneyapp.example/fhir/CodeSystem/flag';
/** SNOMED CT "At risk for falls". */
const fallRisk = '129839007';
/** A flag has no notes of its own; HL7 has an extension for that (http://hl7.org/fhir/StructureDefinition/note). */
const noteUrl = 'http://hl7.org/fhir/StructureDefinition/note';

export interface FlagRow {
  id: string;
  /** Version, for `If-Match`. */
  version: string | null;
  /** Null of what another system recorded in words of its own. */
  kind: FlagKind | null;
  name: Coded;
  /** What was said beyond the kind; all of it where there is none. */
  detail: string | null;
  status: 'active' | 'inactive' | 'entered-in-error' | null;
  start: string | null;
  end: string | null;
  author: string | null;
  note: string | null;
}

/** Codes and words that isolation and advance directives are met with; a flag of another kind is shown with its own words. */
const isolation =
  /isolement|isolation|précautions? (complémentaires|contact|gouttelettes|air)|contact precautions|droplet|airborne|BMR|BHRe/i;
const directive =
  /directives? anticipées?|advance directive|living will|DNR|do not resuscitate|limitation.*(soins|traitement)|LATA/i;

/** What stands now. */
export function readFlags(flags: readonly Flag[], now: Date): PatientFlag[] {
  return flags
    .filter((f) => f.status === 'active' && !isOver(date(f.period?.end), now))
    .map((flag) => {
      const name = coded(flag.code);
      const said = [
        name.text,
        ...(flag.category ?? []).map((c) => coded(c).text),
        ...(flag.category ?? []).flatMap((c) => c.coding?.map((x) => x.code) ?? []),
      ].join(' ');
      const kind = directive.test(said) ? 'advance-directive' : isolation.test(said) ? 'isolation' : 'other';
      return {
        id: flag.id ?? '',
        kind,
        text: name.text,
        code: codedOrNull(flag.code),
        since: date(flag.period?.start),
      };
    });
}

/** Says of a flag that the patient has written down what they want; a limitation of treatment is another thing. */
export const namesDirectives = ({ text }: PatientFlag): boolean =>
  /directives? anticipées?|advance directive|living will/i.test(text ?? '');

export function readFlag(flag: Flag): FlagRow {
  const name = coded(flag.code);
  const kind = kindOf(name);
  return {
    id: flag.id ?? '',
    version: versionOf(flag),
    kind,
    name,
    detail: detailOf(name.text, kind),
    status: oneOf(['active', 'inactive', 'entered-in-error'], flag.status),
    start: date(flag.period?.start),
    end: date(flag.period?.end),
    author: flag.author?.display ?? null,
    note: notes(notesOfFlag(flag)),
  };
}

function kindOf({ codes }: Coded): FlagKind | null {
  const own = codes.find(({ system }) => system === ownCodes);
  if (own) return oneOf(flagKinds, own.code);
  return codes.some(({ system, code }) => system === systems.snomed && code === fallRisk) ? 'fall' : null;
}

function detailOf(text: string | null, kind: FlagKind | null): string | null {
  const word = kind === null ? '' : wordOf[kind];
  if (text === null || word === '' || !text.startsWith(word)) return text;
  return text.slice(word.length).replace(/^ : /, '') || null;
}

/** A kind with what is said beyond it, in codes and words. */
export function flagOf(
  kind: FlagKind,
  detail: string,
): Required<Pick<Flag, 'category'>> & Pick<Flag, 'code'> {
  const word = wordOf[kind];
  return {
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/flag-category', code: categoryOf[kind] }] },
    ],
    code: {
      coding: [
        { system: ownCodes, code: kind, ...(word ? { display: word } : {}) },
        ...(kind === 'fall' ? [{ system: systems.snomed, code: fallRisk }] : []),
      ],
      text: [word, detail].filter(Boolean).join(' : '),
    } satisfies CodeableConcept,
  };
}

const isNote = ({ url }: Extension): boolean => url === noteUrl;
export const notesOfFlag = ({ extension = [] }: Flag): Annotation[] =>
  extension.filter(isNote).flatMap(({ valueAnnotation }) => valueAnnotation ?? []);

/** A flag with these notes and no others; its other extensions stay. */
export function withNotesOfFlag({ extension = [], ...flag }: Flag, annotations: readonly Annotation[]): Flag {
  const all = [
    ...extension.filter((one) => !isNote(one)),
    ...annotations.map((valueAnnotation) => ({ url: noteUrl, valueAnnotation })),
  ];
  return { ...flag, ...(all.length > 0 ? { extension: all } : {}) };
}

export interface SortedFlags {
  current: FlagRow[];
  past: FlagRow[];
}

/** The latest first; without what was entered in error. */
export function sortFlags(all: readonly FlagRow[], now: Date): SortedFlags {
  const valid = all
    .filter(({ status }) => status !== 'entered-in-error')
    .toSorted(latestFirst(({ start }) => start));
  // as the banner reads them: what is not said to be active does not stand
  const isCurrent = ({ status, end }: FlagRow) => status === 'active' && !isOver(end, now);
  return { current: valid.filter(isCurrent), past: valid.filter((one) => !isCurrent(one)) };
}
