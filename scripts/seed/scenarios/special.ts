import type { Observation } from '@medplum/fhirtypes';
import type { Chart } from '../chart/chart.ts';
import { systems } from '../codes/systems.ts';
import { serviceRef } from '../hospital/hospital.ts';

const laboratory = {
  coding: [{ system: systems.observationCategory, code: 'laboratory', display: 'Laboratory' }],
};

/** Result in words: a culture, a blood group, a serology. */
export function wordResult(
  chart: Chart,
  o: {
    loinc: string;
    display: string;
    day: number;
    hour?: number;
    value: string;
    snomed?: string;
    abnormal?: boolean;
    status?: 'preliminary' | 'final';
    note?: string;
  },
): Observation {
  return chart.add({
    resourceType: 'Observation',
    id: chart.id('obs'),
    status: o.status ?? 'final',
    category: [laboratory],
    code: { coding: [{ system: systems.loinc, code: o.loinc, display: o.display }], text: o.display },
    subject: chart.subject,
    ...chart.within,
    effectiveDateTime: chart.calendar.at(o.day, o.hour ?? 8),
    issued: chart.calendar.at(o.day, (o.hour ?? 8) + 3),
    performer: [serviceRef('laboratoire')],
    valueCodeableConcept: {
      ...(o.snomed ? { coding: [{ system: systems.snomed, code: o.snomed, display: o.value }] } : {}),
      text: o.value,
    },
    ...(o.abnormal === undefined
      ? {}
      : {
          interpretation: [
            {
              coding: [
                {
                  system: systems.interpretation,
                  code: o.abnormal ? 'A' : 'N',
                  display: o.abnormal ? 'Anormal' : 'Normal',
                },
              ],
            },
          ],
        }),
    ...(o.note ? { note: [{ text: o.note }] } : {}),
  });
}

export function bloodCulture(
  chart: Chart,
  day: number,
  hour: number,
  status: 'preliminary' | 'final',
  value: string,
): Observation {
  return wordResult(chart, {
    loinc: '600-7',
    display: 'Hémoculture',
    day,
    hour,
    value,
    abnormal: true,
    status,
  });
}

export function bloodGroup(
  chart: Chart,
  day: number,
  group: 'A' | 'B' | 'AB' | 'O',
  positive: boolean,
): void {
  wordResult(chart, { loinc: '883-9', display: 'Groupe sanguin ABO', day, value: group });
  wordResult(chart, { loinc: '10331-7', display: 'Rhésus D', day, value: positive ? 'Positif' : 'Négatif' });
}
