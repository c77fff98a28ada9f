import type { Calendar } from '../calendar.ts';
import type { Chart } from '../chart/chart.ts';
import { acute, hipFracture, sepsis } from '../scenarios/acute.ts';
import { cancer } from '../scenarios/cancer.ts';
import { copd, diabetes, kidneyDisease, simple } from '../scenarios/chronic.ts';
import { atrialFibrillation, heartFailure, hypertension, infarction } from '../scenarios/heart.ts';
import { demoPatient } from '../scenarios/demo.ts';
import { asthmaChild, childhood, infant, pregnancy, rareDisease } from '../scenarios/young.ts';
import { labelled, watched } from '../care/labels.ts';
import { worksHere } from '../care/works-here.ts';
import { follow, lab, panel } from '../chart/results.ts';
import { relative } from '../chart/stays.ts';
import { document } from '../documents/document.ts';
import type { PersonSeed } from './person.ts';

/** A synthetic patient and what happened to them. Small children are born relative to today. */
export interface Entry {
  person: Omit<PersonSeed, 'ipp'>;
  tell: (chart: Chart) => void;
}

type Draft = Omit<PersonSeed, 'ipp' | 'id' | 'sex' | 'family' | 'given' | 'birthDate'>;

/** The patients in a fixed order: the order gives the ids (`pat-001`…) and the IPP, so only append. */
export function roster(calendar: Calendar): (Entry & { person: PersonSeed })[] {
  const list: Entry[] = [];
  const add = (
    sex: 'male' | 'female',
    family: string,
    given: string,
    birthDate: string,
    tell: Entry['tell'],
    more: Draft & { id?: string } = {},
  ) =>
    void list.push({
      person: {
        id: `pat-${String(list.length + 1).padStart(3, '0')}`,
        sex,
        family,
        given: given.split(' '),
        birthDate,
        ...more,
      },
      tell,
    });
  const F = 'female',
    M = 'male',
    ago = (days: number) => calendar.date(-days),
    nothing = () => undefined;

  add(F, 'Durand', 'Jeanne Marie Louise', '1957-03-14', demoPatient, {
    id: 'pat-demo',
    usedFamily: 'Lemoine',
    birthplace: '37261',
    status: 'QUAL',
    marital: 'W',
  });
  add(M, 'Le Gall', 'Yannick', '1944-11-02', (c) => heartFailure(c, { years: 5, bed: 0 }), {
    birthplace: '29019',
    status: 'QUAL',
  });
  add(
    M,
    'Bertrand',
    'Jean-Pierre',
    '1938-06-21',
    (c) => heartFailure(c, { years: 6, diabetic: true, bed: 1 }),
    { status: 'QUAL' },
  );
  add(F, 'Rousseau', 'Monique Andrée', '1941-01-30', (c) => heartFailure(c, { years: 4 }), {
    usedFamily: 'Chevallier',
  });
  add(F, 'Casanova', 'Maria-Stella', '1949-09-08', (c) => atrialFibrillation(c, { years: 6, stroke: true }), {
    usedFamily: 'Poli',
    birthplace: '2B033',
    status: 'QUAL',
  });
  add(
    M,
    'Leccia',
    'Ange-Toussaint',
    '1952-02-17',
    (c) => atrialFibrillation(c, { years: 4, warfarin: true }),
    { birthplace: '2A004', status: 'QUAL' },
  );
  add(F, 'Nowakowska', 'Wisława', '1946-12-05', (c) => atrialFibrillation(c, { years: 3 }), {
    usedFamily: 'Małkowska',
    birthplace: '99122',
  });
  add(M, 'Sørensen', 'Bjørn Åge', '1955-05-29', (c) => infarction(c, { day: -2, bed: 3 }), {
    birthplace: '99101',
    status: 'VALI',
  });
  add(M, 'Fontaine', 'Luc', '1968-08-11', (c) => infarction(c, { day: -420 }));
  add(M, 'Kowalczyk-Dupont', 'Michał', '1972-04-03', (c) => infarction(c, { day: -900 }), {
    birthplace: '99122',
  });
  add(F, 'Bernard', 'Nicole', '1960-10-19', (c) => hypertension(c, { years: 8, statin: true }));
  add(M, 'Bernard', 'Alain', '1958-07-07', (c) => hypertension(c, { years: 5 }));
  add(F, 'El Amrani', 'Fatima-Zahra', '1966-01-01', (c) => diabetes(c, { years: 9 }), {
    usedFamily: 'Benjelloun',
    birthplace: '99350',
    status: 'QUAL',
  });
  add(M, 'Traoré', 'Moussa', '1963-03-25', (c) => diabetes(c, { years: 12, kidney: true, insulin: true }), {
    birthplace: '99341',
  });
  add(
    F,
    'Ferreira da Costa',
    'Maria de Lurdes',
    '1954-05-13',
    (c) => diabetes(c, { years: 7, insulin: true }),
    { birthplace: '99139' },
  );
  add(M, 'Vandenbroucke', 'Étienne', '1970-12-24', (c) => diabetes(c, { years: 3 }));
  add(M, 'Delaunay', 'Raymond Marcel', '1947-02-28', (c) => kidneyDisease(c, { years: 15, dense: true }), {
    status: 'QUAL',
    birthplace: '72181',
  });
  add(F, 'Hoarau', 'Marie-Josée', '1959-08-15', (c) => kidneyDisease(c, { years: 6 }), {
    birthplace: '97411',
    status: 'QUAL',
  });
  add(M, 'Garcia', 'Antonio', '1951-11-11', (c) => copd(c, { years: 9, bed: 0 }));
  add(M, 'Schmitt', 'Gérard', '1948-04-18', (c) => copd(c, { years: 7 }), { birthplace: '67482' });
  add(F, 'Lemaître', 'Huguette', '1953-09-30', (c) => copd(c, { years: 5, emergency: 2 }), {
    usedFamily: 'Pichon',
    status: 'PROV',
  });
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
  add(F, 'Martin', 'Claire', '1985-05-12', (c) => hypertension(c, { years: 2 }), {
    birthplace: '75114',
    status: 'QUAL',
  });
  add(
    F,
    'Martin',
    'Claire',
    '1985-05-21',
    (c) =>
      simple(c, {
        problems: [['migraine', -3000]],
        drugs: [
          ['sumatriptan', { dose: 50, prn: 'crise', since: -900 }],
          ['propranolol', { dose: 40, when: ['morning', 'evening'], since: -200 }],
        ],
        weight: 58,
        height: 168,
      }),
    { birthplace: '44109', status: 'QUAL' },
  );
  add(M, 'Martin', 'Clair', '1985-12-05', nothing, { status: 'PROV' });
  add(M, 'Petitjean', 'Arthur', ago(2560), (c) => childhood(c, { born: -2560 }), {
    twin: 1,
    birthplace: '37261',
    status: 'QUAL',
    order: 211,
  });
  add(M, 'Petitjean', 'Artus', ago(2560), (c) => asthmaChild(c, { born: -2560 }), {
    twin: 2,
    birthplace: '37261',
    status: 'QUAL',
    order: 212,
  });
  add(M, 'Girard', 'Noé', ago(3390), (c) => asthmaChild(c, { born: -3390, attack: -12 }));
  add(F, 'Ouédraogo', 'Aïcha', ago(4100), (c) => asthmaChild(c, { born: -4100, attack: -210 }));
  add(F, 'Chevalier', 'Lou', ago(96), (c) => infant(c, { born: -96, bed: 0, mother: 'Chevalier' }), {
    birthplace: '37261',
  });
  add(M, 'Benhamou', 'Sacha', ago(19), (c) => infant(c, { born: -19, mother: 'Benhamou', jaundice: true }), {
    birthplace: '37261',
    status: 'PROV',
  });
  add(F, 'd’Ornano-Berthelot', 'Éléonore', ago(390), (c) => infant(c, { born: -390, mother: 'Berthelot' }), {
    birthplace: '37261',
  });
  add(F, 'Mercier', 'Inès', '1996-09-17', (c) => pregnancy(c, { weeks: 33, diabetes: true }), {
    status: 'QUAL',
  });
  add(F, 'Dumas', 'Amélie', '1991-02-08', (c) => pregnancy(c, { weeks: 36, preeclampsiaBed: 2 }));
  add(F, 'Nguyen Thi', 'Mai Linh', '1993-11-27', (c) => pregnancy(c, { weeks: 21 }), {
    birthplace: '99243',
    usedFamily: 'Faucheux',
  });
  add(
    F,
    'Marchand',
    'Sylvie',
    '1964-06-14',
    (c) => {
      cancer(c, { kind: 'breast', since: -1300 });
      relative(c, 'child', 'Vidal', 'Pauline', '06 39 98 57 57');
    },
    { usedFamily: 'Marchand-Vidal', status: 'QUAL' },
  );
  add(F, 'Poirier', 'Nathalie', '1971-10-02', (c) =>
    cancer(c, { kind: 'breast', since: -1800, relapse: true }),
  );
  add(M, 'Lefebvre', 'Christian', '1956-01-20', (c) => cancer(c, { kind: 'colon', since: -800 }));
  add(M, 'Müller', 'Jürgen', '1950-03-09', (c) => cancer(c, { kind: 'prostate', since: -1500 }), {
    birthplace: '57463',
  });
  add(M, 'Robin', 'Didier', '1959-12-12', (c) => cancer(c, { kind: 'lung', since: -400, neutropeniaBed: 0 }));
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
  add(F, 'Haddad-Cohen', 'Rivka', '1982-07-19', (c) =>
    simple(c, {
      problems: [['rheumatoid', -2200]],
      drugs: [
        ['methotrexate', { dose: 15, strength: 2.5, everyDays: 7, since: -2100 }],
        ['folicAcid', { dose: 5, everyDays: 7, since: -2100 }],
        ['adalimumab', { dose: 40, everyDays: 14, since: -900 }],
        ['prednisone', { dose: 5, when: ['morning'], since: -2150, until: -1200, stopReason: 'Rémission' }],
      ],
      labs: (x) => {
        follow(x, 'inflammation', { from: -2100, to: -20, every: 180 }, (t) => ({
          crp: 38 - 34 * Math.min(1, t * 1.6),
        }));
        follow(x, 'liver', { from: -2100, to: -20, every: 180 }, () => ({}));
      },
      weight: 62,
      height: 165,
    }),
  );
  add(M, 'Roy', 'Kévin', '1994-03-17', (c) =>
    simple(c, {
      problems: [['crohn', -1700]],
      drugs: [['adalimumab', { dose: 40, everyDays: 14, since: -1500 }]],
      labs: (x) => {
        follow(x, 'inflammation', { from: -1700, to: -30, every: 150 }, (t) => ({ crp: 55 - 50 * t }));
        lab(x, 'ferritin', -30, 14);
      },
      weight: 66,
      height: 180,
    }),
  );
  add(
    M,
    'Dos Santos',
    'Rui',
    '1977-10-31',
    (c) =>
      simple(c, {
        problems: [['hiv', -4000]],
        drugs: [
          ['bictegravir', { dose: 1, strength: '50 mg/200 mg/25 mg', when: ['morning'], since: -1400 }],
        ],
        allergyFree: true,
        labs: (x) => {
          for (let day = -4000; day < -20; day += 180)
            lab(x, 'cd4', day, 240 + 520 * (1 - Math.exp((-4000 - day) / 1300)) + x.random.normal() * 30);
        },
        weight: 74,
        height: 176,
      }),
    { birthplace: '99139' },
  );
  add(F, 'Boyer', 'Margaux', '1999-12-01', (c) =>
    simple(c, {
      problems: [['epilepsy', -2600]],
      drugs: [
        [
          'valproate',
          {
            dose: 500,
            when: ['morning', 'evening'],
            since: -2600,
            until: -1500,
            stopReason: 'Contre-indiqué chez la femme en âge de procréer',
          },
        ],
        ['levetiracetam', { dose: 500, when: ['morning', 'evening'], since: -1500 }],
      ],
      allergyFree: true,
      weight: 57,
      height: 167,
    }),
  );
  add(F, 'Colin', 'Bernadette', '1955-02-14', (c) =>
    simple(c, {
      problems: [
        ['hypothyroidism', -5000],
        ['osteoporosis', -900],
      ],
      drugs: [['levothyroxine', { dose: 75, when: ['morning'], since: -5000 }]],
      labs: (x) => {
        for (let day = -2400; day < -20; day += 200)
          lab(x, 'tsh', day, Math.max(0.3, 2.4 + x.random.normal() * 1.2));
      },
      weight: 69,
      height: 160,
    }),
  );
  add(
    M,
    'Gauthier',
    'Robert',
    '1945-05-08',
    (c) =>
      simple(c, {
        problems: [
          ['parkinson', -2500],
          ['prostateHypertrophy', -3200],
        ],
        drugs: [
          ['levodopa', { dose: 125, when: ['morning', 'noon', 'evening'], since: -2400 }],
          ['tamsulosin', { dose: 0.4, when: ['evening'], since: -3100 }],
        ],
        weight: 71,
        height: 172,
      }),
    { deceased: calendar.at(-30, 4, 20) },
  );
  add(M, 'Masson', 'Bruno', '1969-11-06', (c) =>
    simple(c, {
      problems: [
        ['alcohol', -5500],
        ['cirrhosis', -1400],
      ],
      drugs: [
        ['propranolol', { dose: 40, when: ['morning', 'evening'], since: -1300 }],
        ['lactulose', { dose: 10, when: ['morning', 'evening'], since: -600 }],
        ['oxazepam', { dose: 10, when: ['evening'], since: -300, until: -200 }],
      ],
      labs: (x) => {
        follow(x, 'liver', { from: -1400, to: -15, every: 120 }, (t) => ({
          bilirubin: 28 + 40 * t,
          albumin: 34 - 7 * t,
          ast: 88,
          alt: 54,
          ggt: 340 - 120 * t,
        }));
        follow(x, 'clotting', { from: -1400, to: -15, every: 120 }, (t) => ({ inr: 1.3 + 0.5 * t }));
        follow(x, 'bloodCount', { from: -1400, to: -15, every: 120 }, (t) => ({
          platelets: 130 - 60 * t,
          mcv: 102,
        }));
      },
      weight: 79,
      height: 174,
    }),
  );
  add(F, 'Vidal', 'Pauline', '1987-01-09', (c) => {
    simple(c, {
      problems: [
        ['depression', -700],
        ['anxiety', -1500],
      ],
      drugs: [
        [
          'sertraline',
          { dose: 50, when: ['morning'], since: -690, until: -300, stopReason: 'Épisode résolu' },
        ],
        ['escitalopram', { dose: 10, when: ['morning'], since: -120 }],
      ],
      weight: 64,
      height: 170,
    });
    labelled(
      document(c, 'consultation', {
        day: -122,
        title: 'Consultation de liaison : rechute dépressive',
        service: 'medecine-interne',
        sections: [
          {
            title: 'Entretien',
            text: 'Tristesse et insomnie depuis six semaines, dans un contexte de séparation. Pas d’idée suicidaire.',
          },
          { title: 'Conclusion', text: 'Reprise d’un traitement antidépresseur, suivi rapproché.' },
        ],
      }),
      'V',
      'PSY',
    );
  });
  add(
    F,
    'Ramanantsoa Rakotomalala Andrianjafy',
    'Voahirana Hanitriniaina',
    '1979-03-23',
    (c) =>
      simple(c, {
        problems: [['lupus', -2900]],
        drugs: [
          ['hydroxychloroquine', { dose: 200, when: ['morning', 'evening'], since: -2800 }],
          ['prednisone', { dose: 7.5, strength: 5, when: ['morning'], since: -2800 }],
        ],
        labs: (x) =>
          follow(x, 'ionogram', { from: -2800, to: -20, every: 200 }, (t) => ({ creatinine: 66 + 20 * t })),
        weight: 52,
        height: 155,
      }),
    { birthplace: '97411' },
  );
  add(M, 'Diallo', 'Ousmane', ago(6100), (c) => rareDisease(c, 'sickleCell', { born: -6100 }), {
    birthplace: '99341',
  });
  add(F, 'Leclercq', 'Jade', ago(5300), (c) => rareDisease(c, 'cysticFibrosis', { born: -5300 }));
  add(M, 'Aubert', 'Guy', '1950-10-25', (c) =>
    simple(c, {
      problems: [
        ['aorticStenosis', -1200],
        ['hypertension', -7000],
      ],
      drugs: [['amlodipine', { dose: 5, when: ['morning'], since: -6900 }]],
      service: 'cardiologie',
      reason: 'Suivi de sténose aortique',
      visits: [-1200, -700, -350, -10],
      weight: 81,
      height: 171,
    }),
  );
  add(F, 'Brunet', 'Denise', '1946-09-12', (c) =>
    simple(c, {
      problems: [
        ['glaucoma', -4200],
        ['cataract', -1100],
      ],
      drugs: [['latanoprost', { dose: 1, strength: '50 µg/mL', when: ['evening'], since: -4200 }]],
      allergyFree: true,
    }),
  );
  add(F, 'Giraud', 'Manon', '2001-07-14', (c) =>
    simple(c, {
      problems: [],
      drugs: [['ethinylestradiol', { dose: 0.1, strength: '100 µg/20 µg', when: ['evening'], since: -1000 }]],
      visits: [-200],
      allergyFree: true,
      weight: 60,
      height: 171,
    }),
  );
  add(M, 'Noël', 'Gaston', '1931-12-25', (c) =>
    simple(c, {
      problems: [
        ['dementia', -1800],
        ['malnutrition', -200],
        ['pressureUlcer', -40],
      ],
      drugs: [['paracetamol', { dose: 1, when: ['morning', 'noon', 'evening'], since: -300 }]],
      weight: 48,
      height: 165,
      visits: [-40],
    }),
  );
  add(M, 'Carpentier', 'Théo', '1992-02-29', nothing);
  add(
    F,
    'Olivier',
    'Anne-Charlotte',
    '1975-06-18',
    (c) => {
      watched(c, 'CEL');
      simple(c, {
        problems: [
          ['psoriasis', -3600],
          ['lowBackPain', -500],
        ],
        drugs: [['desloratadine', { dose: 5, when: ['evening'], since: -60, prn: 'prurit' }]],
        weight: 68,
        height: 169,
      });
    },
    { usedFamily: 'Saint-Exupéry', usedGiven: 'Anna' },
  );
  add(
    M,
    'Baptiste',
    'Jean-Hugues',
    '1983-08-22',
    (c) =>
      simple(c, {
        problems: [['diabetes1', -7000]],
        drugs: [
          ['insulinGlargine', { dose: 22, strength: '100 UI/mL', when: ['bed'], since: -3000 }],
          [
            'insulinAspart',
            { dose: 6, strength: '100 UI/mL', when: ['morning', 'noon', 'evening'], since: -3000 },
          ],
        ],
        labs: (x) =>
          follow(x, 'diabetes', { from: -3000, to: -30, every: 91 }, (t) => ({
            hba1c: 8.6 - 1.4 * t + x.random.normal() * 0.3,
          })),
        weight: 76,
        height: 179,
      }),
    { birthplace: '97209', status: 'QUAL' },
  );
  // the secretary's own chart, and somebody with the family name of the cardiologist
  add(
    F,
    'Garnier',
    'Sophie',
    '1984-02-26',
    (c) => {
      worksHere(c, 'secretaire');
      simple(c, {
        problems: [
          ['migraine', -2500],
          ['hypothyroidism', -1100],
        ],
        drugs: [['levothyroxine', { dose: 50, when: ['morning'], since: -1090 }]],
        labs: (x) => {
          for (let day = -1100; day < -50; day += 180) lab(x, 'tsh', day, 2.2 + x.random.normal() * 0.5);
        },
        visits: [-1100, -420, -50],
        weight: 61,
        height: 166,
      });
    },
    { birthplace: '37261', status: 'QUAL' },
  );
  add(
    M,
    'Moreau',
    'Lucien',
    '1955-04-02',
    (c) =>
      simple(c, {
        problems: [
          ['knee', -1500],
          ['reflux', -800],
        ],
        drugs: [['paracetamol', { dose: 1, everyHours: 8, prn: 'douleur du genou', since: -1400 }]],
        service: 'orthopedie',
        reason: 'Suivi de gonarthrose',
        visits: [-700, -35],
        weight: 83,
        height: 177,
      }),
    { status: 'QUAL' },
  );
  return list.map((entry, i) => ({
    ...entry,
    person: { ...entry.person, ipp: `8${String(100_001 + i * 37).padStart(8, '0')}` },
  }));
}
