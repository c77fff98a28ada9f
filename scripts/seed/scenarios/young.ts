import type { Chart } from '../chart/chart.ts';
import { allergy, flag, immunization, noKnownAllergy, problem } from '../chart/clinical.ts';
import { drug } from '../chart/drugs.ts';
import { repeatPanel, lab } from '../chart/results.ts';
import { coverage, relative, stay } from '../chart/stays.ts';
import { vitals } from '../chart/vitals.ts';
import { document } from '../documents/document.ts';
import { consultations, dischargeLetter, wardVitals } from './common.ts';
import { wordResult } from './special.ts';

/** Weight (kg), height and head (cm) near the median of WHO and French curves at an age in months. */
function growth(months: number, male: boolean): { weight: number; height: number; head: number } {
  const points = [
    [0, 3.3, 50, 35],
    [2, 5.4, 58, 39],
    [4, 6.8, 63, 41.5],
    [6, 7.8, 67, 43],
    [9, 8.8, 72, 45],
    [12, 9.6, 76, 46],
    [24, 12.2, 87, 48.5],
    [48, 16.5, 103, 50.5],
    [72, 21, 116, 51.5],
    [96, 26, 128, 52.5],
    [120, 32, 138, 53],
    [144, 40, 150, 53.5],
    [180, 55, 165, 54.5],
    [216, 62, 171, 55],
  ] as const;
  const i = Math.max(
      1,
      points.findIndex(([m]) => m >= months),
    ),
    a = points[i - 1] ?? points[0],
    b = points[i] ?? points[points.length - 1] ?? a,
    t = Math.min(1, (months - a[0]) / Math.max(1, b[0] - a[0])),
    sex = male ? 1 : 0.955;
  return {
    weight: (a[1] + (b[1] - a[1]) * t) * sex,
    height: (a[2] + (b[2] - a[2]) * t) * (male ? 1 : 0.985),
    head: (a[3] + (b[3] - a[3]) * t) * (male ? 1 : 0.985),
  };
}

/** Check-ups from birth with growth and the French vaccination calendar. */
export function childhood(chart: Chart, o: { born: number; checkUps?: readonly number[] }): void {
  const age = -o.born / 30.44,
    seen = (o.checkUps ?? [0.3, 1, 2, 3, 4, 5, 6, 9, 12, 16, 24, 36, 48, 72, 108, 144]).filter(
      (m) => m < age - 0.2,
    );
  for (const months of seen) {
    const day = Math.round(o.born + months * 30.44),
      g = growth(months, chart.isMale);
    vitals(chart, day, {
      weight: g.weight * (1 + chart.random.normal() * 0.03),
      height: g.height,
      ...(months <= 36 ? { head: g.head } : {}),
      temperature: 36.8,
      heartRate: months < 12 ? 132 : 100 - months / 8,
      respRate: months < 12 ? 36 : 22,
      hour: 10,
      by: 'lebrun',
    });
  }
  const give = (key: Parameters<typeof immunization>[1], months: number, dose: number) => {
    if (months < age) immunization(chart, key, Math.round(o.born + months * 30.44), dose);
  };
  ([2, 4, 11] as const).forEach((m, i) => {
    give('hexavalent', m, i + 1);
    give('pneumococcus', m, i + 1);
  });
  ([2, 3] as const).forEach((m, i) => give('rotavirus', m, i + 1));
  ([3, 5, 12] as const).forEach((m, i) => give('meningoB', m, i + 1));
  ([6, 12] as const).forEach((m, i) => give('meningoAcwy', m, i + 1));
  ([12, 17] as const).forEach((m, i) => give('mmr', m, i + 1));
  give('pertussis', 74, 4);
  ([134, 141] as const).forEach((m, i) => give('hpv', m, i + 1));
}

export function asthmaChild(chart: Chart, o: { born: number; attack?: number }): void {
  coverage(chart, true);
  relative(chart, 'mother', chart.person.family, 'Léa', '06 39 98 33 34');
  childhood(chart, o);
  const since = Math.max(o.born + 1400, -2500);
  problem(chart, 'asthma', { since, severity: 'moderate', by: 'lebrun' });
  problem(chart, 'atopic', { since: o.born + 300, until: since, by: 'lebrun' });
  allergy(chart, 'dustMite', {
    since,
    criticality: 'low',
    reactions: ['rhinitis', 'bronchospasm'],
    severity: 'moderate',
  });
  allergy(chart, 'peanut', {
    since: o.born + 900,
    criticality: 'high',
    reactions: ['anaphylaxis', 'urticaria'],
    severity: 'severe',
  });
  drug(chart, 'fluticasone', { dose: 100, strength: 50, when: ['morning', 'evening'], since, by: 'lebrun' });
  drug(chart, 'salbutamol', {
    dose: 2,
    strength: '100 µg',
    prn: 'gêne respiratoire ou avant le sport',
    everyHours: 4,
    since,
    by: 'lebrun',
  });
  drug(chart, 'montelukast', {
    dose: 5,
    when: ['evening'],
    since: since + 200,
    until: since + 700,
    stopReason: 'Cauchemars',
    by: 'lebrun',
  });
  if (o.attack !== undefined) {
    const day = o.attack;
    stay(
      chart,
      {
        class: 'EMER',
        service: 'urgences',
        from: day,
        to: day,
        toHour: 19,
        bed: 1,
        reason: 'Crise d’asthme',
        by: 'dasilva',
      },
      (c) => {
        problem(c, 'asthma', { since: day, until: day, diagnosis: true, severity: 'severe', by: 'dasilva' });
        drug(c, 'prednisolone', {
          dose: 40,
          since: day,
          until: day + 3 < 0 ? day + 3 : -1,
          days: 3,
          when: ['morning'],
          by: 'dasilva',
        });
        for (const [hour, spo2, respRate] of [
          [10, 90, 38],
          [11, 93, 32],
          [13, 96, 26],
        ] as const)
          vitals(c, day, { hour, spo2, respRate, heartRate: 138 - hour, temperature: 37, by: 'marchetti' });
        document(c, 'emergency', {
          day,
          hour: 18,
          title: 'Résumé de passage aux urgences : crise d’asthme',
          service: 'urgences',
          sections: [
            {
              title: 'Évolution',
              text: 'Trois nébulisations de salbutamol et prednisolone orale. Bonne réponse, retour à domicile avec plan d’action écrit.',
            },
          ],
        });
      },
    );
  }
  consultations(chart, {
    service: 'femme-mere-enfant',
    by: 'lebrun',
    days: [since, -400, -190, -20],
    reason: 'Suivi d’asthme',
    letter: 1,
  });
}

/** Infant seen for check-ups, in hospital for bronchiolitis when `bed` is given. */
export function infant(
  chart: Chart,
  o: { born: number; bed?: number; mother: string; jaundice?: boolean; twin?: boolean },
): void {
  coverage(chart, false);
  relative(chart, 'mother', o.mother, 'Inès', '06 39 98 11 11');
  childhood(chart, o);
  problem(chart, o.twin ? 'twins' : 'newborn', { since: o.born, until: o.born + 3, by: 'lebrun' });
  noKnownAllergy(chart, o.born + 1 < 0 ? o.born + 1 : -1);
  drug(chart, 'cholecalciferol', {
    dose: 800,
    strength: '10 000 UI/mL',
    since: Math.min(o.born + 2, -1),
    by: 'lebrun',
  });
  if (o.jaundice) {
    problem(chart, 'jaundice', { since: o.born + 2, until: o.born + 9, by: 'lebrun' });
    for (const [back, bilirubin] of [
      [2, 232],
      [3, 268],
      [5, 190],
      [8, 92],
    ] as const)
      if (o.born + back < 0) lab(chart, 'bilirubin', o.born + back, bilirubin, { range: { high: 200 } });
  }
  if (o.bed !== undefined)
    stay(
      chart,
      {
        class: 'IMP',
        service: 'femme-mere-enfant',
        from: -2,
        fromHour: 16,
        bed: o.bed,
        reason: 'Bronchiolite à VRS',
        by: 'lebrun',
      },
      (c) => {
        problem(c, 'bronchiolitis', { since: -2, diagnosis: true, severity: 'moderate', by: 'lebrun' });
        flag(c, 'droplet', -2);
        wordResult(c, {
          loinc: '92131-2',
          display: 'VRS, recherche par PCR',
          day: -2,
          hour: 17,
          value: 'Détecté',
          abnormal: true,
        });
        wardVitals(
          c,
          -2,
          -1,
          {
            heartRate: 168,
            respRate: 62,
            spo2: 89,
            temperature: 38.1,
            weight: growth(-o.born / 30.44, chart.isMale).weight,
          },
          {
            heartRate: 142,
            respRate: 46,
            spo2: 94,
            temperature: 37.4,
            weight: growth(-o.born / 30.44, chart.isMale).weight,
          },
          'femme-mere-enfant',
        );
      },
    );
}

/** Lifelong illness of a young person with many stays: sickle cell disease or cystic fibrosis. */
export function rareDisease(chart: Chart, key: 'sickleCell' | 'cysticFibrosis', o: { born: number }): void {
  coverage(chart, true);
  problem(chart, key, { since: o.born + 40, by: 'lebrun' });
  childhood(chart, o);
  noKnownAllergy(chart, -800);
  relative(chart, 'father', chart.person.family, 'Mamadou', '06 39 98 80 81');
  if (key === 'sickleCell') {
    drug(chart, 'hydroxycarbamide', { dose: 500, when: ['morning'], since: -1500 });
    drug(chart, 'folicAcid', { dose: 5, when: ['morning'], since: -3000 });
    repeatPanel(chart, 'bloodCount', { from: -1500, to: -20, every: 90 }, (t) => ({
      hemoglobin: 7.4 + 1.3 * t + chart.random.normal() * 0.3,
      mcv: 84 + 18 * t,
      whiteCells: 13 - 5 * t,
    }));
  } else {
    drug(chart, 'dornase', { dose: 2.5, strength: '2,5 mg/2,5 mL', when: ['morning'], since: -3000 });
    repeatPanel(chart, 'inflammation', { from: -1500, to: -20, every: 120 }, () => ({
      crp: 12 + chart.random.next() * 20,
    }));
    wordResult(chart, {
      loinc: '6460-0',
      display: 'Examen cytobactériologique des crachats',
      day: -40,
      value: 'Pseudomonas aeruginosa',
      snomed: '52499004',
      abnormal: true,
    });
  }
  for (const day of [-900, -320])
    stay(
      chart,
      {
        class: 'IMP',
        service: 'femme-mere-enfant',
        from: day,
        to: day + 5,
        bed: 1,
        reason: key === 'sickleCell' ? 'Crise vaso-occlusive' : 'Exacerbation respiratoire',
        by: 'lebrun',
      },
      (c) => {
        wardVitals(
          c,
          day,
          day + 5,
          { heartRate: 116, respRate: 26, spo2: 92, temperature: 38.3, pain: 8 },
          { heartRate: 84, respRate: 18, spo2: 97, temperature: 36.8, pain: 1 },
          'femme-mere-enfant',
        );
        dischargeLetter(
          c,
          day + 5,
          'femme-mere-enfant',
          key === 'sickleCell' ? 'Crise vaso-occlusive' : 'Exacerbation respiratoire',
          'Évolution favorable. Retour à domicile avec suivi rapproché.',
        );
      },
    );
}
