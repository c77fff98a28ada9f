import type { CodeableConcept } from '@medplum/fhirtypes';
import { codedOrNull } from './coded.ts';
import type { Coded } from './shapes.ts';
import { words } from './text.ts';

/**
 * Routes that are said in the reader's language, by their codes: SNOMED CT (descendants of 284009009, route of
 * administration), EDQM Standard Terms (`20…000`), HL7 v3 RouteOfAdministration; and by words that mean nothing else.
 */
const routes = {
  oral: [
    '26643006',
    '20053000',
    'PO',
    'C38288',
    'voie orale',
    'oral route',
    'oral use',
    'per os',
    'orale',
    'oral',
    'by mouth',
  ],
  sublingual: [
    '37839007',
    '20067000',
    'voie sublinguale',
    'sublingual route',
    'sublingual use',
    'sublingual',
  ],
  buccal: ['54471007', 'buccal route', 'buccal use'],
  intravenous: [
    '47625008',
    '20045000',
    'C38276',
    'voie intraveineuse',
    'intravenous route',
    'intravenous use',
    'intravenous',
    'intraveineuse',
  ],
  intramuscular: [
    '78421000',
    '20035000',
    'IM',
    'C28161',
    'voie intramusculaire',
    'intramuscular route',
    'intramuscular use',
    'intramuscular',
    'intramusculaire',
  ],
  subcutaneous: [
    '34206005',
    '20066000',
    'SQ',
    'C38299',
    'voie sous-cutanée',
    'subcutaneous route',
    'subcutaneous use',
    'subcutaneous',
    'sous-cutanée',
  ],
  intradermal: ['372464004', '20030000', 'intradermal route', 'intradermal use'],
  rectal: ['37161004', '20061000', 'PR', 'voie rectale', 'rectal route', 'rectal use', 'rectale'],
  vaginal: ['16857009', '20072000', 'voie vaginale', 'vaginal route', 'vaginal use'],
  transdermal: ['45890007', '20070000', 'voie transdermique', 'transdermal route', 'transdermal use'],
  cutaneous: ['448598008', '20003000', 'voie cutanée', 'cutaneous route', 'cutaneous use'],
  topical: ['6064005', 'topical route', 'topical use', 'topical'],
  nasal: ['46713006', '20049000', 'voie nasale', 'nasal route', 'nasal use'],
  ophthalmic: ['54485002', '20051000', 'ophthalmic route', 'ocular use', 'voie ophtalmique'],
  otic: ['10547007', '20001000', 'otic route', 'auricular use', 'voie auriculaire'],
  inhalation: [
    '447694001',
    '20020000',
    'voie inhalée',
    'inhalation use',
    'respiratory tract route',
    'inhalation',
  ],
  nasogastric: ['127492001', 'nasogastric route'],
  intrathecal: ['72607000', '20042000', 'intrathecal route', 'intrathecal use'],
  intraarterial: ['58100008', 'intra-arterial route', 'intraarterial route'],
  intraarticular: ['12130007', 'intra-articular route'],
} as const;
type RouteName = keyof typeof routes;
const byName = new Map<string, RouteName>(
  Object.entries(routes).flatMap(([route, names]) =>
    names.map((name) => [name.toLowerCase(), route as RouteName]),
  ),
);
const systems =
  /snomed\.info\/sct|edqm|0\.4\.0\.127\.0\.16\.1\.1\.2\.1|RouteOfAdministration|NCIThesaurus|2\.16\.840\.1\.113883\.(3\.26\.1\.1|5\.112)/i;

export interface Route extends Coded {
  /** The route that its codes or words mean; null where they mean none that is known here. */
  known: RouteName | null;
  /** Whether its author's words say nothing besides that route. */
  isSaidByName: boolean;
}

/** A route of administration, recognised where it can be; null when there is neither a word nor a code. */
export function readRoute(concept: CodeableConcept | undefined): Route | null {
  const route = codedOrNull(concept);
  if (!route) return null;
  const named = byName.get(route.text?.trim().toLowerCase() ?? '') ?? null;
  const meant = new Set(
    route.codes.flatMap((c) => (systems.test(c.system) ? (byName.get(c.code.toLowerCase()) ?? []) : [])),
  );
  // codes of different routes: none of them is taken for the one that was meant
  if (meant.size > 1) return { ...route, text: routeTexts(concept), known: null, isSaidByName: false };
  const known = [...meant][0] ?? named;
  return { ...route, known, isSaidByName: known !== null && (route.text === null || named === known) };
}

/** All that was written of it: the words, and those of each code. */
function routeTexts(concept: CodeableConcept | undefined): string | null {
  const all = [concept?.text, ...(concept?.coding ?? []).map(({ display, code }) => display ?? code)];
  return [...new Set(all.flatMap((text) => words(text) ?? []))].join(' / ') || null;
}
