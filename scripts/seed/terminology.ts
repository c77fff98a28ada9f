import type { CodeSystem, ConceptMap, Resource, ValueSet } from '@medplum/fhirtypes';
import { licences, type Licence } from '../terminology/licences.ts';
import { drugs } from './codes/drugs.ts';
import { labs, panels } from './codes/labs.ts';
import { procedures, substances, vaccines } from './codes/substances-vaccines-procedures.ts';
import { problems, type ProblemCode } from './codes/problems.ts';
import { systems } from './codes/systems.ts';

type Concept = { code: string; display: string };
const unique = (list: readonly Concept[]): Concept[] =>
  [...new Map(list.map((c) => [c.code, c])).values()].sort((a, b) => (a.code < b.code ? -1 : 1));

/** Samples of the code systems that the demonstration uses; whole terminologies are imported, never shipped. */
export function terminologyResources(): Resource[] {
  const cim10 = unique(Object.values(problems)),
    loinc = unique([
      ...Object.values(labs),
      ...Object.values(panels).flatMap((p) =>
        p.code === null ? [] : [{ code: p.code as string, display: p.display }],
      ),
      ...vitalSigns,
    ]);
  const atc = unique([
    ...Object.values(drugs).map((d) => ({ code: d.atc, display: d.dci })),
    ...Object.values(vaccines).map((v) => ({ code: v.atc, display: v.display })),
  ]);
  const ccam = unique(Object.values(procedures).map((p) => ({ code: p.ccam, display: p.display }))),
    mapped = Object.values(problems).filter((p): p is ProblemCode & { snomed: string } => 'snomed' in p);
  return [
    sample('cim-10', systems.cim10, 'CIM-10', licences.cim10, cim10, 'problemes'),
    sample('loinc', systems.loinc, 'LOINC', licences.loinc, loinc, 'examens'),
    sample('atc', systems.atc, 'ATC', licences.atc, atc, 'medicaments'),
    sample('ccam', systems.ccam, 'CCAM', licences.ccam, ccam, 'actes'),
    sample(
      'snomed',
      systems.snomed,
      'SNOMED CT',
      licences.snomed,
      unique(Object.values(substances).map((s) => ({ code: s.snomed, display: s.display }))),
      'allergenes',
    ),
    whole('problemes', 'Problèmes', systems.cim10),
    whole('examens', 'Examens de biologie et constantes', systems.loinc),
    whole('medicaments', 'Médicaments', systems.atc),
    whole('actes', 'Actes', systems.ccam),
    whole('allergenes', 'Allergènes', systems.snomed),
    map(
      'cim10-snomed',
      'CIM-10 vers SNOMED CT',
      systems.cim10,
      systems.snomed,
      mapped.map((p) => [p.code, p.snomed]),
    ),
    map(
      'atc-whocc',
      'ATC, adresse française vers internationale',
      systems.atc,
      systems.whoAtc,
      atc.map((c) => [c.code, c.code]),
    ),
    localLaboratory,
  ];
}

/** What `npm run terminology` makes of a hospital's table of local codes, of a laboratory that there is not. */
const localLaboratory: ConceptMap = {
  resourceType: 'ConceptMap',
  id: 'cm-labo-exemple-loinc',
  url: 'https://keneyapp.example/fhir/ConceptMap/labo-exemple-loinc',
  name: 'LaboExempleLOINC',
  title: 'Codes d’un laboratoire fictif vers LOINC (échantillon de la démonstration)',
  description:
    'Échantillon : quelques codes d’un laboratoire qui n’existe pas. Ceux de vos laboratoires sont importés (npm run terminology).',
  publisher: licences.localToLoinc.publisher,
  copyright: licences.localToLoinc.copyright,
  status: 'active',
  experimental: true,
  group: [
    {
      source: 'https://laboratoire.example/codes',
      target: systems.loinc,
      element: (
        [
          ['NA', 'Natrémie', 'sodium'],
          ['K', 'Kaliémie', 'potassium'],
          ['CREA', 'Créatininémie', 'creatinine'],
          ['HB', 'Hémoglobine (NFS)', 'hemoglobin'],
          ['PLAQ', 'Plaquettes (NFS)', 'platelets'],
          ['CRP', 'CRP', 'crp'],
          ['HBA1C', 'Hémoglobine glyquée', 'hba1c'],
        ] as const
      ).map(([code, display, test]) => ({
        code,
        display,
        target: [{ code: labs[test].code, display: labs[test].display, equivalence: 'equivalent' as const }],
      })),
    },
  ],
};

const vitalSigns: readonly Concept[] = [
  ['85354-9', 'Pression artérielle'],
  ['8480-6', 'Pression systolique'],
  ['8462-4', 'Pression diastolique'],
  ['8867-4', 'Fréquence cardiaque'],
  ['9279-1', 'Fréquence respiratoire'],
  ['2708-6', 'Saturation en oxygène'],
  ['59408-5', 'SpO₂ par oxymétrie de pouls'],
  ['3151-8', 'Débit d’oxygène'],
  ['67775-7', 'Conscience (ACVPU)'],
  ['8310-5', 'Température'],
  ['29463-7', 'Poids'],
  ['8302-2', 'Taille'],
  ['39156-5', 'Indice de masse corporelle'],
  ['9843-4', 'Périmètre crânien'],
  ['72514-3', 'Douleur (échelle numérique)'],
].map(([code = '', display = '']) => ({ code, display }));

const valueSetUrl = (id: string): string => `https://keneyapp.example/fhir/ValueSet/${id}`;

/** Says of itself that it is a sample: an imported release takes its place. */
function sample(
  id: string,
  url: string,
  name: string,
  { publisher, copyright }: Licence,
  concept: Concept[],
  allCodes: string,
): CodeSystem {
  return {
    resourceType: 'CodeSystem',
    id: `cs-${id}`,
    url,
    name: name.replace(/[^A-Za-z]/g, ''),
    title: `${name} (échantillon de la démonstration)`,
    description: `Échantillon : les ${concept.length} codes que la démonstration emploie, avec leurs libellés. Ce n’est pas la terminologie ; une version officielle la remplace (npm run terminology).`,
    publisher,
    copyright,
    status: 'active',
    experimental: true,
    language: 'fr-FR',
    caseSensitive: true,
    content: 'fragment',
    valueSet: valueSetUrl(allCodes),
    count: concept.length,
    concept: concept.map(({ code, display }) => ({
      code,
      display,
      designation: [{ language: 'fr', value: display }],
    })),
  };
}
function whole(id: string, title: string, system: string): ValueSet {
  return {
    resourceType: 'ValueSet',
    id: `vs-${id}`,
    url: valueSetUrl(id),
    name: title.replace(/[^A-Za-z]/g, ''),
    title,
    status: 'active',
    language: 'fr-FR',
    compose: { include: [{ system }] },
  };
}
function map(
  id: string,
  title: string,
  source: string,
  target: string,
  pairs: readonly (readonly [string, string])[],
): ConceptMap {
  return {
    resourceType: 'ConceptMap',
    id: `cm-${id}`,
    url: `https://keneyapp.example/fhir/ConceptMap/${id}`,
    name: title.replace(/[^A-Za-z]/g, ''),
    title,
    status: 'active',
    group: [
      {
        source,
        target,
        element: pairs.map(([code, to]) => ({
          code,
          target: [{ code: to, equivalence: 'equivalent' as const }],
        })),
      },
    ],
  };
}
