import type { Dosage } from '@keneyapp/bff/features/medications/view';
import type { Formats } from '../i18n/formats.ts';
import { amountWords, type Words } from './dose-words.ts';

export type Scale = NonNullable<Dosage['scale']>;
type Band = Scale['bands'][number];

/** `de 0,7 à moins de 1,5 g/L`: words, since `<` and `>` are taken for each other. */
function rangeWords({ from, below }: Band, { unit }: Pick<Scale, 'unit'>, t: Words, f: Formats): string {
  const number = (digits: string) => f.digits({ value: Number(digits), digits, comparator: null });
  const sign = unit === null ? '' : `\u00a0${unit}`;
  if (from === null)
    return below === null ? t('scale.any') : t('scale.below', { value: number(below) + sign });
  return below === null
    ? t('scale.from', { value: number(from) + sign })
    : t('scale.between', { from: number(from), below: number(below) + sign });
}

function bandDoseWords({ dose }: Band, t: Words, f: Formats): string {
  if (dose === null) return t('scale.missing');
  if (dose === 'none') return t('scale.none');
  const { value, unit } = dose;
  // what is counted is the word in braces: `2 comprimé` reads as a dose of its own does
  const code = /^\{(.+)\}$/.exec(unit)?.[1] ?? null;
  return amountWords(
    { value: Number(value), digits: value, unit: code, code: code === null ? unit : null, comparator: null },
    f,
  );
}

/** All of a scale, a band a line; put on one line it is told apart as well. */
export function scaleWords(scale: Scale, t: Words, f: Formats): string {
  const bands = scale.bands.map((band) => {
    const said = t('scale.band', { range: rangeWords(band, scale, t, f), dose: bandDoseWords(band, t, f) });
    return [said, band.instruction].filter(Boolean).join(', ');
  });
  return t(`scale.by.${scale.measure}`, { bands: bands.join(t('scale.next')) });
}
