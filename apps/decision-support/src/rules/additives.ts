import type { Drug } from '../case/drug.ts';

export interface Additive {
  text: string;
  dose: Amount | null;
}
export interface Amount {
  value?: number | undefined;
  code?: string | undefined;
  unit?: string | undefined;
}

/** As the order form writes them (packages/fhir-model/src/dosage-write.ts): words, with their numbers beside them. */
export const additivesOf = ({ written }: Drug): Additive[] =>
  written.flatMap(({ additionalInstruction = [] }) =>
    additionalInstruction.flatMap(({ extension = [], text }) =>
      extension
        .filter(({ url }) => url.endsWith('/dosage-additive'))
        .map((one) => ({
          text: one.extension?.find(({ url }) => url === 'text')?.valueString ?? text ?? '',
          dose: one.extension?.find(({ url }) => url === 'dose')?.valueQuantity ?? null,
        })),
    ),
  );
