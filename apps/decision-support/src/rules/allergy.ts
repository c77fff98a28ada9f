import type { CaseAllergy } from '../case/read-case.ts';
import { hasSubstance, isIdentified, isOfAtc, subjectOf, type Drug } from '../case/drug.ts';
import { keyOf, type Finding, type Level, type Source, type Words } from '../findings.ts';
import type { RuleData } from '../knowledge/rule-data.ts';
import { notChecked, type Rule } from './rule.ts';

/**
 * What the chart says of allergies, against what is ordered. How firm each is: verification status and type of FHIR's
 * AllergyIntolerance (https://hl7.org/fhir/R4/allergyintolerance.html). Confirmed blocks; refuted never comes here.
 */
const record: Source = { label: 'Allergies inscrites dans ce dossier', url: null, date: null };
const title: Words = { fr: 'Allergies', en: 'Allergies' };

export const allergyRule: Rule = ({ drafts, allergies }, { data }) => {
  if (!allergies)
    return drafts.length > 0
      ? [
          notChecked('allergy', drafts, title, {
            fr: 'Les allergies de ce dossier n’ont pas été transmises.',
            en: 'The allergies of this chart were not handed over.',
          }),
        ]
      : [];
  const ofDrugs = allergies.filter(({ isOfDrugs }) => isOfDrugs);
  const known = ofDrugs.map((one) => ({ ...one, classes: classesOf(one, data) }));
  const named = known.filter(({ isIdentified: is, classes }) => is || classes.length > 0);
  const unnamed = known.filter((one) => !named.includes(one));
  return [
    ...drafts.flatMap((drug) => named.flatMap((one) => meeting(drug, one, data) ?? [])),
    ...(unnamed.length > 0 && drafts.length > 0 ? uncoded(drafts, unnamed) : []),
    ...unidentified(drafts, ofDrugs),
  ];
};

const classesOf = ({ atcClasses, snomed }: CaseAllergy, { allergens }: RuleData): string[] => [
  ...atcClasses,
  ...allergens.filter((line) => snomed.includes(line.snomed)).flatMap(({ atc }) => atc),
];

type Named = CaseAllergy & { classes: string[] };

function meeting(drug: Drug, allergy: Named, data: RuleData): Finding | null {
  const isSame =
    isOfAtc(drug, ...allergy.atc, ...allergy.classes) ||
    allergy.substances.some(({ key, base }) => hasSubstance(drug, key, base));
  const codes = [...allergy.atc, ...allergy.classes];
  const isInClass = isOfAtc(
    drug,
    ...codes.filter((code) => code.length >= 5).map((code) => code.slice(0, 5)),
  );
  const cross = data.crossReactions.find(
    (line) => codes.some((code) => line.to.some((to) => code.startsWith(to))) && isOfAtc(drug, ...line.with),
  );
  if (allergy.kind === 'intolerance') return isSame ? ofIntolerance(drug, allergy) : null;
  if (isSame) return ofSame(drug, allergy);
  if (!isInClass && !cross) return null;
  return alert(drug, allergy, {
    rule: 'allergy.class',
    level: 'needs-reason',
    canLift: false,
    summary: {
      fr: `Allergie à ${allergy.name} : ${drug.name} est de la même famille, ou réagit de façon croisée`,
      en: `Allergy to ${allergy.name}: ${drug.name} is of the same class, or cross-reacts`,
    },
    detail: cross?.says ?? {
      fr: 'Même groupe chimique (ATC, 4e niveau) que la substance de l’allergie.',
      en: 'Same chemical group (ATC, level 4) as the substance of the allergy.',
    },
    source: cross?.source ?? record,
  });
}

const ofIntolerance = (drug: Drug, allergy: Named): Finding =>
  alert(drug, allergy, {
    rule: 'allergy.intolerance',
    level: 'informs',
    canLift: false,
    summary: { fr: `Intolérance à ${allergy.name}`, en: `Intolerance to ${allergy.name}` },
    detail: { fr: `${drug.name} est prescrit.`, en: `${drug.name} is ordered.` },
    source: record,
  });

function ofSame(drug: Drug, allergy: Named): Finding {
  const { isConfirmed, name } = allergy;
  return alert(drug, allergy, {
    rule: isConfirmed ? 'allergy.confirmed' : 'allergy.unconfirmed',
    level: isConfirmed ? 'blocks' : 'needs-reason',
    canLift: isConfirmed,
    summary: isConfirmed
      ? {
          fr: `Allergie confirmée à ${name} : ${drug.name}`,
          en: `Confirmed allergy to ${name}: ${drug.name}`,
        }
      : {
          fr: `Allergie à ${name}, non confirmée : ${drug.name}`,
          en: `Allergy to ${name}, not confirmed: ${drug.name}`,
        },
    detail: {
      fr: 'La substance prescrite est celle de l’allergie du dossier.',
      en: 'The substance ordered is that of the allergy in the chart.',
    },
    source: record,
  });
}

function alert(
  drug: Drug,
  allergy: Named,
  of: { rule: string; level: Level; canLift: boolean; summary: Words; detail: Words; source: Source },
): Finding {
  return { kind: 'alert', orders: [drug.id], key: keyOf(of.rule, subjectOf(drug), allergy.id), ...of };
}

function uncoded(drafts: readonly Drug[], allergies: readonly Named[]): Finding[] {
  const names = [...new Set(allergies.map(({ name }) => name))].join(', ');
  return [
    notChecked('allergy.uncoded', drafts, title, {
      fr: `Allergie sans code reconnu, non vérifiée : ${names}.`,
      en: `Allergy without a known code, not checked: ${names}.`,
    }),
  ];
}

function unidentified(drafts: readonly Drug[], allergies: readonly CaseAllergy[]): Finding[] {
  const unknown = drafts.filter((drug) => !isIdentified(drug));
  return unknown.length > 0 && allergies.length > 0
    ? [
        notChecked('allergy.drug-unknown', unknown, title, {
          fr: 'La substance de ces médicaments n’est pas connue : les allergies n’ont pas été vérifiées.',
          en: 'The substance of these drugs is not known: allergies were not checked.',
        }),
      ]
    : [];
}
