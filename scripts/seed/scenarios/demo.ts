import type { Chart } from '../chart/chart.ts';
import { allergy, carePlan, flag, immunization, problem, procedure } from '../chart/clinical.ts';
import { ecg } from '../chart/ecg.ts';
import { drug } from '../chart/drugs.ts';
import { repeatPanel, lab, panel } from '../chart/results.ts';
import { coverage, relative, stay } from '../chart/stays.ts';
import { vitals } from '../chart/vitals.ts';
import { document } from '../documents/document.ts';
import { adultVaccines, consultations, currentDrugs, dischargeLetter, wardVitals } from './common.ts';
import { bloodGroup } from './special.ts';

/** The record behind the `patient` account: atrial fibrillation, heart failure, diabetes, a nodule under surveillance. */
export function demoPatient(chart: Chart): void {
  const r = chart.random,
    start = -2920;
  coverage(chart, true);
  relative(chart, 'child', 'Lemoine', 'Bastien', '06 39 98 12 34');
  relative(chart, 'trusted', 'Lemoine', 'Bastien', '06 39 98 12 34');
  problem(chart, 'hypertension', { since: -5400 });
  problem(chart, 'dyslipidemia', { since: -4800 });
  problem(chart, 'diabetes2', { since: start, note: 'Objectif d’HbA1c 7 %.' });
  problem(chart, 'atrialFibrillation', { since: -1600, note: 'CHA₂DS₂-VASc 5, HAS-BLED 2.' });
  problem(chart, 'heartFailure', { since: -1100, severity: 'moderate', note: 'FEVG 45 %.' });
  problem(chart, 'knee', { since: -2000, severity: 'mild' });
  problem(chart, 'cholecystitis', { since: -6200, until: -6150 });
  problem(chart, 'depression', { since: -2200, until: -1700, severity: 'mild' });
  allergy(chart, 'amoxicillin', {
    since: -11000,
    criticality: 'high',
    reactions: ['angioedema', 'urticaria'],
    severity: 'severe',
  });
  allergy(chart, 'iodine', { since: -1900, criticality: 'low', reactions: ['rash'], severity: 'mild' });
  allergy(chart, 'birchPollen', {
    since: -9000,
    criticality: 'low',
    reactions: ['rhinitis'],
    severity: 'mild',
  });
  flag(chart, 'directives', -250);
  flag(chart, 'contact', -1105, -1092);

  drug(chart, 'atenolol', {
    dose: 50,
    when: ['morning'],
    since: -5400,
    until: -1600,
    stopReason: 'Remplacé par bisoprolol',
  });
  drug(chart, 'bisoprolol', { dose: 2.5, when: ['morning'], since: -1600, until: -1090 });
  drug(chart, 'bisoprolol', {
    dose: 5,
    when: ['morning'],
    since: -1090,
    why: 'Fibrillation auriculaire, insuffisance cardiaque',
  });
  drug(chart, 'fluindione', {
    dose: 20,
    when: ['evening'],
    since: -1600,
    until: -900,
    stopReason: 'INR instable',
    why: 'Fibrillation auriculaire',
  });
  drug(chart, 'apixaban', {
    dose: 5,
    when: ['morning', 'evening'],
    since: -900,
    why: 'Fibrillation auriculaire',
  });
  drug(chart, 'ramipril', { dose: 5, when: ['morning'], since: -3000, why: 'Hypertension' });
  drug(chart, 'furosemide', { dose: 20, when: ['morning'], since: -1090, why: 'Œdèmes' });
  drug(chart, 'dapagliflozin', {
    dose: 10,
    when: ['morning'],
    since: -500,
    why: 'Diabète et insuffisance cardiaque',
  });
  drug(chart, 'metformin', { dose: 1000, when: ['morning', 'evening'], since: start });
  drug(chart, 'gliclazide', {
    dose: 30,
    when: ['morning'],
    since: -2300,
    until: -1200,
    stopReason: 'Hypoglycémies',
  });
  drug(chart, 'atorvastatin', { dose: 20, when: ['evening'], since: -4800 });
  drug(chart, 'sertraline', { dose: 50, when: ['morning'], since: -2190, until: -1700 });
  drug(chart, 'paracetamol', { dose: 1, everyHours: 8, prn: 'douleur du genou', since: -2000 });
  drug(chart, 'zopiclone', { dose: 3.75, when: ['bed'], since: -60, until: -39, days: 21, by: 'vasseur' });

  repeatPanel(chart, 'diabetes', { from: start, to: -9, every: 91 }, (t) => ({
    hba1c: 8.9 - 1.9 * t + 0.5 * Math.sin(t * 9) + r.normal() * 0.12,
    fastingGlucose: 10.1 - 3.2 * t + r.normal() * 0.5,
    urineAcr: 14 + 38 * t,
  }));
  repeatPanel(chart, 'ionogram', { from: start, to: -9, every: 91 }, (t) => ({
    creatinine: 66 + 26 * t + r.normal() * 3,
    potassium: 4.2 + 0.4 * t + r.normal() * 0.15,
    sodium: 140 - 2 * t,
  }));
  repeatPanel(
    chart,
    'clotting',
    { from: -1590, to: -905, every: 21 },
    (t) => ({ inr: 2.6 + Math.sin(t * 20) * 0.9 + r.normal() * 0.3 }),
    { range: { low: 2, high: 3 } },
  );
  repeatPanel(chart, 'heart', { from: -1100, to: -9, every: 91 }, (t) => ({
    ntProBnp: 2600 * Math.exp(-2.2 * t) + 320 + r.normal() * 60,
    troponin: 9 + r.next() * 4,
  }));
  repeatPanel(chart, 'bloodCount', { from: start, to: -9, every: 182 }, (t) => ({
    hemoglobin: 13.4 - 1.2 * t,
    platelets: 245,
  }));
  repeatPanel(chart, 'lipids', { from: start, to: -100, every: 365 }, (t) => ({
    ldl: 3.4 - 1.4 * t,
    cholesterol: 5.6 - 1.3 * t,
    triglycerides: 1.9 - 0.3 * t,
    hdl: 1.2,
  }));
  repeatPanel(chart, 'liver', { from: start, to: -100, every: 730 }, () => ({}));
  repeatPanel(chart, 'mineral', { from: -1500, to: -9, every: 365 }, () => ({ vitaminD: 19 + r.next() * 9 }));
  lab(chart, 'tsh', -9, 2.31);
  lab(chart, 'cea', -9, 0.5, { comparator: '<' });
  bloodGroup(chart, -6199, 'A', true);
  for (let day = start; day < -5; day += 45)
    vitals(chart, day, {
      systolic: 148 - 18 * ((day - start) / -start) + r.normal() * 6,
      diastolic: 86 - 9 * ((day - start) / -start) + r.normal() * 4,
      heartRate: (day < -1600 ? 66 : 76) + r.normal() * 5,
      respRate: 16,
      spo2: 97 + r.normal() * 0.6,
      temperature: 36.7,
      weight: 74 - 6 * ((day - start) / -start) + (day > -1130 && day < -1095 ? 4 : 0) + r.normal() * 0.5,
      height: 162,
      hour: 9.5,
    });

  stay(
    chart,
    {
      class: 'IMP',
      service: 'cardiologie',
      from: -1105,
      to: -1092,
      bed: 4,
      reason: 'Œdème pulmonaire sur fibrillation auriculaire rapide',
    },
    (c) => {
      problem(c, 'heartFailureLeft', { since: -1105, until: -1092, diagnosis: true, severity: 'severe' });
      procedure(c, 'echocardiography', -1104, { note: 'FEVG 40 %, oreillette gauche dilatée.' });
      procedure(c, 'cardioversion', -1100);
      panel(c, 'heart', -1105, { ntProBnp: 7800, troponin: 41 }, { hour: 22 });
      panel(c, 'bloodGas', -1105, { ph: 7.34, pco2: 47, po2: 56, lactate: 2.6 }, { hour: 22 });
      panel(c, 'heart', -1094, { ntProBnp: 2300, troponin: 14 });
      wardVitals(
        c,
        -1105,
        -1092,
        {
          systolic: 168,
          diastolic: 98,
          heartRate: 138,
          respRate: 31,
          spo2: 87,
          temperature: 36.9,
          weight: 77,
        },
        {
          systolic: 124,
          diastolic: 72,
          heartRate: 72,
          respRate: 16,
          spo2: 97,
          temperature: 36.6,
          weight: 71.5,
        },
      );
      dischargeLetter(
        c,
        -1092,
        'cardiologie',
        'Œdème pulmonaire sur fibrillation auriculaire rapide',
        'Évolution favorable sous diurétiques et contrôle de la fréquence. Choc électrique externe efficace au cinquième jour. Dépistage d’un nodule pulmonaire de 7 mm : scanner de contrôle prévu.',
      );
    },
  );
  stay(
    chart,
    {
      class: 'EMER',
      service: 'urgences',
      from: -58,
      fromHour: 18,
      to: -57,
      toHour: 10,
      bed: 5,
      reason: 'Malaise avec palpitations',
    },
    (c) => {
      panel(c, 'heart', -58, { troponin: 11, ntProBnp: 640 }, { hour: 19 });
      panel(c, 'ionogram', -58, { creatinine: 97, potassium: 5.2 }, { hour: 19 });
      ecg(c, -58, { rhythm: 'atrialFibrillation', rate: 118, hour: 18.5 });
      lab(c, 'glucose', -58, 3.1, { hour: 18.5, note: 'Resucrage oral, contrôle à 6,2 mmol/L.' });
      vitals(c, -58, {
        systolic: 104,
        diastolic: 62,
        heartRate: 118,
        respRate: 20,
        spo2: 96,
        temperature: 36.8,
        hour: 18.3,
        by: 'marchetti',
      });
      vitals(c, -58, {
        systolic: 122,
        diastolic: 70,
        heartRate: 84,
        respRate: 17,
        spo2: 97,
        temperature: 36.7,
        hour: 22,
        by: 'marchetti',
      });
      document(c, 'emergency', {
        day: -57,
        hour: 9,
        title: 'Résumé de passage aux urgences : malaise',
        service: 'urgences',
        sections: [
          { title: 'Motif', text: 'Malaise sans perte de connaissance, palpitations.' },
          {
            title: 'Conclusion',
            text: 'Accès de fibrillation auriculaire rapide et hypoglycémie modérée, favorables. Retour à domicile, consultation de cardiologie avancée.',
          },
        ],
      });
    },
  );
  procedure(chart, 'echocardiography', -180, { note: 'FEVG 45 %, stable.' });
  procedure(chart, 'fundus', -330);
  procedure(chart, 'colonoscopy', -700, { by: 'okonkwo', note: 'Sans anomalie.' });
  consultations(chart, {
    service: 'cardiologie',
    days: [-1600, -1060, -900, -500, -180, -42],
    reason: 'Suivi de fibrillation auriculaire et d’insuffisance cardiaque',
    letter: 3,
  });
  consultations(chart, {
    service: 'medecine-interne',
    by: 'vasseur',
    days: [start, -2400, -1900, -1300, -800, -330, -60],
    reason: 'Suivi de diabète',
    letter: 1,
  });
  document(chart, 'ecg', {
    day: -58,
    hour: 19,
    title: 'ECG : fibrillation auriculaire',
    service: 'cardiologie',
    format: 'png',
    sections: [],
  });
  document(chart, 'ecg', {
    day: -42,
    hour: 11,
    title: 'ECG de contrôle : rythme sinusal',
    service: 'cardiologie',
    format: 'png',
    sections: [],
  });
  document(chart, 'prescription', {
    day: -42,
    hour: 11,
    title: 'Ordonnance de renouvellement',
    service: 'cardiologie',
    sections: [{ title: 'Prescriptions', rows: currentDrugs(chart) }],
  });
  document(chart, 'laboratory', {
    day: -9,
    hour: 15,
    title: 'Bilan biologique trimestriel',
    service: 'laboratoire',
    sections: [{ title: 'Résultats', rows: latestResults(chart) }],
  });
  document(chart, 'directives', {
    day: -250,
    title: 'Directives anticipées',
    service: 'medecine-interne',
    by: 'vasseur',
    sections: [
      { title: 'Personne de confiance', text: 'Bastien LEMOINE, son fils.' },
      {
        title: 'Volontés',
        text: 'En fin de vie, je souhaite être soulagée et ne pas être maintenue artificiellement si le traitement n’a d’autre effet que de prolonger la vie.',
      },
    ],
  });
  document(chart, 'nursing', {
    day: -1094,
    hour: 20,
    title: 'Transmission infirmière',
    service: 'cardiologie',
    by: 'infirmier',
    format: 'text',
    sections: [{ title: 'Données', text: 'Marche dans le couloir sans essoufflement. Moral meilleur.' }],
  });
  carePlan(
    chart,
    'Éducation thérapeutique : anticoagulant et insuffisance cardiaque',
    -480,
    ['Pesée hebdomadaire', 'Carte d’anticoagulant sur soi', 'Reconnaître une hypoglycémie'],
    'cardiologie',
  );
  adultVaccines(chart);
  immunization(chart, 'covid', -400, 4);
}

/** The last result of each test so far, as rows of a table. */
function latestResults(chart: Chart): string[][] {
  const rows = new Map<string, string[]>();
  for (const r of chart.resources)
    if (
      r.resourceType === 'Observation' &&
      r.valueQuantity &&
      r.category?.[0]?.coding?.[0]?.code === 'laboratory'
    ) {
      const range = r.referenceRange?.[0],
        name = r.code.text ?? '';
      rows.set(name, [
        name,
        `${r.valueQuantity.comparator ?? ''}${String(r.valueQuantity.value).replace('.', ',')} ${r.valueQuantity.unit ?? ''}`,
        [range?.low?.value, range?.high?.value]
          .map((v) => (v === undefined ? '' : String(v).replace('.', ',')))
          .join(' – '),
      ]);
    }
  return [...rows.values()];
}
