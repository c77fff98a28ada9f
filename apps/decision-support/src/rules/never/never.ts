import { amountsOf } from '../../case/dose.ts';
import { subjectOf, type Drug } from '../../case/drug.ts';
import { keyOf, type AlertFinding, type Level, type Source, type Words } from '../../findings.ts';

/**
 * Events that should never happen: annex III of circular DGOS/PF2/2012/72 of 14 February 2012, as brought up to date by
 * information note DGOS/RI2/2024/75 of 23 May 2024 (which added colchicine, methadone and subcutaneous methotrexate).
 */
const neverEvents: Source = {
  label: 'Never events, note d’information DGOS/RI2/2024/75 (circulaire DGOS/PF2/2012/72, annexe III)',
  url: 'https://omeditbretagne.fr/qualite-securite-vigilance/never-events-mhr',
  date: '2024-05-23',
};

interface Never {
  rule: string;
  summary: Words;
  detail: Words;
  /** Of what stands beside the list: a summary of a product. */
  source?: Source;
  level?: Level;
  canLift?: boolean;
  with?: readonly Drug[];
  /** How much it is, where an answer to less is none to more. */
  amount?: string;
}

/** What cannot be signed, and nobody lifts; with another level, what stands close to it. */
export const never = (
  drug: Drug,
  {
    rule,
    summary,
    detail,
    source = neverEvents,
    level = 'blocks',
    canLift = false,
    with: others = [],
    amount,
  }: Never,
): AlertFinding => ({
  kind: 'alert',
  rule,
  key: keyOf(rule, subjectOf(drug), ...others.map(subjectOf), ...(amount === undefined ? [] : [amount])),
  orders: [drug.id, ...others.filter(({ isDraft }) => isDraft).map(({ id }) => id)],
  level,
  canLift,
  summary,
  detail,
  source,
});

/** All that is written of how it is taken. */
export const wordsOf = ({ written, reasons, notes }: Drug): string =>
  [
    ...written.flatMap(({ text, patientInstruction, additionalInstruction = [] }) => [
      text ?? '',
      patientInstruction ?? '',
      ...additionalInstruction.map((one) => one.text ?? ''),
    ]),
    ...reasons,
    ...notes,
  ].join(' ; ');

export const hasDose = ({ dosages }: Drug): boolean =>
  dosages.length > 0 &&
  dosages.every((dosage) => {
    const amounts = amountsOf(dosage);
    return dosage.rate !== null || (amounts.length > 0 && amounts.every((one) => one !== null));
  });

/** The summary of a product in the national base. */
export const summaryOf = (product: string, section: string): Source => ({
  label: `RCP ${product}, ${section}`,
  url: 'https://base-donnees-publique.medicaments.gouv.fr',
  date: '2024',
});
