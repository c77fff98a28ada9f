import type { Chart } from '../chart/chart.ts';
import {
  allergy,
  carePlan,
  flag,
  immunization,
  noKnownAllergy,
  problem,
  procedure,
} from '../chart/clinical.ts';
import { drug } from '../chart/drugs.ts';
import { habit } from '../chart/habits.ts';
import { repeatPanel, lab, panel } from '../chart/results.ts';
import { coverage, relative, stay } from '../chart/stays.ts';
import { vitals } from '../chart/vitals.ts';
import { document } from '../documents/document.ts';
import { adultVaccines, consultations, currentDrugs, dischargeLetter, wardVitals } from './common.ts';

/** Type 2 diabetes: HbA1c follows each step of treatment. `kidney` adds albuminuria and a falling eGFR. */
export function diabetes(chart: Chart, o: { years: number; kidney?: boolean; insulin?: boolean }): void {
  const start = -365 * o.years,
    r = chart.random,
    weight = 82 + r.int(-8, 24),
    height = chart.isMale ? 174 : 161;
  coverage(chart, true);
  problem(chart, 'diabetes2', { since: start, ...(o.kidney ? { until: -800 } : {}) });
  problem(chart, 'obesity', { since: start - 2000 });
  problem(chart, 'hypertension', { since: start + 300 });
  if (o.kidney) {
    problem(chart, 'diabetes2Kidney', { since: -800 });
    problem(chart, 'diabetes2Eye', { since: -500, severity: 'mild' });
  }
  if (r.chance(0.4))
    allergy(chart, 'sulfonamide', {
      since: start - 3000,
      criticality: 'low',
      reactions: ['rash'],
      severity: 'mild',
    });
  else noKnownAllergy(chart, start);
  drug(chart, 'metformin', { dose: 500, when: ['morning', 'evening'], since: start, until: start + 200 });
  drug(chart, 'metformin', {
    dose: 1000,
    when: ['morning', 'evening'],
    since: start + 200,
    ...(o.kidney ? { until: -300, stopReason: 'DFG inférieur à 45 mL/min' } : {}),
  });
  drug(chart, 'gliclazide', {
    dose: 60,
    when: ['morning'],
    since: Math.round(start * 0.7),
    until: Math.round(start * 0.4),
    stopReason: 'Hypoglycémies',
  });
  drug(chart, 'semaglutide', {
    dose: 0.5,
    everyDays: 7,
    since: Math.round(start * 0.4),
    why: 'Diabète et obésité',
  });
  if (o.kidney)
    drug(chart, 'dapagliflozin', {
      dose: 10,
      when: ['morning'],
      since: -600,
      why: 'Néphropathie diabétique',
    });
  if (o.insulin)
    drug(chart, 'insulinGlargine', { dose: 18, strength: '100 UI/mL', when: ['bed'], since: -300 });
  drug(chart, 'ramipril', { dose: 5, when: ['morning'], since: start + 310 });
  drug(chart, 'atorvastatin', { dose: 20, when: ['evening'], since: start + 100 });
  repeatPanel(chart, 'diabetes', { from: start, to: -14, every: 91 }, (t) => ({
    hba1c:
      9.4 - 1.6 * Math.min(1, t * 5) + 0.9 * Math.max(0, t - 0.3) - (t > 0.6 ? 0.9 : 0) + r.normal() * 0.15,
    fastingGlucose: 10.5 - 3 * t + r.normal() * 0.7,
    urineAcr: o.kidney ? 35 + t * 380 : 8 + r.next() * 14,
  }));
  repeatPanel(chart, 'ionogram', { from: start, to: -14, every: 182 }, (t) => ({
    creatinine: (chart.isMale ? 84 : 68) + (o.kidney ? t * t * 62 : t * 8) + r.normal() * 4,
    potassium: o.kidney ? 4.5 + t * 0.5 : 4.3,
  }));
  repeatPanel(chart, 'lipids', { from: start, to: -14, every: 365 }, (t) => ({
    ldl: 3.6 - t * 1.5,
    triglycerides: 2.6 - t * 0.6,
    hdl: 0.95,
  }));
  for (let day = start; day < -10; day += 91)
    vitals(chart, day, {
      systolic: 136 + r.normal() * 6,
      diastolic: 81 + r.normal() * 4,
      heartRate: 75 + r.normal() * 5,
      weight: weight - ((day - start) / -start) * 6 + r.normal() * 0.6,
      height,
      hour: 9,
    });
  procedure(chart, 'fundus', -380);
  procedure(chart, 'fundus', -15);
  consultations(chart, {
    service: 'medecine-interne',
    days: [start, -900, -540, -180, -14],
    reason: 'Suivi de diabète de type 2',
    letter: 2,
  });
  document(chart, 'prescription', {
    day: -14,
    hour: 10,
    title: 'Ordonnance bizone : diabète',
    service: 'medecine-interne',
    by: 'vasseur',
    sections: [
      {
        title: 'Prescriptions relatives au traitement de l’affection de longue durée',
        rows: currentDrugs(chart),
      },
    ],
  });
  adultVaccines(chart);
}

/** Chronic kidney disease towards dialysis: creatinine, anaemia treated by darbepoetin, phosphate, PTH. `dense` writes a panel a month. */
export function kidneyDisease(chart: Chart, o: { years: number; dense?: boolean }): void {
  const start = -365 * o.years,
    r = chart.random,
    weight = 68 + r.int(-8, 14),
    height = chart.isMale ? 172 : 160,
    every = o.dense ? 30 : 91;
  coverage(chart, true);
  problem(chart, 'ckd3', { since: start, until: -900 });
  problem(chart, 'ckd4', { since: -900, severity: 'severe' });
  problem(chart, 'hypertension', { since: start - 2500 });
  problem(chart, 'renalAnemia', { since: -1000 });
  problem(chart, 'secondaryHyperpara', { since: -800 });
  problem(chart, 'gout', { since: start + 500 });
  allergy(chart, 'iodine', {
    since: -2000,
    criticality: 'high',
    reactions: ['angioedema', 'urticaria'],
    severity: 'severe',
  });
  flag(chart, 'venous', -700);
  flag(chart, 'directives', -200);
  drug(chart, 'furosemide', { dose: 125, strength: 125, when: ['morning'], since: -900 });
  drug(chart, 'darbepoetin', { dose: 40, everyDays: 14, since: -990, why: 'Anémie rénale' });
  drug(chart, 'alfacalcidol', { dose: 0.25, when: ['morning'], since: -780 });
  drug(chart, 'allopurinol', { dose: 100, when: ['evening'], since: start + 520 });
  drug(chart, 'ibuprofen', {
    dose: 400,
    everyHours: 8,
    prn: 'douleur',
    since: start + 480,
    until: start + 486,
    stopReason: 'Contre-indiqué : insuffisance rénale',
    by: 'vasseur',
  });
  drug(chart, 'irbesartan', { dose: 300, when: ['morning'], since: start });
  drug(chart, 'lercanidipine', { dose: 10, when: ['evening'], since: start + 100 });
  repeatPanel(chart, 'ionogram', { from: start, to: -6, every }, (t) => ({
    creatinine: 128 + 190 * t ** 1.6 + r.normal() * 9,
    urea: 10 + 17 * t + r.normal(),
    potassium: 4.6 + 0.7 * t + r.normal() * 0.25,
    bicarbonate: 25 - 5 * t + r.normal() * 0.8,
  }));
  repeatPanel(chart, 'bloodCount', { from: start, to: -6, every }, (t) => ({
    hemoglobin: t < 0.7 ? 13 - 4 * t + r.normal() * 0.3 : 10.2 + 2.4 * (t - 0.7) + r.normal() * 0.35,
  }));
  repeatPanel(chart, 'mineral', { from: start, to: -6, every: every * 2 }, (t) => ({
    calcium: 2.3 - 0.2 * t,
    phosphate: 1.1 + 0.75 * t + r.normal() * 0.07,
    pth: 60 + 240 * t + r.normal() * 20,
    vitaminD: 22 + 10 * t,
  }));
  for (let day = start; day <= -6; day += every) {
    lab(chart, 'uricAcid', day, 470 - 150 * Math.min(1, (day - start) / 900) + r.normal() * 20);
    vitals(chart, day, {
      systolic: 142 + r.normal() * 8,
      diastolic: 82 + r.normal() * 5,
      heartRate: 70 + r.normal() * 5,
      weight: weight + r.normal() * 0.8,
      height,
      hour: 8.5,
    });
  }
  procedure(chart, 'fistula', -180, { by: 'fischer' });
  consultations(chart, {
    service: 'medecine-interne',
    days: Array.from({ length: o.dense ? 40 : 8 }, (_, i) => -12 - i * (o.dense ? 90 : 180)).filter(
      (d) => d > start,
    ),
    reason: 'Suivi de maladie rénale chronique',
    letter: 3,
  });
  carePlan(
    chart,
    'Préparation à la suppléance rénale',
    -300,
    ['Information sur la dialyse et la greffe', 'Préserver le bras gauche', 'Restriction potassique'],
    'medecine-interne',
  );
  relative(chart, 'trusted', 'Faure', 'Martine', '06 39 98 51 51');
  adultVaccines(chart);
  immunization(chart, 'pneumococcus', -400, 2);
}

/** COPD with exacerbations; in the ward when `bed` is given, at the emergency unit when `emergency`. */
export function copd(chart: Chart, o: { years: number; bed?: number; emergency?: number }): void {
  const start = -365 * o.years,
    r = chart.random,
    weight = 62 + r.int(-10, 18),
    height = chart.isMale ? 173 : 160;
  coverage(chart, true);
  problem(chart, 'copd', {
    since: start,
    severity: 'moderate',
    note: 'VEMS 48 % de la théorique, 45 paquets-années.',
  });
  const hasStopped = r.chance(0.5);
  problem(chart, 'smoking', { since: -14000, ...(hasStopped ? { until: start + 400 } : {}) });
  habit(chart, 'tobacco', hasStopped ? 'former' : 'daily', {
    day: -40,
    by: 'medecin',
    packYears: 45,
    ...(hasStopped ? { stopped: chart.calendar.date(start + 400).slice(0, 7) } : { perDay: 15 }),
  });
  habit(chart, 'alcohol', 'occasional', { day: -40, by: 'medecin', perWeek: 4 });
  if (r.chance(0.3)) problem(chart, 'sleepApnea', { since: -1300 });
  allergy(chart, 'amoxicillin', {
    since: -6000,
    criticality: 'low',
    reactions: ['rash'],
    severity: 'mild',
    unconfirmed: true,
  });
  drug(chart, 'tiotropium', { dose: 18, when: ['morning'], since: start });
  drug(chart, 'formoterolBudesonide', {
    dose: 2,
    strength: '200/6 µg',
    when: ['morning', 'evening'],
    since: start + 400,
  });
  drug(chart, 'salbutamol', {
    dose: 2,
    strength: '100 µg',
    prn: 'essoufflement',
    everyHours: 6,
    since: start,
  });
  const flare = (day: number, treat: (c: Chart) => void) => (c: Chart) => {
    problem(c, 'copdExacerbation', { since: day, ...(day < -10 ? { until: day + 8 } : {}), diagnosis: true });
    panel(c, 'bloodGas', day, { ph: 7.31, pco2: 58, po2: 54, lactate: 1.4 }, { hour: 11 });
    panel(c, 'inflammation', day, { crp: 68, procalcitonin: 0.3 }, { hour: 11 });
    panel(c, 'bloodCount', day, { whiteCells: 12.4, neutrophils: 9.6 }, { hour: 11 });
    treat(c);
  };
  for (const day of [-1100, -640, -230].filter((d) => d > start))
    stay(
      chart,
      {
        class: 'IMP',
        service: 'medecine-interne',
        from: day,
        to: day + 8,
        bed: 7,
        reason: 'Exacerbation de BPCO',
      },
      flare(day, (c) => {
        drug(c, 'prednisone', {
          dose: 40,
          when: ['morning'],
          since: day,
          until: day + 5,
          days: 5,
          inpatient: true,
        });
        drug(c, 'ceftriaxone', {
          dose: 1,
          everyHours: 24,
          since: day,
          until: day + 7,
          days: 7,
          inpatient: true,
        });
        panel(c, 'bloodGas', day + 5, { ph: 7.39, pco2: 47, po2: 66 });
        wardVitals(
          c,
          day,
          day + 8,
          { systolic: 138, diastolic: 80, heartRate: 108, respRate: 28, spo2: 86, temperature: 38.2 },
          { systolic: 128, diastolic: 74, heartRate: 82, respRate: 19, spo2: 92, temperature: 36.8 },
          'medecine-interne',
        );
        dischargeLetter(
          c,
          day + 8,
          'medecine-interne',
          'Exacerbation de BPCO',
          'Évolution favorable sous corticoïdes, antibiotique et aérosols. Oxygène sevré au sixième jour. Technique d’inhalation revue.',
        );
      }),
    );
  const now = (service: 'medecine-interne' | 'urgences', day: number, bed: number) =>
    stay(
      chart,
      {
        class: service === 'urgences' ? 'EMER' : 'IMP',
        service,
        from: day,
        fromHour: 10,
        bed,
        reason: 'Dyspnée fébrile, exacerbation de BPCO',
      },
      flare(day, (c) => {
        drug(c, 'prednisone', { dose: 40, when: ['morning'], since: day, days: 5, inpatient: true });
        drug(c, 'ceftriaxone', { dose: 1, everyHours: 24, since: day, inpatient: true });
        wardVitals(
          c,
          day,
          -1,
          {
            systolic: 146,
            diastolic: 84,
            heartRate: 112,
            respRate: 29,
            spo2: 85,
            temperature: 38.4,
            pain: 2,
          },
          { systolic: 132, diastolic: 78, heartRate: 94, respRate: 23, spo2: 90, temperature: 37.6, pain: 0 },
          service,
        );
      }),
    );
  if (o.bed !== undefined) now('medecine-interne', -4, o.bed);
  if (o.emergency !== undefined) now('urgences', -1, o.emergency);
  for (let day = start + 10; day < -20; day += 120)
    vitals(chart, day, {
      systolic: 130 + r.normal() * 7,
      diastolic: 77 + r.normal() * 4,
      heartRate: 84 + r.normal() * 5,
      respRate: 19,
      spo2: 93 + r.normal() * 0.8,
      weight: weight - ((day - start) / -start) * 4,
      height,
      hour: 15,
    });
  procedure(chart, 'spirometry', start + 12);
  procedure(chart, 'spirometry', -110);
  consultations(chart, {
    service: 'medecine-interne',
    days: [start + 10, -500, -110],
    reason: 'Suivi de BPCO',
    letter: 1,
  });
  adultVaccines(chart);
}

/** Other long illnesses of a line or two each: rheumatoid arthritis, Crohn, HIV, epilepsy, thyroid… */
export function simple(
  chart: Chart,
  o: {
    problems: readonly (readonly [Parameters<typeof problem>[1], number])[];
    drugs?: readonly (readonly [Parameters<typeof drug>[1], Parameters<typeof drug>[2]])[];
    labs?: (chart: Chart) => void;
    allergyFree?: boolean;
    visits?: readonly number[];
    service?: 'medecine-interne' | 'cardiologie' | 'oncologie' | 'femme-mere-enfant' | 'orthopedie';
    reason?: string;
    weight?: number;
    height?: number;
  },
): void {
  const r = chart.random;
  coverage(chart, (o.drugs?.length ?? 0) > 2);
  for (const [key, since] of o.problems) problem(chart, key, { since });
  if (o.allergyFree) noKnownAllergy(chart, -500);
  for (const [key, options] of o.drugs ?? []) drug(chart, key, options);
  o.labs?.(chart);
  if (o.weight && o.height)
    for (const day of [-700, -365, -90])
      vitals(chart, day, {
        systolic: 122 + r.normal() * 8,
        diastolic: 74 + r.normal() * 5,
        heartRate: 71 + r.normal() * 6,
        weight: o.weight + r.normal(),
        height: o.height,
        temperature: 36.7,
        hour: 10,
      });
  consultations(chart, {
    service: o.service ?? 'medecine-interne',
    days: o.visits ?? [-300, -60],
    reason: o.reason ?? 'Consultation de suivi',
    letter: r.chance(0.5) ? 1 : 0,
  });
}
