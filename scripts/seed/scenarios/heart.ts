import type { Chart } from '../chart/chart.ts';
import { allergy, flag, immunization, noKnownAllergy, problem, procedure } from '../chart/clinical.ts';
import { drug } from '../chart/drugs.ts';
import { habit } from '../chart/habits.ts';
import { repeatPanel, panel } from '../chart/results.ts';
import { coverage, stay } from '../chart/stays.ts';
import { vitals } from '../chart/vitals.ts';
import { document } from '../documents/document.ts';
import { consultations, dischargeLetter, wardVitals } from './common.ts';

/** Atrial fibrillation, INR under fluindione then a direct anticoagulant. */
export function atrialFibrillation(
  chart: Chart,
  o: { years: number; warfarin?: boolean; stroke?: boolean },
): void {
  const start = -365 * o.years,
    r = chart.random,
    weight = 60 + r.int(0, 30),
    height = chart.isMale ? 176 : 163;
  coverage(chart, true);
  problem(chart, 'atrialFibrillation', { since: start, note: 'CHA₂DS₂-VASc 4.' });
  problem(chart, 'hypertension', { since: start - 1500 });
  if (o.stroke) {
    problem(chart, 'stroke', { since: -900, until: -860 });
    problem(chart, 'strokeSequelae', { since: -860, severity: 'mild', note: 'Discrète hémiparésie droite.' });
    flag(chart, 'fall', -850);
  }
  if (r.chance(0.5))
    allergy(chart, 'penicillin', {
      since: -9000,
      criticality: 'high',
      reactions: ['anaphylaxis'],
      severity: 'severe',
    });
  else noKnownAllergy(chart, start);
  const change = o.warfarin ? undefined : Math.round(start / 2);
  drug(chart, o.warfarin ? 'warfarin' : 'fluindione', {
    dose: o.warfarin ? 4 : 20,
    when: ['evening'],
    since: start,
    ...(change === undefined
      ? {}
      : { until: change, stopReason: 'INR instable, passage à un anticoagulant oral direct' }),
    why: 'Fibrillation auriculaire',
  });
  if (change !== undefined)
    drug(chart, 'apixaban', {
      dose: chart.age() > 80 ? 2.5 : 5,
      when: ['morning', 'evening'],
      since: change,
      why: 'Fibrillation auriculaire',
    });
  drug(chart, 'bisoprolol', { dose: 2.5, when: ['morning'], since: start, why: 'Contrôle de la fréquence' });
  drug(chart, 'candesartan', { dose: 8, when: ['morning'], since: start - 1400, why: 'Hypertension' });
  drug(chart, 'amiodarone', {
    dose: 200,
    when: ['morning'],
    since: start + 20,
    until: start + 400,
    stopReason: 'Hypothyroïdie sous amiodarone',
  });
  const last = change ?? -4;
  repeatPanel(
    chart,
    'clotting',
    { from: start + 7, to: last, every: o.warfarin ? 21 : 28 },
    (t) => ({ inr: 2.5 + Math.sin(t * 23) * 0.5 + r.normal() * 0.35 + (t > 0.72 && t < 0.76 ? 2.9 : 0) }),
    { range: { low: 2, high: 3 } },
  );
  repeatPanel(chart, 'ionogram', { from: start + 7, to: -30, every: 150 }, (t) => ({
    creatinine: 80 + t * 18 + r.normal() * 5,
  }));
  repeatPanel(chart, 'bloodCount', { from: start + 7, to: -30, every: 240 }, () => ({}));
  for (let day = start + 40; day < -10; day += 120)
    vitals(chart, day, {
      systolic: 132 + r.normal() * 8,
      diastolic: 79 + r.normal() * 5,
      heartRate: 78 + r.normal() * 9,
      weight: weight + r.normal(),
      height,
      hour: 10,
      spo2: 97,
    });
  consultations(chart, {
    service: 'cardiologie',
    days: [start + 40, Math.round(start * 0.6), -200, -60],
    reason: 'Suivi de fibrillation auriculaire',
    letter: 1,
  });
  document(chart, 'ecg', {
    day: -60,
    hour: 10,
    title: 'ECG : fibrillation auriculaire',
    service: 'cardiologie',
    format: 'png',
    sections: [],
  });
  immunization(chart, 'influenza', -35);
}

/** Inferior infarction with stent, now stable or still in the unit. */
export function infarction(chart: Chart, o: { day: number; bed?: number }): void {
  const r = chart.random,
    weight = 78 + r.int(-8, 18),
    height = chart.isMale ? 177 : 164;
  coverage(chart, true);
  problem(chart, 'smoking', { since: -9000, ...(o.day < -100 ? { until: o.day + 20 } : {}) });
  habit(chart, 'tobacco', 'daily', { day: o.day, by: 'medecin', perDay: 20, packYears: 25 });
  if (o.day < -100)
    habit(chart, 'tobacco', 'former', {
      day: o.day + 60,
      by: 'medecin',
      packYears: 25,
      stopped: chart.calendar.date(o.day + 20).slice(0, 7),
    });
  problem(chart, 'dyslipidemia', { since: -1500 });
  noKnownAllergy(chart, o.day);
  const acute = (c: Chart) => {
    problem(c, 'stemi', {
      since: o.day,
      ...(o.bed === undefined ? { until: o.day + 6 } : {}),
      diagnosis: true,
      severity: 'severe',
    });
    procedure(c, 'coronarography', o.day, { hour: 15, by: 'perrin' });
    procedure(c, 'angioplasty', o.day, {
      hour: 16,
      by: 'perrin',
      note: 'Stent actif sur la coronaire droite, TIMI 3.',
    });
    for (const [hour, troponin] of [
      [14, 86],
      [17, 640],
      [23, 2150],
    ] as const)
      panel(c, 'heart', o.day, { troponin, ntProBnp: 420 }, { hour });
    for (const [back, troponin] of [
      [1, 1480],
      [2, 610],
    ] as const)
      if (o.day + back < 0) panel(c, 'heart', o.day + back, { troponin, ntProBnp: 900 });
    panel(c, 'lipids', o.day, { ldl: 4.4, cholesterol: 6.3, hdl: 0.9, triglycerides: 2.3 }, { hour: 14 });
    panel(c, 'ionogram', o.day, { glucose: 7 }, { hour: 14 });
    panel(c, 'bloodCount', o.day, { whiteCells: 13.1 }, { hour: 14 });
    wardVitals(
      c,
      o.day,
      Math.min(o.day + 5, -1),
      { systolic: 102, diastolic: 60, heartRate: 58, respRate: 18, spo2: 95, temperature: 36.9, pain: 7 },
      { systolic: 124, diastolic: 72, heartRate: 62, respRate: 15, spo2: 98, temperature: 36.6, pain: 0 },
    );
    if (o.bed === undefined)
      dischargeLetter(
        c,
        o.day + 6,
        'cardiologie',
        'Infarctus inférieur revascularisé',
        'Angioplastie de la coronaire droite avec stent actif. FEVG 50 %. Double antiagrégation pour douze mois. Réadaptation cardiaque demandée, sevrage tabagique commencé.',
      );
  };
  stay(
    chart,
    {
      class: 'IMP',
      service: 'cardiologie',
      from: o.day,
      fromHour: 13,
      ...(o.bed === undefined ? { to: o.day + 6, bed: 2 } : { bed: o.bed }),
      reason: 'Douleur thoracique, infarctus inférieur',
    },
    acute,
  );
  drug(chart, 'aspirin', { dose: 75, when: ['noon'], since: o.day });
  drug(chart, 'ticagrelor', {
    dose: 90,
    when: ['morning', 'evening'],
    since: o.day,
    ...(o.day < -365 ? { until: o.day + 365 } : {}),
    why: 'Stent actif',
  });
  drug(chart, 'atorvastatin', { dose: 80, when: ['evening'], since: o.day });
  drug(chart, 'bisoprolol', { dose: 2.5, when: ['morning'], since: o.day + 1 > -1 ? -1 : o.day + 1 });
  drug(chart, 'perindopril', { dose: 5, when: ['morning'], since: Math.min(-1, o.day + 2) });
  drug(chart, 'nicotine', {
    dose: 21,
    strength: '21 mg/24 h',
    since: Math.min(-1, o.day + 2),
    ...(o.day < -120 ? { until: o.day + 90 } : {}),
  });
  if (o.day < -60) {
    problem(chart, 'oldInfarction', { since: o.day + 30 });
    problem(chart, 'coronaryDisease', { since: o.day });
    repeatPanel(chart, 'lipids', { from: o.day + 60, to: -20, every: 180 }, (t) => ({
      ldl: 1.9 - t * 0.5,
      cholesterol: 3.9 - t * 0.5,
      hdl: 1.1,
      triglycerides: 1.4,
    }));
    for (let day = o.day + 30; day < -5; day += 90)
      vitals(chart, day, {
        systolic: 126 + r.normal() * 6,
        diastolic: 75 + r.normal() * 4,
        heartRate: 62 + r.normal() * 4,
        weight: weight - 3,
        height,
        hour: 11,
      });
    consultations(chart, {
      service: 'cardiologie',
      days: [o.day + 30, o.day + 180, o.day + 365].filter((d) => d < -3),
      reason: 'Suivi après infarctus',
      letter: 1,
    });
  }
}

/** Essential hypertension, few data. */
export function hypertension(chart: Chart, o: { years: number; statin?: boolean }): void {
  const start = -365 * o.years,
    r = chart.random,
    weight = 70 + r.int(-10, 25),
    height = chart.isMale ? 175 : 162;
  coverage(chart, false);
  problem(chart, 'hypertension', { since: start });
  noKnownAllergy(chart, start + 1);
  if (o.statin) {
    problem(chart, 'dyslipidemia', { since: start + 200 });
    drug(chart, 'rosuvastatin', { dose: 10, when: ['evening'], since: start + 210 });
  }
  drug(chart, 'hydrochlorothiazide', {
    dose: 25,
    when: ['morning'],
    since: start,
    until: start + 500,
    stopReason: 'Hyponatrémie',
  });
  drug(chart, 'amlodipine', { dose: 5, when: ['morning'], since: start + 500 });
  drug(chart, 'irbesartan', { dose: 150, when: ['morning'], since: start + 90 });
  for (let day = start + 5; day < -15; day += 150)
    vitals(chart, day, {
      systolic: 158 - Math.min(1, (day - start) / 700) * 26 + r.normal() * 5,
      diastolic: 93 - Math.min(1, (day - start) / 700) * 13 + r.normal() * 4,
      heartRate: 72 + r.normal() * 5,
      weight: weight + r.normal(),
      height,
      hour: 9,
      by: 'infirmier',
    });
  repeatPanel(chart, 'ionogram', { from: start + 5, to: -40, every: 365 }, (t) => ({
    creatinine: 78 + t * 8,
    sodium: t > 0.2 && t < 0.4 ? 131 : 140,
  }));
  repeatPanel(chart, 'lipids', { from: start + 5, to: -40, every: 365 }, (t) => ({
    ldl: o.statin ? 4.1 - t * 1.6 : 2.7,
    cholesterol: o.statin ? 6.2 - t * 1.6 : 4.8,
  }));
  consultations(chart, {
    service: 'medecine-interne',
    days: [-240, -70],
    reason: 'Suivi d’hypertension',
    by: 'vasseur',
  });
}
