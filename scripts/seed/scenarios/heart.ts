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
import { drug, given } from '../chart/drugs.ts';
import { follow, panel, vitals } from '../chart/results.ts';
import { coverage, relative, stay } from '../chart/stays.ts';
import { document } from '../documents/document.ts';
import { adultVaccines, consultations, dischargeLetter, wardVitals } from './common.ts';

/** Chronic heart failure over years, decompensations, treatment stepped up; in hospital now when `bed` is given. */
export function heartFailure(chart: Chart, o: { years: number; bed?: number; diabetic?: boolean }): void {
  const start = -365 * o.years,
    r = chart.random,
    weight = 72 + r.int(0, 22),
    height = chart.isMale ? 174 : 161;
  coverage(chart, true);
  relative(chart, 'spouse', chart.person.family, chart.isMale ? 'Monique' : 'Bernard', '06 39 98 44 12');
  problem(chart, 'hypertension', { since: start - 2600 });
  problem(chart, 'heartFailure', {
    since: start,
    severity: 'moderate',
    note: 'FEVG 38 % au diagnostic, origine ischémique.',
  });
  problem(chart, 'coronaryDisease', { since: start - 900 });
  problem(chart, 'dyslipidemia', { since: start - 1800 });
  if (o.diabetic) problem(chart, 'diabetes2', { since: start - 1200 });
  allergy(chart, 'iodine', {
    since: start - 400,
    criticality: 'high',
    reactions: ['urticaria', 'bronchospasm'],
    severity: 'moderate',
  });
  drug(chart, 'ramipril', {
    dose: 5,
    when: ['morning'],
    since: start,
    until: -420,
    stopReason: 'Remplacé par valsartan-sacubitril',
    why: 'Insuffisance cardiaque',
  });
  drug(chart, 'sacubitrilValsartan', {
    dose: 97,
    strength: '49 mg/51 mg',
    when: ['morning', 'evening'],
    since: -420,
    why: 'Insuffisance cardiaque',
  });
  drug(chart, 'bisoprolol', {
    dose: 2.5,
    when: ['morning'],
    since: start,
    until: start + 300,
    why: 'Insuffisance cardiaque',
  });
  drug(chart, 'bisoprolol', {
    dose: 5,
    when: ['morning'],
    since: start + 300,
    why: 'Insuffisance cardiaque',
  });
  drug(chart, 'spironolactone', {
    dose: 25,
    when: ['morning'],
    since: start + 200,
    why: 'Insuffisance cardiaque',
  });
  drug(chart, 'dapagliflozin', { dose: 10, when: ['morning'], since: -380, why: 'Insuffisance cardiaque' });
  drug(chart, 'furosemide', { dose: 40, when: ['morning'], since: start, why: 'Œdèmes' });
  drug(chart, 'aspirin', { dose: 75, when: ['noon'], since: start - 900 });
  drug(chart, 'atorvastatin', { dose: 40, when: ['evening'], since: start - 900 });
  if (o.diabetic) {
    drug(chart, 'metformin', { dose: 1000, when: ['morning', 'evening'], since: start - 1200 });
    follow(chart, 'diabetes', { from: start, to: -25, every: 120 }, (t) => ({
      hba1c: 8.1 - t * 1.1 + r.normal() * 0.2,
      fastingGlucose: 9 - t * 1.6,
      urineAcr: 40 + t * 55,
    }));
  }
  // NT-proBNP falls with treatment, creatinine climbs slowly, potassium follows spironolactone
  follow(chart, 'ionogram', { from: start + 5, to: -12, every: 90 }, (t) => ({
    creatinine: 92 + t * 44 + r.normal() * 6,
    potassium: 4.2 + t * 0.6 + r.normal() * 0.15,
    sodium: 139 - t * 2 + r.normal(),
    urea: 7 + t * 4,
  }));
  follow(chart, 'heart', { from: start + 5, to: -12, every: 90 }, (t) => ({
    ntProBnp: 4200 * Math.exp(-2 * t) + 480 + r.normal() * 90,
    troponin: 11 + r.next() * 6,
  }));
  follow(chart, 'bloodCount', { from: start + 5, to: -12, every: 180 }, (t) => ({
    hemoglobin: (chart.isMale ? 14.2 : 13.1) - t * 1.3 + r.normal() * 0.2,
  }));
  follow(chart, 'lipids', { from: start + 5, to: -60, every: 365 }, (t) => ({
    ldl: 2.9 - t * 1.3,
    cholesterol: 5.1 - t * 1.2,
    triglycerides: 1.6,
    hdl: 1.1,
  }));
  for (let day = start + 30; day < -20; day += 60)
    vitals(chart, day, {
      systolic: 128 - ((day - start) / -start) * 14 + r.normal() * 5,
      diastolic: 76 + r.normal() * 4,
      heartRate: 68 + r.normal() * 4,
      weight: weight + Math.sin(day / 90) * 1.6,
      height,
      spo2: 96,
      hour: 10,
    });
  consultations(chart, {
    service: 'cardiologie',
    days: [start + 30, start + 300, -700, -420, -180, -45].filter((d) => d > start),
    reason: 'Suivi d’insuffisance cardiaque',
    letter: 2,
  });
  stay(
    chart,
    {
      class: 'IMP',
      service: 'cardiologie',
      from: -425,
      to: -417,
      bed: 5,
      reason: 'Décompensation cardiaque',
    },
    (c) => {
      problem(c, 'heartFailureLeft', { since: -425, until: -417, diagnosis: true, severity: 'severe' });
      procedure(c, 'echocardiography', -424, { note: 'FEVG 34 %, VG dilaté, IM modérée.' });
      procedure(c, 'ecg', -425, { hour: 9 });
      panel(c, 'heart', -425, { ntProBnp: 6900, troponin: 32 });
      panel(c, 'heart', -418, { ntProBnp: 2100, troponin: 18 });
      panel(c, 'ionogram', -424, { creatinine: 141, potassium: 4.9 });
      wardVitals(
        c,
        -425,
        -417,
        {
          systolic: 118,
          diastolic: 70,
          heartRate: 92,
          respRate: 24,
          spo2: 91,
          temperature: 36.8,
          weight: weight + 5.5,
        },
        { systolic: 112, diastolic: 66, heartRate: 66, respRate: 16, spo2: 96, temperature: 36.6, weight },
      );
      dischargeLetter(
        c,
        -417,
        'cardiologie',
        'Décompensation cardiaque',
        'Déplétion hydrosodée de 5,5 kg sous furosémide intraveineux. Remplacement du ramipril par valsartan-sacubitril. Poids de sortie noté, à surveiller chaque matin ; consulter si + 2 kg en trois jours.',
      );
    },
  );
  if (o.bed !== undefined)
    stay(
      chart,
      {
        class: 'IMP',
        service: 'cardiologie',
        from: -3,
        fromHour: 15,
        bed: o.bed,
        reason: 'Décompensation cardiaque sur écart de régime',
      },
      (c) => {
        problem(c, 'heartFailureLeft', { since: -3, diagnosis: true, severity: 'moderate' });
        const order = drug(c, 'furosemideIv', {
          dose: 40,
          everyHours: 12,
          since: -3,
          inpatient: true,
          why: 'Surcharge',
        });
        for (const day of [-3, -2, -1])
          for (const hour of day === -3 ? [18] : [6, 18])
            given(c, order, 'furosemideIv', 40, day, hour, 'infirmier');
        drug(c, 'enoxaparin', {
          dose: 4000,
          everyDays: 1,
          since: -3,
          inpatient: true,
          why: 'Prévention thromboembolique',
        });
        panel(c, 'heart', -3, { ntProBnp: 5200, troponin: 24 }, { hour: 16 });
        panel(c, 'ionogram', -3, { creatinine: 152, potassium: 5.3, sodium: 133, urea: 13 }, { hour: 16 });
        panel(c, 'ionogram', -1, { creatinine: 139, potassium: 4.1, sodium: 136, urea: 12 });
        wardVitals(
          c,
          -3,
          -1,
          {
            systolic: 142,
            diastolic: 84,
            heartRate: 98,
            respRate: 23,
            spo2: 92,
            temperature: 37,
            weight: weight + 4.4,
          },
          {
            systolic: 121,
            diastolic: 70,
            heartRate: 74,
            respRate: 18,
            spo2: 95,
            temperature: 36.7,
            weight: weight + 1.6,
          },
        );
        document(c, 'nursing', {
          day: -1,
          hour: 20,
          title: 'Transmission de l’équipe de jour',
          service: 'cardiologie',
          by: 'infirmier',
          format: 'text',
          sections: [
            {
              title: 'Données',
              text: 'Dyspnée en nette diminution, tient deux oreillers. Diurèse 2,4 L. Pas de douleur.',
            },
            {
              title: 'Actions',
              text: 'Pesée et ionogramme demain matin. Régime sans sel expliqué, famille présente.',
            },
          ],
        });
      },
    );
  carePlan(
    chart,
    'Éducation thérapeutique de l’insuffisance cardiaque',
    -400,
    ['Pesée quotidienne', 'Régime désodé 6 g/jour', 'Marche 30 min par jour'],
    'cardiologie',
  );
  adultVaccines(chart);
  if (chart.age() > 80) flag(chart, 'directives', -300);
}

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
  follow(
    chart,
    'clotting',
    { from: start + 7, to: last, every: o.warfarin ? 21 : 28 },
    (t) => ({ inr: 2.5 + Math.sin(t * 23) * 0.5 + r.normal() * 0.35 + (t > 0.72 && t < 0.76 ? 2.9 : 0) }),
    { range: { low: 2, high: 3 } },
  );
  follow(chart, 'ionogram', { from: start + 7, to: -30, every: 150 }, (t) => ({
    creatinine: 80 + t * 18 + r.normal() * 5,
  }));
  follow(chart, 'bloodCount', { from: start + 7, to: -30, every: 240 }, () => ({}));
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
    follow(chart, 'lipids', { from: o.day + 60, to: -20, every: 180 }, (t) => ({
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
  follow(chart, 'ionogram', { from: start + 5, to: -40, every: 365 }, (t) => ({
    creatinine: 78 + t * 8,
    sodium: t > 0.2 && t < 0.4 ? 131 : 140,
  }));
  follow(chart, 'lipids', { from: start + 5, to: -40, every: 365 }, (t) => ({
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
