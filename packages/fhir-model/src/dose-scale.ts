import {
  highestDose,
  scaleCodes,
  scaleMeasures,
  scaleUnits,
  type DoseScale,
  type ScaleBand,
} from '@keneyapp/clinical/prescribing';
import { digitsOf, sameJson, stringifyWithDigits } from '@keneyapp/fhir-client/json';
import type { CodeableConcept, Dosage, Extension, Quantity } from '@medplum/fhirtypes';
import { doseOf, quantityOf, ucum } from './dose-quantity.ts';
import { measureTexts, scaleText } from './regimen-words.ts';
import { systems } from './systems.ts';

/** On an instruction that says a scale of doses in words: the same as numbers. R4 has no element for it. */
const scaleExtension = 'https://keneyapp.example/fhir/StructureDefinition/dosage-scale';

/** A scale as a Dosage says it: whole in words to whoever reads no extensions, with its numbers beside them. */
export const scaleInstruction = (scale: DoseScale): CodeableConcept => ({
  extension: [
    {
      url: scaleExtension,
      extension: [
        { url: 'measure', valueCodeableConcept: measureOf(scale) },
        ...scale.bands.map((band) => ({ url: 'band', extension: bandOf(band, scale.unit) })),
      ],
    },
  ],
  text: scaleText(scale),
});

/** LOINC has a code for each unit, so the code says which one it is. */
const measureOf = ({ measure, unit }: DoseScale): CodeableConcept => ({
  ...(unit === null ? {} : { coding: [{ system: systems.loinc, code: scaleCodes[measure][unit] }] }),
  text: measureTexts[measure],
});

const bandOf = ({ from, below, dose, instruction }: ScaleBand, unit: DoseScale['unit']): Extension[] => [
  ...(from === null ? [] : [{ url: 'from', valueQuantity: thresholdOf(from, '>=', unit) }]),
  ...(below === null ? [] : [{ url: 'below', valueQuantity: thresholdOf(below, '<', unit) }]),
  ...(dose === null
    ? []
    : dose === 'none'
      ? [{ url: 'none', valueBoolean: true }]
      : [{ url: 'dose', valueQuantity: quantityOf(dose) }]),
  ...(instruction === '' ? [] : [{ url: 'instruction', valueString: instruction }]),
];

/** A Range of FHIR holds both of its ends; here the upper one belongs to the next band. */
function thresholdOf(value: string, comparator: '>=' | '<', unit: DoseScale['unit']): Quantity {
  const { value: digits, ...coded } = ucum(value, unit ?? '');
  return { ...(digits === undefined ? {} : { value: digits }), comparator, ...(unit === null ? {} : coded) };
}

/**
 * The scale of a Dosage, and what it is told besides. Null unless there is one, of which the words and the numbers say the same;
 * else it stays among the instructions, in words.
 */
export function readScale({ additionalInstruction = [] }: Pick<Dosage, 'additionalInstruction'>): {
  scale: DoseScale | null;
  others: CodeableConcept[];
} {
  const [said, another] = additionalInstruction.filter(isOfScale);
  const scale = said && !another ? scaleIn(said) : null;
  return scale && said && saysTheSame(scaleInstruction(scale), said)
    ? { scale, others: additionalInstruction.filter((one) => one !== said) }
    : { scale: null, others: additionalInstruction };
}

/** The highest dose of a scale, as the most that is given at a time. */
export function mostOfScale(scale: DoseScale): Quantity | null {
  const highest = highestDose(scale);
  return highest && quantityOf(highest);
}

export const isMostOfScale = (scale: DoseScale, quantity: Quantity | undefined): boolean =>
  quantity !== undefined && sameJson(plain(mostOfScale(scale)), plain(quantity));

/** 0.70 and 0.7 are one threshold: not every system keeps the digits, and the words have them still. */
const saysTheSame = (a: CodeableConcept, b: CodeableConcept): boolean =>
  sameJson(plain({ ...a, text: plainText(a.text) }), plain({ ...b, text: plainText(b.text) }));
const plain = (value: unknown): unknown => JSON.parse(stringifyWithDigits(value));
const plainText = (text = ''): string =>
  text.replaceAll(/\d+,\d+/g, (number) => String(Number(number.replace(',', '.'))));

const isOfScale = ({ extension = [] }: CodeableConcept): boolean =>
  extension.some(({ url }) => url === scaleExtension);

function scaleIn({ extension = [] }: CodeableConcept): DoseScale | null {
  const parts = extension.find(({ url }) => url === scaleExtension)?.extension ?? [];
  const said = parts.find(({ url }) => url === 'measure')?.valueCodeableConcept;
  const measure = scaleMeasures.find((one) => measureTexts[one] === said?.text);
  if (!measure) return null;
  const code = said?.coding?.[0]?.code;
  return {
    measure,
    unit: scaleUnits.find((one) => scaleCodes[measure][one] === code) ?? null,
    bands: parts.filter(({ url }) => url === 'band').map(bandIn),
  };
}

function bandIn({ extension = [] }: Extension): ScaleBand {
  const part = (name: string) => extension.find(({ url }) => url === name);
  const digits = (name: string) => {
    const quantity = part(name)?.valueQuantity;
    return quantity ? digitsOf(quantity, 'value') : null;
  };
  return {
    from: digits('from'),
    below: digits('below'),
    dose: part('none') ? 'none' : doseOf(part('dose')?.valueQuantity),
    instruction: part('instruction')?.valueString ?? '',
  };
}
