import type { Observation } from '@medplum/fhirtypes';
import { systems } from '../codes/systems.ts';
import { staffRef } from '../hospital/staff.ts';
import type { Chart } from './chart.ts';
import { ecgSignal, leadNames, type Rhythm } from './ecg-signal.ts';

const seconds = 10;
const hertz = 250;
/** Millivolts of one step of the device: 5 µV, as in SCP-ECG (EN 1064). */
const step = 0.005;

/** Potential of each lead in ISO/IEEE 11073-10101, on the base 131328. */
const leadCodes: Record<(typeof leadNames)[number], number> = {
  I: 131329,
  II: 131330,
  III: 131389,
  aVR: 131390,
  aVL: 131391,
  aVF: 131392,
  V1: 131331,
  V2: 131332,
  V3: 131333,
  V4: 131334,
  V5: 131335,
  V6: 131336,
};
const conclusions: Record<Rhythm, string> = {
  sinus: 'Rythme sinusal régulier. Pas de trouble de la repolarisation.',
  atrialFibrillation: 'Fibrillation auriculaire. Pas de trouble de la repolarisation.',
};

/** Twelve leads of ten seconds, as a device sends them, with what was concluded. */
export function ecg(
  chart: Chart,
  day: number,
  { rhythm, rate, hour, by = 'medecin' }: { rhythm: Rhythm; rate: number; hour: number; by?: string },
): Observation & { id: string } {
  const id = chart.id('ecg');
  const { leads, beats } = ecgSignal(id, { rhythm, rate, seconds, hertz });
  const counted = Math.round(((beats.length - 1) * 60) / ((beats.at(-1) ?? 1) - (beats[0] ?? 0)));
  return chart.add({
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [
      { coding: [{ system: systems.observationCategory, code: 'procedure', display: 'Procedure' }] },
    ],
    code: {
      coding: [{ system: systems.loinc, code: '11524-6', display: 'EKG study' }],
      text: 'ECG 12 dérivations',
    },
    subject: chart.subject,
    ...chart.within,
    effectiveDateTime: chart.calendar.at(day, hour),
    issued: chart.calendar.at(day, hour, 10),
    performer: [staffRef(by)],
    component: [
      ...leadNames.map((name) => ({
        code: {
          coding: [
            {
              system: systems.ieee11073,
              code: String(leadCodes[name]),
              display: `MDC_ECG_ELEC_POTL_${name.toUpperCase()}`,
            },
          ],
          text: name,
        },
        valueSampledData: {
          origin: { value: 0, unit: 'mV', system: systems.ucum, code: 'mV' },
          period: 1000 / hertz,
          factor: step,
          dimensions: 1,
          data: leads[name].map((mv) => Math.round(mv / step)).join(' '),
        },
      })),
      {
        code: {
          coding: [{ system: systems.loinc, code: '76282-3', display: 'Heart rate.beat-to-beat by EKG' }],
          text: 'Fréquence ventriculaire',
        },
        valueQuantity: { value: counted, unit: '/min', system: systems.ucum, code: '/min' },
      },
      {
        code: {
          coding: [{ system: systems.loinc, code: '18844-1', display: 'EKG impression' }],
          text: 'Conclusion de l’ECG',
        },
        valueString: conclusions[rhythm],
      },
    ],
  });
}
