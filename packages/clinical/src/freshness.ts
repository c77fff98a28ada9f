import type { VitalSign } from './vital-signs.ts';

/**
 * How many days a last value may stand for how somebody is now; after that pages show it as an old one. No publication
 * sets these limits; they are chosen so that what changes within hours never looks current the next day:
 * - 1 day: what NEWS2 is made of, pain and capillary glucose. RCP 2017 has the stable in-patient measured every 12 hours.
 * - 7 days: blood pressure; a treatment is judged over days (ESC/ESH 2018: self-measurement over 3 to 7 days).
 * - weight and BMI: 90 days for an adult; 30 days below 16, 7 below 2, because doses follow the weight.
 * - height: 90 days while somebody grows, 5 years for an adult. Head circumference: 30 days.
 * - other vital signs: 1 day. Results: 180 days; those that a treatment is steered by sooner.
 */
export type Aging =
  | VitalSign
  | 'bloodPressure'
  | 'oxygen'
  | 'consciousness'
  | 'news2'
  | 'bmi'
  | 'otherVital'
  | { loinc: readonly string[] };

const days: Record<Exclude<Aging, object | 'weight' | 'height' | 'bmi'>, number> = {
  systolic: 7,
  diastolic: 7,
  bloodPressure: 7,
  heartRate: 1,
  respiratoryRate: 1,
  oxygenSaturation: 1,
  oxygen: 1,
  temperature: 1,
  pain: 1,
  glucose: 1,
  consciousness: 1,
  news2: 1,
  headCircumference: 30,
  otherVital: 1,
};
/** By LOINC: electrolytes, gases, INR and markers of acute illness within a week; blood count, kidney and liver within three months. */
const results: readonly (readonly [days: number, codes: readonly string[]])[] = [
  [
    7,
    [
      '2823-3',
      '6298-4',
      '2951-2',
      '2075-0',
      '2744-1',
      '6301-6',
      '34714-6',
      '1988-5',
      '89579-7',
      '67151-1',
      '33959-8',
      '2524-7',
    ],
  ],
  [
    90,
    [
      '718-7',
      '777-3',
      '6690-2',
      '2160-0',
      '14682-9',
      '62238-1',
      '98979-8',
      '33914-3',
      '1742-6',
      '1920-8',
      '1975-2',
      '14631-6',
    ],
  ],
];

/** `ageMonths` is the age of the person now; unknown counts as adult. */
export function freshForDays(of: Aging, ageMonths: number | null): number {
  const age = ageMonths ?? Infinity;
  if (typeof of === 'object')
    return results.find(([, codes]) => of.loinc.some((c) => codes.includes(c)))?.[0] ?? 180;
  if (of === 'weight' || of === 'bmi') return age < 24 ? 7 : age < 192 ? 30 : 90;
  if (of === 'height') return age < 216 ? 90 : 1826;
  return days[of];
}
