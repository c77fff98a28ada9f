import { parseIns } from '../ins.ts';
import { mayStandForUnknown } from './birth-date.ts';
import { isUnknownPlace, type StrictTraits } from './strict-traits.ts';

/** One thing that a matricule says otherwise than the traits. */
export interface InsDifference {
  trait: 'sex' | 'birth-year' | 'birth-month' | 'birth-place';
  /** As the number has it: `male`, `84`, `07`, `37261`. */
  inNumber: string;
  /** As the traits have it, in the same form. */
  inTraits: string;
  /**
   * `contradiction`: the number is of somebody else, or a trait is wrong. `look`: it may well be right, since codes of
   * communes change and dates may stand for unknown ones; a person has to look.
   */
  weight: 'contradiction' | 'look';
}

/**
 * What a matricule says otherwise than the traits. Null when the matricule itself is not valid. What the number or the traits
 * leave open contradicts nothing.
 * Source: INSEE, composition of the NIR (decree 82-103, article 4): sex, year, month, place of birth; months of 20 and above
 * are those of births whose month the registry does not know.
 */
export function insAgainstTraits(matricule: string, traits: StrictTraits): InsDifference[] | null {
  const number = parseIns(matricule);
  if (!number) return null;
  const { birthDate, sex } = traits;
  const found: InsDifference[] = [];
  if (sex !== 'unknown' && sex !== number.sex)
    found.push({ trait: 'sex', inNumber: number.sex, inTraits: sex, weight: 'contradiction' });
  const [year, month] = [birthDate.known.slice(2, 4), birthDate.known.slice(5, 7)];
  if (year !== '' && year !== number.year)
    found.push({
      trait: 'birth-year',
      inNumber: number.year,
      inTraits: year,
      weight: birthDate.isEstimated ? 'look' : 'contradiction',
    });
  if (month !== '' && number.month !== null && Number(month) !== number.month)
    found.push({
      trait: 'birth-month',
      inNumber: String(number.month).padStart(2, '0'),
      inTraits: month,
      weight: birthDate.isEstimated || mayStandForUnknown(birthDate) ? 'look' : 'contradiction',
    });
  const place = traits.birthPlace.code.trim().toUpperCase();
  const weight = placeWeight(number.communeCode, place);
  if (weight) found.push({ trait: 'birth-place', inNumber: number.communeCode, inTraits: place, weight });
  return found;
}

/**
 * Departments that others came from, and territories that are countries now: a number keeps the code of the day of birth.
 * Source: INSEE, COG, history: Seine and Seine-et-Oise in 1968, communes of Ain and Isère moved to Rhône in 1967, Corsica in
 * 1976, Mayotte (98 to 97), Algeria (91 to 94), Morocco (95) and Tunisia (96) before their independence.
 */
const later: Record<string, readonly string[]> = {
  '75': ['92', '93', '94'],
  '78': ['91', '92', '93', '94', '95'],
  '01': ['69'],
  '38': ['69'],
  '20': ['2A', '2B'],
  '97': ['98'],
  '98': ['97', '99'],
  '91': ['99'],
  '92': ['99'],
  '93': ['99'],
  '94': ['99'],
  '95': ['99'],
  '96': ['99'],
};

/** Null when the codes agree, or one of them says nothing. Two codes of one department may be the same commune, renamed or merged. */
function placeWeight(inNumber: string, inTraits: string): InsDifference['weight'] | null {
  if (isUnknownPlace(inTraits) || isUnknownPlace(inNumber)) return null;
  if (inNumber === inTraits) return null;
  const [ofNumber, ofTraits] = [inNumber.slice(0, 2), inTraits.slice(0, 2)];
  // Corsica before 1976: the three digits of the commune stayed
  if (ofNumber === '20' && /^2[AB]/.test(inTraits) && inNumber.slice(2) === inTraits.slice(2)) return null;
  const isPossible =
    ofNumber === ofTraits ||
    (later[ofNumber]?.includes(ofTraits) ?? false) ||
    (later[ofTraits]?.includes(ofNumber) ?? false);
  return isPossible ? 'look' : 'contradiction';
}
