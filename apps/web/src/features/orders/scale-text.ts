import {
  judgeScale,
  mostBands,
  scaleUnits,
  type DoseScale,
  type ScaleBand,
} from '@keneyapp/clinical/prescribing';
import { z } from 'zod';
import { comma, decimalOf, isSaid, type TextIssue } from './typed-values.ts';

/** Fewer are no scale: what is given below a threshold, and from it on. */
export const leastBands = 2;

const bandText = z.object({
  /** Where it ends, and the next one begins: no gap can be typed. The last one has no end, whatever stands here. */
  below: z.string(),
  /** `0` is nothing at all. */
  dose: z.string(),
  instruction: z.string(),
});
export type BandText = z.output<typeof bandText>;

/** A scale as it is typed. */
export const scaleText = z.object({
  unit: z.enum([...scaleUnits, '']),
  /** Of all of its doses. */
  doseUnit: z.string(),
  bands: z.array(bandText).min(leastBands).max(mostBands),
});
export type ScaleText = z.output<typeof scaleText>;

export const emptyBand: BandText = { below: '', dose: '', instruction: '' };
/** Neither unit is chosen for anybody; what is given by capillary glucose is insulin, and insulin has units. */
export const emptyScaleText: ScaleText = {
  unit: '',
  doseUnit: '[iU]',
  bands: [emptyBand, emptyBand, emptyBand, emptyBand],
};

/** The fields of a scale whose bands lie end to end. */
export function textOfScale({ unit, bands }: DoseScale): ScaleText {
  const doses = bands.flatMap(({ dose }) => (dose === null || dose === 'none' ? [] : [dose]));
  return {
    unit: unit ?? '',
    doseUnit: doses[0]?.unit ?? '',
    bands: bands.map(({ below, dose, instruction }) => ({
      below: below === null ? '' : comma(below),
      dose: dose === null ? '' : dose === 'none' ? '0' : comma(dose.value),
      instruction,
    })),
  };
}

/** The scale that is typed, and what is wrong with it at its fields; each band begins where the one before it ends. */
export function readScale(
  text: ScaleText,
  path: TextIssue['path'],
): { scale: DoseScale; issues: TextIssue[] } {
  const issues: TextIssue[] = [];
  const at = (reason: string, ...below: TextIssue['path']) => {
    const issue = { path: [...path, ...below], reason };
    // what cannot be read was said already
    const isSaidBefore = issues.some((one) => one.path.join('.') === issue.path.join('.'));
    if (!isSaidBefore) issues.push(issue);
  };
  const amount = (typed: string, ...below: TextIssue['path']) => {
    if (!isSaid(typed)) return null;
    const read = decimalOf(typed);
    if (read === null) at('number', ...below);
    return read;
  };
  const ends = text.bands.map(({ below }, i) =>
    i === text.bands.length - 1 ? null : amount(below, 'bands', i, 'below'),
  );
  const bands = text.bands.map((band, i): ScaleBand => {
    const value = amount(band.dose, 'bands', i, 'dose');
    return {
      from: ends[i - 1] ?? null,
      below: ends[i] ?? null,
      dose: value === null ? null : Number(value) === 0 ? 'none' : { value, unit: text.doseUnit },
      instruction: band.instruction.trim(),
    };
  });
  const scale: DoseScale = { measure: 'capillary-glucose', unit: text.unit === '' ? null : text.unit, bands };
  if (text.doseUnit === '') at('unit', 'doseUnit');
  for (const { path: where, reason } of judgeScale(scale)) {
    const field = fieldOfScale(where);
    at(field.at(-1) === 'unit' && reason === 'missing' ? 'unit' : reason, ...field);
  }
  return { scale, issues };
}

/** Where an issue of a scale (`bands.2.from`) stands in its fields: a band begins at the end of the one before it. */
export function fieldOfScale([part, index, field]: TextIssue['path']): TextIssue['path'] {
  if (part !== 'bands') return ['unit'];
  const band = typeof index === 'number' ? index : 0;
  if (field === 'from') return ['bands', Math.max(0, band - 1), 'below'];
  return ['bands', band, field === 'below' || field === 'instruction' ? field : 'dose'];
}
