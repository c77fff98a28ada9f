import type { Chart } from '../chart/chart.ts';
import { allergy, carePlan, flag, problem, procedure } from '../chart/clinical.ts';
import { ecg } from '../chart/ecg.ts';
import { drug, given } from '../chart/drugs.ts';
import { repeatPanel, panel } from '../chart/results.ts';
import { coverage, relative, stay } from '../chart/stays.ts';
import { vitals } from '../chart/vitals.ts';
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
    repeatPanel(chart, 'diabetes', { from: start, to: -25, every: 120 }, (t) => ({
      hba1c: 8.1 - t * 1.1 + r.normal() * 0.2,
      fastingGlucose: 9 - t * 1.6,
      urineAcr: 40 + t * 55,
    }));
  }
  // NT-proBNP falls with treatment, creatinine climbs slowly, potassium follows spironolactone
  repeatPanel(chart, 'ionogram', { from: start + 5, to: -12, every: 90 }, (t) => ({
    creatinine: 92 + t * 44 + r.normal() * 6,
    potassium: 4.2 + t * 0.6 + r.normal() * 0.15,
    sodium: 139 - t * 2 + r.normal(),
    urea: 7 + t * 4,
  }));
  repeatPanel(chart, 'heart', { from: start + 5, to: -12, every: 90 }, (t) => ({
    ntProBnp: 4200 * Math.exp(-2 * t) + 480 + r.normal() * 90,
    troponin: 11 + r.next() * 6,
  }));
  repeatPanel(chart, 'bloodCount', { from: start + 5, to: -12, every: 180 }, (t) => ({
    hemoglobin: (chart.isMale ? 14.2 : 13.1) - t * 1.3 + r.normal() * 0.2,
  }));
  repeatPanel(chart, 'lipids', { from: start + 5, to: -60, every: 365 }, (t) => ({
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
    days: [start + 30, start + 300, -700, -410, -180, -45].filter((d) => d > start),
    reason: 'Suivi d’insuffisance cardiaque',
    letter: 2,
  });
  stay(
    chart,
    {
      class: 'IMP',
      service: 'cardiologie',
      from: -425,
      fromHour: 7,
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
        ecg(c, -3, { rhythm: 'sinus', rate: 88, hour: 15.5 });
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
