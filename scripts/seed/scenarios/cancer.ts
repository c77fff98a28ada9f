import type { Chart } from '../chart/chart.ts';
import { allergy, flag, noKnownAllergy, problem, procedure } from '../chart/clinical.ts';
import { drug } from '../chart/drugs.ts';
import { repeatPanel, lab, panel } from '../chart/results.ts';
import { coverage, relative, stay } from '../chart/stays.ts';
import { vitals } from '../chart/vitals.ts';
import { document } from '../documents/document.ts';
import { adultVaccines, consultations, dischargeLetter, wardVitals } from './common.ts';

type Kind = 'breast' | 'colon' | 'prostate' | 'lung';
const kinds = {
  breast: { problem: 'breastCancer', marker: 'ca153', operation: 'mastectomy' },
  colon: { problem: 'colonCancer', marker: 'cea', operation: 'colectomy' },
  prostate: { problem: 'prostateCancer', marker: 'psa', operation: undefined },
  lung: { problem: 'lungCancer', marker: 'cea', operation: undefined },
} as const;

/** Follow-up of a cancer: the marker falls after treatment, and rises again with a relapse. */
export function cancer(
  chart: Chart,
  o: { kind: Kind; since: number; relapse?: boolean; neutropeniaBed?: number },
): void {
  const k = kinds[o.kind],
    r = chart.random,
    weight = 66 + r.int(-8, 14),
    height = chart.isMale ? 175 : 163;
  coverage(chart, true);
  problem(chart, k.problem, { since: o.since, severity: o.relapse ? 'severe' : 'moderate', by: 'rossi' });
  relative(chart, 'trusted', chart.person.family, 'Camille', '06 39 98 90 91');
  if (o.relapse) {
    problem(chart, 'boneMetastasis', { since: -150, by: 'rossi' });
    flag(chart, 'directives', -100);
  }
  if (r.chance(0.35))
    allergy(chart, 'iodine', {
      since: o.since + 40,
      criticality: 'low',
      reactions: ['urticaria'],
      severity: 'mild',
    });
  else noKnownAllergy(chart, o.since);
  if (k.operation) {
    const day = o.since + 30;
    stay(
      chart,
      {
        class: 'IMP',
        service: 'oncologie',
        from: day,
        to: day + 5,
        bed: 1,
        reason: 'Chirurgie carcinologique',
      },
      (c) => {
        if (k.operation) procedure(c, k.operation, day + 1, { by: 'fischer', hour: 8 });
        wardVitals(
          c,
          day,
          day + 5,
          { systolic: 126, diastolic: 74, heartRate: 84, temperature: 37.4, spo2: 96, pain: 5 },
          { systolic: 122, diastolic: 72, heartRate: 74, temperature: 36.8, spo2: 98, pain: 1 },
          'oncologie',
        );
        dischargeLetter(
          c,
          day + 5,
          'oncologie',
          'Chirurgie carcinologique',
          'Suites simples. Résultat anatomopathologique : exérèse complète, marges saines.',
        );
      },
    );
  }
  if (o.kind === 'breast') {
    drug(chart, 'tamoxifen', {
      dose: 20,
      when: ['morning'],
      since: o.since + 200,
      until: o.since + 700,
      stopReason: 'Bouffées de chaleur',
      by: 'rossi',
    });
    drug(chart, 'letrozole', {
      dose: 2.5,
      when: ['morning'],
      since: Math.min(-10, o.since + 700),
      by: 'rossi',
    });
  }
  if (o.kind === 'prostate')
    drug(chart, 'leuprorelin', { dose: 22.5, everyDays: 90, since: o.since + 20, by: 'rossi' });
  if (o.kind === 'colon')
    drug(chart, 'capecitabine', {
      dose: 1500,
      strength: 500,
      when: ['morning', 'evening'],
      since: o.since + 70,
      until: o.since + 240,
      by: 'rossi',
      why: 'Chimiothérapie adjuvante',
    });
  if (o.kind === 'lung') {
    drug(chart, 'pembrolizumab', { dose: 200, everyDays: 21, since: o.since + 30, by: 'rossi' });
    for (let day = o.since + 30; day < -5; day += 21)
      stay(
        chart,
        {
          class: 'SS',
          service: 'oncologie',
          from: day,
          fromHour: 8,
          to: day,
          toHour: 13,
          reason: 'Immunothérapie',
        },
        (c) => panel(c, 'bloodCount', day, { hemoglobin: 12.2 + r.normal() * 0.4 }),
      );
  }
  if (o.relapse) {
    drug(chart, 'morphine', { dose: 30, when: ['morning', 'evening'], since: -120, by: 'rossi' });
    drug(chart, 'oxycodone', { dose: 10, everyHours: 4, prn: 'accès douloureux', since: -120, by: 'rossi' });
    drug(chart, 'macrogol', { dose: 1, strength: '13,8 g', when: ['morning'], since: -119, by: 'rossi' });
    drug(chart, 'zoledronic', { dose: 4, everyDays: 28, since: -100, by: 'rossi' });
  }
  const first = { breast: 68, colon: 42, prostate: 24, lung: 31 }[o.kind];
  for (let day = o.since; day < -6; day += 70) {
    const t = (day - o.since) / -o.since;
    lab(
      chart,
      k.marker,
      day,
      Math.max(
        0.3,
        first * Math.exp(-7 * t) +
          1.2 +
          r.normal() * 0.2 +
          (o.relapse && t > 0.75 ? (t - 0.75) * first * 5 : 0),
      ),
      day === o.since ? { note: 'Avant traitement' } : {},
    );
  }
  repeatPanel(chart, 'bloodCount', { from: o.since, to: -6, every: 110 }, (t) => ({
    hemoglobin: t < 0.3 ? 10.6 + r.normal() * 0.4 : 12.6,
    whiteCells: t < 0.3 ? 3.2 : 5.6,
  }));
  repeatPanel(chart, 'liver', { from: o.since, to: -6, every: 180 }, (t) =>
    o.relapse && t > 0.8 ? { alp: 310, ggt: 150 } : {},
  );
  for (let day = o.since; day < -5; day += 100)
    vitals(chart, day, {
      weight: weight - (o.relapse ? ((day - o.since) / -o.since) * 9 : 1),
      height,
      systolic: 124 + r.normal() * 6,
      diastolic: 73 + r.normal() * 4,
      heartRate: 76 + r.normal() * 6,
      pain: o.relapse && day > -150 ? 5 : 0,
      hour: 11,
    });
  consultations(chart, {
    service: 'oncologie',
    days: [o.since, o.since + 180, o.since + 360, -200, -30].filter((d) => d >= o.since),
    reason: 'Consultation d’oncologie',
    letter: 2,
  });
  document(chart, 'consultation', {
    day: o.since + 15,
    title: 'Réunion de concertation pluridisciplinaire',
    service: 'oncologie',
    sections: [
      { title: 'Dossier présenté', text: 'Imagerie et histologie revues. Stade et état général précisés.' },
      {
        title: 'Proposition',
        text: 'Traitement proposé selon le référentiel régional, accord de la patiente ou du patient à recueillir.',
      },
    ],
  });
  if (o.neutropeniaBed !== undefined)
    stay(
      chart,
      {
        class: 'IMP',
        service: 'oncologie',
        from: -2,
        fromHour: 16,
        bed: o.neutropeniaBed,
        reason: 'Neutropénie fébrile',
      },
      (c) => {
        problem(c, 'febrileNeutropenia', { since: -2, diagnosis: true, severity: 'severe', by: 'rossi' });
        panel(
          c,
          'bloodCount',
          -2,
          { whiteCells: 0.9, neutrophils: 0.22, lymphocytes: 0.5, hemoglobin: 9.1, platelets: 62 },
          { hour: 19.5 },
        );
        panel(c, 'bloodCount', -1, {
          whiteCells: 1.1,
          neutrophils: 0.31,
          lymphocytes: 0.6,
          hemoglobin: 8.8,
          platelets: 55,
        });
        panel(c, 'inflammation', -2, { crp: 148, procalcitonin: 1.9 }, { hour: 19.5 });
        drug(c, 'piperacillin', { dose: 4, everyHours: 8, since: -2, inpatient: true, by: 'rossi' });
        drug(c, 'filgrastim', { dose: 300, everyDays: 1, since: -1, inpatient: true, by: 'rossi' });
        wardVitals(
          c,
          -2,
          -1,
          { systolic: 104, diastolic: 60, heartRate: 118, respRate: 22, spo2: 95, temperature: 39.1 },
          { systolic: 112, diastolic: 66, heartRate: 96, respRate: 18, spo2: 97, temperature: 37.9 },
          'oncologie',
        );
        flag(c, 'contact', -2);
      },
    );
  adultVaccines(chart);
}
