import type { Chart } from '../chart/chart.ts';
import { immunization } from '../chart/clinical.ts';
import { stay } from '../chart/stays.ts';
import { vitals, type Vitals } from '../chart/vitals.ts';
import type { ServiceKey } from '../hospital/hospital.ts';
import { nurseOf } from '../hospital/staff.ts';
import { document } from '../documents/document.ts';

type Round = Omit<Vitals, 'hour' | 'by' | 'oxygen' | 'consciousness'>;

/** Three rounds a day from the state at arrival to the state at the end; nothing after yesterday evening. */
export function wardVitals(
  chart: Chart,
  from: number,
  to: number,
  first: Round,
  last: Round,
  service: ServiceKey = 'cardiologie',
): void {
  const days = Math.max(1, to - from);
  for (let day = from; day <= Math.min(to, -1); day++)
    for (const hour of day === from ? [17, 22] : [6, 14, 21]) {
      const t = Math.min(1, (day - from + hour / 24 - 0.6) / days),
        round: Round = {};
      for (const key of Object.keys(first) as (keyof Round)[]) {
        const a = first[key],
          b = last[key] ?? a;
        if (a === undefined || b === undefined) continue;
        if ((key === 'weight' || key === 'height') && hour !== 6) continue;
        const value = a + (b - a) * Math.max(0, t) + chart.random.normal() * noise[key];
        round[key] =
          key === 'spo2' ? Math.min(100, value) : key === 'pain' ? Math.max(0, Math.min(10, value)) : value;
      }
      vitals(chart, day, { ...round, hour: hour + chart.random.next() * 0.4, by: nurseOf(service) });
    }
}
const noise: Record<keyof Round, number> = {
  systolic: 4,
  diastolic: 3,
  heartRate: 3,
  respRate: 0.8,
  spo2: 0.5,
  temperature: 0.12,
  weight: 0.1,
  height: 0,
  head: 0,
  pain: 0.5,
};

export interface Consultations {
  service: ServiceKey;
  days: readonly number[];
  reason: string;
  by?: string;
  letter?: number;
}

/** Consultations; the last `letter` of them with a letter. */
export function consultations(chart: Chart, o: Consultations): void {
  const days = [...new Set(o.days.map(Math.round))].filter((d) => d < 0).sort((a, b) => a - b);
  days.forEach((day, i) =>
    stay(
      chart,
      {
        class: 'AMB',
        service: o.service,
        from: day,
        fromHour: 9 + chart.random.int(0, 7),
        reason: o.reason,
        ...(o.by ? { by: o.by } : {}),
      },
      (c) => {
        if (i >= days.length - (o.letter ?? 0))
          document(c, 'consultation', {
            day,
            hour: 17,
            title: o.reason,
            service: o.service,
            ...(o.by ? { by: o.by } : {}),
            sections: [
              { title: 'Motif', text: o.reason },
              {
                title: 'Examen',
                text: 'État général conservé. Auscultation cardiopulmonaire sans anomalie nouvelle. Pas de signe de surcharge.',
              },
              {
                title: 'Conclusion',
                text: 'Traitement bien toléré, poursuivi sans changement. Biologie de contrôle avant la prochaine consultation.',
              },
            ],
          });
      },
    ),
  );
}

export function dischargeLetter(
  chart: Chart,
  day: number,
  service: ServiceKey,
  title: string,
  course: string,
): void {
  document(chart, 'discharge', {
    day,
    hour: 12,
    title: `Lettre de liaison : ${title}`,
    service,
    sections: [
      { title: 'Motif d’hospitalisation', text: title },
      { title: 'Évolution dans le service', text: course },
      { title: 'Traitement de sortie', rows: currentDrugs(chart) },
      { title: 'Examens en attente', text: 'Aucun.' },
      {
        title: 'Suite à donner',
        text: 'Consultation de suivi sous un mois. En cas d’aggravation, appeler le service ou le 15.',
      },
    ],
  });
}

/** Rows of the drugs active so far in the chart. */
export function currentDrugs(chart: Chart): string[][] {
  const rows = chart.resources.flatMap((r) =>
    r.resourceType === 'MedicationRequest' && r.status === 'active'
      ? [
          [
            r.medicationCodeableConcept?.coding?.[0]?.display ?? '',
            r.medicationCodeableConcept?.text ?? '',
            r.dosageInstruction?.[0]?.text ?? '',
          ],
        ]
      : [],
  );
  return rows.length > 0 ? rows : [['—', 'Aucun traitement', '']];
}

/** What a French adult of that age usually has. */
export function adultVaccines(chart: Chart): void {
  const age = chart.age();
  immunization(chart, 'dtp', -365 * chart.random.int(2, 9));
  immunization(chart, 'covid', -1350, 1);
  immunization(chart, 'covid', -1315, 2);
  immunization(chart, 'covid', -1080, 3);
  if (age >= 65) {
    for (const back of [-40, -405, -770]) immunization(chart, 'influenza', back);
    immunization(chart, 'pneumococcus', -900);
  }
  if (age >= 65 && chart.random.chance(0.4)) {
    immunization(chart, 'zoster', -300, 1);
    immunization(chart, 'zoster', -240, 2);
  }
}
