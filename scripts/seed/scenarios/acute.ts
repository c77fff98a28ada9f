// Stories of acute illness side by side: they are written, and read, by comparing one with another.
import type { Chart } from '../chart/chart.ts';
import { allergy, flag, noKnownAllergy, problem, procedure } from '../chart/clinical.ts';
import { drug, given } from '../chart/drugs.ts';
import { repeatPanel, lab, panel } from '../chart/results.ts';
import { coverage, relative, stay } from '../chart/stays.ts';
import { vitals } from '../chart/vitals.ts';
import { document } from '../documents/document.ts';
import type { ServiceKey } from '../hospital/hospital.ts';
import { adultVaccines, consultations, dischargeLetter, wardVitals } from './common.ts';
import { bloodCulture } from './special.ts';

/** Urinary sepsis in the emergency unit since yesterday: everything critical at once. */
export function sepsis(chart: Chart, o: { bed: number }): void {
  coverage(chart, false);
  problem(chart, 'diabetes2', { since: -3200 });
  allergy(chart, 'penicillin', {
    since: -12000,
    criticality: 'high',
    reactions: ['anaphylaxis'],
    severity: 'severe',
  });
  allergy(chart, 'latex', { since: -3000, criticality: 'low', reactions: ['rash'], severity: 'mild' });
  drug(chart, 'metformin', { dose: 850, when: ['morning', 'evening'], since: -3100, hold: true });
  stay(
    chart,
    {
      class: 'EMER',
      service: 'urgences',
      from: -1,
      fromHour: 14,
      bed: o.bed,
      reason: 'Fièvre, frissons, hypotension',
    },
    (c) => {
      problem(c, 'septicemia', { since: -1, diagnosis: true, severity: 'severe', by: 'dasilva' });
      problem(c, 'pyelonephritis', { since: -1, diagnosis: true, by: 'dasilva' });
      problem(c, 'septicShock', { since: -1, diagnosis: true, provisional: true, by: 'dasilva' });
      problem(c, 'acuteKidney', { since: -1, diagnosis: true, by: 'dasilva' });
      for (const [hour, v] of [
        [
          14.3,
          { systolic: 84, diastolic: 46, heartRate: 128, respRate: 30, spo2: 90, temperature: 39.6, pain: 6 },
        ],
        [
          15.5,
          { systolic: 78, diastolic: 42, heartRate: 134, respRate: 32, spo2: 89, temperature: 39.8, pain: 6 },
        ],
        [
          17,
          { systolic: 92, diastolic: 52, heartRate: 120, respRate: 28, spo2: 93, temperature: 39.2, pain: 4 },
        ],
        [
          19,
          {
            systolic: 101,
            diastolic: 58,
            heartRate: 112,
            respRate: 25,
            spo2: 95,
            temperature: 38.7,
            pain: 3,
          },
        ],
        [
          22,
          {
            systolic: 106,
            diastolic: 61,
            heartRate: 104,
            respRate: 22,
            spo2: 96,
            temperature: 38.2,
            pain: 2,
          },
        ],
      ] as const)
        vitals(c, -1, { ...v, hour, by: 'marchetti' });
      panel(c, 'bloodGas', -1, { ph: 7.26, pco2: 29, po2: 61, lactate: 5.8 }, { hour: 14.5 });
      panel(c, 'bloodGas', -1, { ph: 7.33, pco2: 33, po2: 78, lactate: 3.1 }, { hour: 19 });
      panel(c, 'inflammation', -1, { crp: 312, procalcitonin: 28 }, { hour: 14.5 });
      panel(
        c,
        'ionogram',
        -1,
        { creatinine: 268, urea: 21, potassium: 5.9, bicarbonate: 13, sodium: 131 },
        { hour: 14.5 },
      );
      panel(
        c,
        'bloodCount',
        -1,
        { whiteCells: 24.6, neutrophils: 21.9, platelets: 84, hemoglobin: 11.4, lymphocytes: 0.6 },
        { hour: 14.5 },
      );
      panel(c, 'liver', -1, { bilirubin: 38, ast: 92, alt: 71 }, { hour: 14.5 });
      panel(c, 'clotting', -1, { inr: 1.7 }, { hour: 14.5 });
      lab(c, 'glucose', -1, 18.4, { hour: 14.5 });
      bloodCulture(c, -1, 14.6, 'preliminary', 'Bacilles à Gram négatif à l’examen direct');
      const ceftriaxone = drug(c, 'ceftriaxone', {
          dose: 2,
          everyHours: 24,
          since: -1,
          inpatient: true,
          by: 'dasilva',
          why: 'Sepsis urinaire (allergie à la pénicilline : surveillance)',
        }),
        amikacin = drug(c, 'amikacin', {
          dose: 1.5,
          everyHours: 24,
          since: -1,
          inpatient: true,
          by: 'dasilva',
          why: 'Sepsis',
        }),
        norepinephrine = drug(c, 'norepinephrine', {
          dose: 0.5,
          strength: '2 mg/mL',
          everyHours: 1,
          since: -1,
          inpatient: true,
          by: 'dasilva',
          why: 'PAM cible 65 mmHg',
        });
      given(c, ceftriaxone, 'ceftriaxone', 2, -1, 15, 'marchetti');
      given(c, amikacin, 'amikacin', 1.5, -1, 15.2, 'marchetti');
      given(c, norepinephrine, 'norepinephrine', 0.5, -1, 16, 'marchetti');
      document(c, 'emergency', {
        day: -1,
        hour: 19,
        title: 'Résumé de passage aux urgences : choc septique d’origine urinaire',
        service: 'urgences',
        sections: [
          {
            title: 'Histoire',
            text: 'Fièvre depuis deux jours, douleur lombaire droite, frissons. Hypotension à l’arrivée.',
          },
          {
            title: 'Examen',
            text: 'Marbrures des genoux, temps de recoloration 4 s. Ébranlement lombaire droit positif.',
          },
          {
            title: 'Prise en charge',
            text: 'Remplissage 30 mL/kg, hémocultures, ceftriaxone et amikacine dans la première heure, noradrénaline. Scanner demandé. Avis réanimation.',
          },
        ],
      });
    },
  );
  relative(chart, 'child', chart.person.family, 'Sandrine', '06 39 98 70 70');
}

/** Hip fracture after a fall, operated, in orthopaedics. */
export function hipFracture(chart: Chart, o: { day: number; bed?: number; dementia?: boolean }): void {
  const weight = 51,
    height = 156;
  coverage(chart, true);
  problem(chart, 'osteoporosis', { since: -2500 });
  problem(chart, 'hypertension', { since: -6000 });
  if (o.dementia) {
    problem(chart, 'dementia', { since: -1400, severity: 'moderate' });
    drug(chart, 'donepezil', { dose: 10, when: ['evening'], since: -1350 });
    relative(chart, 'guardian', 'Lambert', 'Pierre', '06 39 98 20 21');
  }
  allergy(chart, 'codeine', {
    since: -4000,
    criticality: 'low',
    reactions: ['vomiting'],
    severity: 'moderate',
    intolerance: true,
  });
  flag(chart, 'fall', o.day);
  flag(chart, 'directives', -600);
  if (o.dementia) flag(chart, 'noCpr', o.day + 1 < 0 ? o.day + 1 : -1);
  drug(chart, 'calciumD3', {
    dose: 500,
    strength: '500 mg/400 UI',
    when: ['morning', 'evening'],
    since: -2400,
  });
  drug(chart, 'lercanidipine', { dose: 10, when: ['morning'], since: -5000 });
  drug(chart, 'zopiclone', { dose: 3.75, when: ['bed'], since: -900, until: o.day, stopReason: 'Chute' });
  stay(
    chart,
    {
      class: 'IMP',
      service: 'orthopedie',
      from: o.day,
      fromHour: 12,
      ...(o.bed === undefined
        ? { to: o.day + 9, bed: 3, discharge: 'Soins de suite et de réadaptation' }
        : { bed: o.bed }),
      reason: 'Fracture du col du fémur droit après chute',
    },
    (c) => {
      problem(c, 'hipFracture', { since: o.day, diagnosis: true, severity: 'severe', by: 'fischer' });
      problem(c, 'fall', { since: o.day, diagnosis: true, by: 'fischer' });
      procedure(c, 'hipProsthesis', o.day + 1, { by: 'fischer', hour: 9 });
      panel(c, 'bloodCount', o.day, { hemoglobin: 12.1 }, { hour: 13 });
      if (o.day + 2 < 0) panel(c, 'bloodCount', o.day + 2, { hemoglobin: 8.9 });
      if (o.day + 3 < 0) {
        procedure(c, 'bloodTransfusion', o.day + 3, { by: 'fischer', hour: 14 });
        panel(c, 'bloodCount', o.day + 3, { hemoglobin: 10.4 }, { hour: 19 });
      }
      panel(c, 'ionogram', o.day, { creatinine: 88, sodium: 134 }, { hour: 13 });
      panel(c, 'clotting', o.day, { inr: 1.1 }, { hour: 13 });
      drug(c, 'enoxaparin', {
        dose: 4000,
        everyDays: 1,
        since: o.day,
        inpatient: true,
        by: 'fischer',
        ...(o.bed === undefined ? { until: o.day + 35 } : {}),
      });
      drug(c, 'paracetamol', {
        dose: 1,
        everyHours: 6,
        since: o.day,
        inpatient: true,
        by: 'fischer',
        ...(o.bed === undefined ? { until: o.day + 9 } : {}),
      });
      drug(c, 'oxycodone', {
        dose: 5,
        everyHours: 6,
        prn: 'douleur supérieure à 4',
        since: o.day,
        inpatient: true,
        by: 'fischer',
        ...(o.bed === undefined ? { until: o.day + 5 } : {}),
      });
      wardVitals(
        c,
        o.day,
        Math.min(o.day + 9, -1),
        {
          systolic: 152,
          diastolic: 82,
          heartRate: 96,
          respRate: 20,
          spo2: 94,
          temperature: 36.9,
          pain: 7,
          weight,
        },
        {
          systolic: 128,
          diastolic: 70,
          heartRate: 82,
          respRate: 17,
          spo2: 95,
          temperature: 37,
          pain: 2,
          weight,
        },
        'orthopedie',
      );
      if (o.day + 1 < 0)
        document(c, 'operation', {
          day: o.day + 1,
          hour: 12,
          title: 'Prothèse cervicocéphalique de hanche droite',
          service: 'orthopedie',
          sections: [
            { title: 'Indication', text: 'Fracture du col du fémur droit, Garden IV.' },
            {
              title: 'Intervention',
              text: 'Voie postéro-externe, prothèse non cimentée. Pertes 250 mL. Contrôle radiologique satisfaisant.',
            },
            {
              title: 'Suites',
              text: 'Lever au premier jour, appui autorisé, prévention thromboembolique 35 jours.',
            },
          ],
        });
      if (o.bed === undefined)
        dischargeLetter(
          c,
          o.day + 9,
          'orthopedie',
          'Fracture du col du fémur droit opérée',
          'Suites simples. Une transfusion au troisième jour. Marche avec déambulateur.',
        );
    },
  );
  vitals(chart, -200, { systolic: 144, diastolic: 78, heartRate: 76, weight, height, hour: 10 });
  repeatPanel(chart, 'mineral', { from: -1400, to: -200, every: 400 }, () => ({
    vitaminD: 18 + chart.random.next() * 12,
  }));
  adultVaccines(chart);
}

export interface ShortStay {
  day: number;
  problem: Parameters<typeof problem>[1];
  reason: string;
  bed?: number;
  nights?: number;
  service?: ServiceKey;
  labs?: (chart: Chart) => void;
  drugs?: (chart: Chart) => void;
  arrival: Parameters<typeof wardVitals>[3];
  end: Parameters<typeof wardVitals>[4];
  course: string;
  operation?: Parameters<typeof procedure>[1];
  droplet?: boolean;
  contact?: boolean;
  allergic?: boolean;
}

/** A short acute illness: emergency unit or ward, present when `nights` is not given. */
export function acute(chart: Chart, o: ShortStay): void {
  const service = o.service ?? 'urgences',
    past = o.nights !== undefined,
    until = o.day + (o.nights ?? 0);
  coverage(chart, false);
  if (o.allergic)
    allergy(chart, 'wasp', {
      since: -1800,
      criticality: 'high',
      reactions: ['anaphylaxis', 'angioedema'],
      severity: 'severe',
    });
  else noKnownAllergy(chart, o.day);
  if (o.droplet) flag(chart, 'droplet', o.day);
  if (o.contact) flag(chart, 'contact', o.day);
  stay(
    chart,
    {
      class: service === 'urgences' ? 'EMER' : 'IMP',
      service,
      from: o.day,
      fromHour: 11,
      ...(past ? { to: until, toHour: o.nights === 0 ? 18 : 14 } : {}),
      ...(o.bed === undefined ? {} : { bed: o.bed }),
      reason: o.reason,
    },
    (c) => {
      problem(c, o.problem, {
        since: o.day,
        ...(past ? { until: until + 5 < 0 ? until + 5 : -1 } : {}),
        diagnosis: true,
      });
      o.labs?.(c);
      o.drugs?.(c);
      if (o.operation) procedure(c, o.operation, o.day, { hour: 18, by: 'fischer' });
      wardVitals(c, o.day, Math.min(until, -1), o.arrival, o.end, service);
      if (past)
        document(c, service === 'urgences' ? 'emergency' : 'discharge', {
          day: until,
          hour: 18,
          title: o.reason,
          service,
          sections: [
            { title: 'Motif', text: o.reason },
            { title: 'Évolution', text: o.course },
          ],
        });
    },
  );
  if (past && o.day < -40)
    consultations(chart, {
      service: 'medecine-interne',
      days: [until + 20],
      reason: 'Contrôle après hospitalisation',
    });
}
