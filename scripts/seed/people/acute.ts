import { lab, panel } from '../chart/results.ts';
import { acute, hipFracture, sepsis } from '../scenarios/acute.ts';
import { F, M, type Add } from './entry.ts';

/** Old people in hospital. */
export function sepsisAndHipFractures(add: Add): void {
  add(F, 'N’Guessan', 'Aya Grâce', '1949-06-06', (c) => sepsis(c, { bed: 4 }), {
    usedFamily: 'Kouassi',
    status: 'VALI',
    birthplace: '69383',
  });
  add(
    F,
    'Lambert',
    'Simone Georgette',
    '1934-03-03',
    (c) => hipFracture(c, { day: -4, bed: 0, dementia: true }),
    { usedFamily: 'Lambert-Roy', status: 'QUAL' },
  );
  add(F, 'Guillaume', 'Yvette', '1939-07-22', (c) => hipFracture(c, { day: -300 }));
}

/** Days in hospital or in the emergency room. */
export function acuteStays(add: Add): void {
  add(M, 'Adjovi', 'Koffi', '1998-08-08', (c) =>
    acute(c, {
      day: -1,
      problem: 'appendicitis',
      reason: 'Douleur de la fosse iliaque droite',
      service: 'orthopedie',
      bed: 4,
      operation: 'appendectomy',
      labs: (x) => {
        panel(x, 'bloodCount', -1, { whiteCells: 16.2, neutrophils: 13.4 }, { hour: 12 });
        panel(x, 'inflammation', -1, { crp: 74 }, { hour: 12 });
      },
      arrival: {
        systolic: 128,
        diastolic: 76,
        heartRate: 104,
        respRate: 18,
        spo2: 98,
        temperature: 38.2,
        pain: 7,
      },
      end: {
        systolic: 122,
        diastolic: 72,
        heartRate: 82,
        respRate: 16,
        spo2: 98,
        temperature: 37.5,
        pain: 3,
      },
      course: '',
    }),
  );
  add(F, 'Perrault', 'Zoé', '2004-05-01', (c) =>
    acute(c, {
      day: -25,
      nights: 2,
      problem: 'pyelonephritis',
      reason: 'Pyélonéphrite aiguë',
      service: 'medecine-interne',
      bed: 5,
      labs: (x) => {
        panel(x, 'inflammation', -25, { crp: 186, procalcitonin: 2.4 }, { hour: 12 });
        panel(x, 'bloodCount', -25, { whiteCells: 15.1 }, { hour: 12 });
      },
      arrival: {
        systolic: 112,
        diastolic: 66,
        heartRate: 112,
        respRate: 19,
        spo2: 98,
        temperature: 39.3,
        pain: 6,
      },
      end: { systolic: 114, diastolic: 68, heartRate: 76, respRate: 15, spo2: 99, temperature: 37, pain: 1 },
      course: 'Apyrexie en 36 heures sous ceftriaxone, relais oral.',
    }),
  );
  add(M, 'Lecomte', 'Hugo', '2008-10-10', (c) =>
    acute(c, {
      day: -6,
      nights: 0,
      problem: 'headInjury',
      reason: 'Traumatisme crânien au rugby',
      arrival: {
        systolic: 118,
        diastolic: 70,
        heartRate: 82,
        respRate: 16,
        spo2: 99,
        temperature: 36.8,
        pain: 5,
      },
      end: {
        systolic: 116,
        diastolic: 68,
        heartRate: 74,
        respRate: 15,
        spo2: 99,
        temperature: 36.7,
        pain: 2,
      },
      course: 'Surveillance de six heures sans anomalie. Consignes remises.',
    }),
  );
  add(
    F,
    'Renard',
    'Odile',
    '1943-08-28',
    (c) =>
      acute(c, {
        day: -5,
        problem: 'cdiff',
        reason: 'Diarrhée à Clostridioides difficile',
        service: 'medecine-interne',
        bed: 1,
        contact: true,
        labs: (x) => panel(x, 'inflammation', -5, { crp: 92 }, { hour: 12 }),
        arrival: {
          systolic: 108,
          diastolic: 62,
          heartRate: 102,
          respRate: 18,
          spo2: 96,
          temperature: 38.3,
          weight: 54,
        },
        end: {
          systolic: 122,
          diastolic: 70,
          heartRate: 84,
          respRate: 16,
          spo2: 97,
          temperature: 37.2,
          weight: 55,
        },
        course: '',
      }),
    { usedFamily: 'Renard-Leduc' },
  );
  add(M, 'Blanc', 'Philippe', '1961-04-26', (c) =>
    acute(c, {
      day: -3,
      problem: 'influenza',
      reason: 'Grippe avec pneumopathie',
      service: 'medecine-interne',
      bed: 2,
      droplet: true,
      labs: (x) => {
        panel(x, 'inflammation', -3, { crp: 121, procalcitonin: 0.4 }, { hour: 13 });
        panel(x, 'bloodGas', -3, { ph: 7.44, pco2: 33, po2: 58 }, { hour: 13 });
      },
      arrival: {
        systolic: 126,
        diastolic: 74,
        heartRate: 110,
        respRate: 27,
        spo2: 88,
        temperature: 39.4,
        weight: 84,
      },
      end: {
        systolic: 124,
        diastolic: 74,
        heartRate: 88,
        respRate: 20,
        spo2: 94,
        temperature: 37.8,
        weight: 83.5,
      },
      course: '',
    }),
  );
  add(
    M,
    'Picard',
    'Julien',
    '1989-06-30',
    (c) =>
      acute(c, {
        day: -1,
        problem: 'wristFracture',
        reason: 'Chute de vélo, poignet droit',
        bed: 3,
        allergic: true,
        arrival: {
          systolic: 134,
          diastolic: 80,
          heartRate: 92,
          respRate: 16,
          spo2: 99,
          temperature: 36.8,
          pain: 8,
        },
        end: {
          systolic: 126,
          diastolic: 76,
          heartRate: 78,
          respRate: 15,
          spo2: 99,
          temperature: 36.8,
          pain: 4,
        },
        course: '',
      }),
    { status: 'RECUP' },
  );
  add(M, 'Fournier', 'Marc-Antoine', '1967-09-03', (c) =>
    acute(c, {
      day: -80,
      nights: 6,
      problem: 'pulmonaryEmbolism',
      reason: 'Embolie pulmonaire bilatérale',
      service: 'cardiologie',
      bed: 6,
      labs: (x) => {
        lab(x, 'dDimer', -80, 4200, { hour: 12 });
        panel(x, 'heart', -80, { troponin: 48, ntProBnp: 1600 }, { hour: 12 });
      },
      arrival: {
        systolic: 108,
        diastolic: 64,
        heartRate: 118,
        respRate: 26,
        spo2: 89,
        temperature: 37.4,
        pain: 5,
      },
      end: {
        systolic: 124,
        diastolic: 74,
        heartRate: 78,
        respRate: 16,
        spo2: 97,
        temperature: 36.7,
        pain: 0,
      },
      course: 'Anticoagulation par rivaroxaban, pas de retentissement ventriculaire droit au contrôle.',
    }),
  );
}
