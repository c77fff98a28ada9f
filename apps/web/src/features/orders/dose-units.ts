import { printUnit } from '@keneyapp/clinical';
import type { CodedValue } from '../../components/form/coded-value.ts';

/** What doses are measured in, then what is counted: as typed lines read them (`packages/clinical/src/typed-line`). */
const measured = ['mg', 'g', 'ug', 'ng', 'mL', 'L', '[iU]', 'M[iU]', 'mmol', 'meq', '%'];
const counted = [
  'comprimé',
  'gélule',
  'goutte',
  'bouffée',
  'sachet',
  'ampoule',
  'patch',
  'suppositoire',
  'pulvérisation',
  'inhalation',
  'cuillère à soupe',
  'cuillère à café',
  'flacon',
  'ovule',
  'capsule',
  'application',
  'dose',
  'culot',
  'poche',
  'seringue',
  'stylo',
  'lavement',
  'prise',
].map((word) => `{${word}}`);

/** A unit as it is printed: what is counted is the word in braces. */
export const unitWord = (unit: string, locale: 'fr' | 'en'): string =>
  /^\{(.+)\}$/.exec(unit)?.[1] ?? (unit === '' ? '' : printUnit(unit, locale));

/** What can be chosen; a unit that somebody else wrote stays. */
export const unitsFor = (held: string): string[] => {
  const all = [...measured, ...counted];
  return held === '' || all.includes(held) ? all : [held, ...all];
};

/** In what one of a product is counted, from the form in its name (`DOLIPRANE 1 g, comprimé`), and how it is taken where that form tells. */
const forms: readonly [
  form: RegExp,
  unit: string,
  route: 'oral' | 'rectal' | 'vaginal' | 'transdermal' | null,
][] = [
  [/comprim\S+ (?:sublingu|à sucer|vagin|gingiv|muco)/i, '{comprimé}', null],
  [/\bcomprim/i, '{comprimé}', 'oral'],
  [/\bgélule/i, '{gélule}', 'oral'],
  [/\bsuppositoire/i, '{suppositoire}', 'rectal'],
  [/\bovule/i, '{ovule}', 'vaginal'],
  [/\bpatch|dispositif\S* transdermique/i, '{patch}', 'transdermal'],
  [/\bsachet/i, '{sachet}', null],
  [/\b(?:sirop|solution buvable|suspension buvable)/i, 'mL', 'oral'],
];

/** What a new order of this product begins with; nothing is said where its name does not tell it. */
export function beginningOf(display: string): { unit: string; route: string } {
  const [, unit = '', route = null] = forms.find(([form]) => form.test(display)) ?? [];
  return { unit, route: route ?? '' };
}

/** By its code, or by the name of a product, which says how many units are in a millilitre: such a dose is often one by glucose. */
export const isInsulin = ({ text, code }: CodedValue): boolean =>
  (code?.code.startsWith('A10A') ?? false) || /insulin|\bunités?\b/i.test(text);
