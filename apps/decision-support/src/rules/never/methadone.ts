import { folded } from '@keneyapp/clinical';
import { added, isKnown, mostADay, takesADay } from '../../case/dose.ts';
import { hasSubstance, isOfAtc, overlap, type Drug } from '../../case/drug.ts';
import type { Finding } from '../../findings.ts';
import { currentMissing, notChecked, numberIn, type Rule } from '../rule.ts';
import { hasDose, never, summaryOf } from './never.ts';

/** Never event 15 (2024): methadone when it is begun, raised, or taken up again; QT and what else lengthens it. */
const rcp = summaryOf('MÉTHADONE AP-HP, sirop et gélule', '4.1 à 4.5');
const names = ['methadone'];
const isMethadone = (drug: Drug): boolean => hasSubstance(drug, ...names) || isOfAtc(drug, 'N07BC02');
/** Those that the summary of methadone and the ANSM name as lengthening QT and contraindicated with each other. */
const longQt = [
  'N06AB04',
  'N06AB10',
  'A03FA03',
  'N05BB01',
  'J01FA01',
  'C01BD01',
  'C07AA07',
  'N05AE',
  'N05AD01',
];

export const methadoneRule: Rule = ({ drafts, current }) => {
  const running = (current ?? []).filter(isMethadone);
  const isLong = (drug: Drug) => !isMethadone(drug) && isOfAtc(drug, ...longQt);
  const others = [...drafts, ...(current ?? [])].filter(isLong);
  const ordered = drafts.filter(isMethadone);
  return [
    ...ordered.flatMap((drug): Finding[] => [
      ...(hasDose(drug) ? [] : [noDose(drug)]),
      // what is revised or renewed is not among the current drugs any more, and is no first prescription
      ...(current === null ? [] : running.length > 0 ? beside(drug, running) : ofFirst(drug, ordered)),
      ...ofInterval(drug),
      ...others.map((other) => lengthened(drug, other)),
    ]),
    // ordered after it, it is the same pair
    ...drafts.filter(isLong).flatMap((drug) => running.map((other) => lengthened(other, drug, drug))),
    ...(current
      ? []
      : currentMissing(
          'never.methadone',
          drafts.filter((drug) => isMethadone(drug) || isLong(drug)),
        )),
  ];
};

/** A second line beside the one that runs: what the first one could not be, both are not together. */
function beside(drug: Drug, running: readonly Drug[]): Finding[] {
  // what is taken at home is gone on with by an order: that one is no second line
  const at = running.filter((one) => one.id.startsWith('MedicationRequest/') && overlap(one, drug));
  // without a dose it cannot be signed anyway
  if (at.length === 0 || !hasDose(drug)) return [];
  const day = added([drug, ...at].map((one) => mostADay(one, names, null)));
  const isLittle = isKnown(day) && day.known.value <= 40;
  return [
    never(drug, {
      rule: 'never.methadone-beside',
      amount: isKnown(day) ? String(Math.round(day.known.value)) : '',
      level: isLittle ? 'needs-reason' : 'blocks',
      canLift: !isLittle,
      source: rcp,
      with: at,
      summary: {
        fr: isKnown(day)
          ? `Méthadone en plus de celle en cours : ${numberIn(day.known.value).fr} mg par jour ensemble`
          : 'Méthadone en plus de celle en cours : dose totale inconnue',
        en: isKnown(day)
          ? `Methadone beside the one that runs: ${numberIn(day.known.value).en} mg a day together`
          : 'Methadone beside the one that runs: the whole dose is not known',
      },
      detail: {
        fr: 'Une seule prise par jour : modifier la prescription en cours plutôt que d’en ajouter une. Au-dessus de 40 mg par jour ensemble, le médecin lève le blocage avec une raison.',
        en: 'One dose a day: change the current order instead of adding another one. Above 40 mg a day together the doctor lifts the block with a reason.',
      },
    }),
  ];
}

const noDose = (drug: Drug): Finding =>
  never(drug, {
    rule: 'never.methadone-no-dose',
    summary: { fr: 'Méthadone sans dose', en: 'Methadone without a dose' },
    detail: { fr: 'Écrire la dose en milligrammes.', en: 'Write the dose in milligrams.' },
  });

/** @param ordered all lines of it in the basket: 30 mg twice are 60 mg */
function ofFirst(drug: Drug, ordered: readonly Drug[]): Finding[] {
  const day = added(ordered.map((one) => mostADay(one, names, null)));
  const isTooMuch = isKnown(day) && day.known.value > 40;
  return [
    ...(isKnown(day)
      ? []
      : [
          notChecked(
            'never.methadone-first-dose',
            [drug],
            { fr: 'Méthadone', en: 'Methadone' },
            {
              fr: 'La dose d’une journée ne se lit pas en milligrammes : elle n’a pas été vérifiée.',
              en: 'The dose of a day cannot be read in milligrams: it was not checked.',
            },
          ),
        ]),
    isTooMuch
      ? never(drug, {
          rule: 'never.methadone-first-dose',
          amount: isKnown(day) ? String(Math.round(day.known.value)) : '',
          level: 'blocks',
          canLift: true,
          source: rcp,
          summary: {
            fr: 'Méthadone, première prescription : plus de 40 mg par jour',
            en: 'Methadone, first order: above 40 mg a day',
          },
          detail: {
            fr: 'La dose initiale est de 20 à 30 mg, 40 mg au plus selon la dépendance ; aucune méthadone n’est en cours dans ce dossier. Un traitement suivi ailleurs se dit en levant le blocage.',
            en: 'One begins with 20 to 30 mg, 40 mg at most; no methadone is current in this chart. A treatment followed elsewhere is said when the block is lifted.',
          },
        })
      : never(drug, {
          rule: 'never.methadone-first',
          level: 'needs-reason',
          source: rcp,
          summary: {
            fr: 'Méthadone, première prescription : ECG et tolérance aux opioïdes',
            en: 'Methadone, first order: ECG and tolerance to opioids',
          },
          detail: {
            fr: 'Dose initiale de 20 à 30 mg, augmentée de 5 à 10 mg par paliers ; un ECG avant de commencer en cas de risque d’allongement du QT. Une reprise après arrêt est une première prescription.',
            en: 'Begin with 20 to 30 mg, raise by 5 to 10 mg; an ECG first where QT may lengthen. Taking it up again is a first order.',
          },
        }),
    ...(/gelule/.test(folded(drug.name))
      ? [
          never(drug, {
            rule: 'never.methadone-capsule',
            level: 'needs-reason',
            source: rcp,
            summary: {
              fr: 'Méthadone : la gélule n’est pas faite pour commencer',
              en: 'Methadone: the capsule is not for beginning',
            },
            detail: {
              fr: 'La gélule prend le relais du sirop chez un patient stabilisé.',
              en: 'The capsule takes over from the syrup in a stable patient.',
            },
          }),
        ]
      : []),
  ];
}

function ofInterval(drug: Drug): Finding[] {
  const takes = drug.dosages.map(({ timing }) => takesADay(timing)).filter((one) => one !== null);
  if (takes.every((one) => one <= 1)) return [];
  return [
    never(drug, {
      rule: 'never.methadone-interval',
      level: 'needs-reason',
      source: rcp,
      summary: { fr: 'Méthadone : plus d’une prise par jour', en: 'Methadone: more than one dose a day' },
      detail: {
        fr: 'Une seule prise par jour, à 24 heures d’intervalle : la demi-vie est longue et le surdosage retardé.',
        en: 'One dose a day, 24 hours apart: the half-life is long and an overdose comes late.',
      },
    }),
  ];
}

/** @param ordered the line it is said at, where that is not the methadone */
const lengthened = (drug: Drug, other: Drug, ordered: Drug = drug): Finding => ({
  ...never(drug, {
    rule: 'never.methadone-qt',
    level: 'blocks',
    canLift: true,
    source: rcp,
    with: [other],
    summary: {
      fr: `Méthadone et allongement du QT : ${other.name}`,
      en: `Methadone and a long QT: ${other.name}`,
    },
    detail: {
      fr: 'Risque majoré de torsades de pointes : choisir autre chose, ou ECG et surveillance.',
      en: 'Higher risk of torsades de pointes: choose something else, or ECG and monitoring.',
    },
  }),
  orders: [ordered.id, ...(other.isDraft && other !== ordered ? [other.id] : [])],
});
