import { weeksAtTerm } from '@keneyapp/fhir-model/pregnancy';
import type { Chart } from '../chart/chart.ts';
import { allergy, noKnownAllergy, problem, procedure } from '../chart/clinical.ts';
import { drug } from '../chart/drugs.ts';
import { habit } from '../chart/habits.ts';
import { repeatPanel, lab, panel } from '../chart/results.ts';
import { coverage, relative, stay } from '../chart/stays.ts';
import { vitals } from '../chart/vitals.ts';
import { consultations, wardVitals } from './common.ts';
import { bloodGroup, wordResult } from './special.ts';

/** Pregnancy of so many weeks, with gestational diabetes or pre-eclampsia (in the ward). */
export function pregnancy(
  chart: Chart,
  o: { weeks: number; diabetes?: boolean; preeclampsiaBed?: number },
): void {
  const start = -7 * o.weeks,
    weight = 61 + chart.random.int(-4, 10),
    height = 166;
  coverage(chart, false);
  problem(chart, 'pregnancy', {
    since: start + 14,
    by: 'haddad',
    note: `Terme prévu le ${chart.calendar.date(start + 7 * weeksAtTerm)}.`,
  });
  habit(chart, 'tobacco', 'never', { day: start + 50, by: 'haddad' });
  habit(chart, 'pregnancy', 'yes', {
    day: start + 50,
    by: 'haddad',
    due: chart.calendar.date(start + 7 * weeksAtTerm),
  });
  bloodGroup(chart, start + 50, 'O', false);
  relative(chart, 'spouse', chart.person.usedFamily ?? chart.person.family, 'Antoine', '06 39 98 60 61');
  if (chart.random.chance(0.5)) noKnownAllergy(chart, start + 30);
  else
    allergy(chart, 'catHair', {
      since: -5000,
      criticality: 'low',
      reactions: ['rhinitis'],
      severity: 'mild',
    });
  drug(chart, 'folicAcid', {
    dose: 0.4,
    when: ['morning'],
    since: start - 30,
    until: start + 84,
    by: 'haddad',
  });
  drug(chart, 'ferrousSulfate', {
    dose: 80,
    when: ['noon'],
    since: start + 150 < 0 ? start + 150 : -3,
    by: 'haddad',
  });
  lab(chart, 'hcg', start + 30, 8200);
  wordResult(chart, { loinc: '5334-0', display: 'Rubéole, IgG', day: start + 50, value: 'Immunisée' });
  wordResult(chart, {
    loinc: '8039-0',
    display: 'Toxoplasmose, IgG',
    day: start + 50,
    value: 'Non immunisée',
    note: 'Contrôle mensuel.',
  });
  for (let w = 8; w < o.weeks; w += 4) {
    const day = start + w * 7;
    vitals(chart, day, {
      systolic: 112 + w / 4 + chart.random.normal() * 3,
      diastolic: 68 + w / 6,
      heartRate: 80 + w / 3,
      weight: weight + Math.max(0, (w - 10) * 0.42),
      height,
      hour: 14,
      by: 'haddad',
    });
    panel(chart, 'bloodCount', day, { hemoglobin: 12.8 - w * 0.055, platelets: 240 - w * 1.2 });
  }
  if (o.diabetes) {
    problem(chart, 'gestationalDiabetes', { since: start + 180, by: 'haddad' });
    repeatPanel(chart, 'diabetes', { from: start + 180, to: -4, every: 14 }, (t) => ({
      fastingGlucose: 5.9 - t * 0.7,
      hba1c: 5.6,
      urineAcr: 6,
    }));
  }
  for (const w of [12, 22, 32].filter((w) => w < o.weeks))
    procedure(chart, 'obstetricUltrasound', start + w * 7, { by: 'haddad' });
  consultations(chart, {
    service: 'femme-mere-enfant',
    by: 'haddad',
    days: [8, 12, 16, 20, 24, 28, 32, 36].filter((w) => w < o.weeks).map((w) => start + w * 7),
    reason: 'Consultation prénatale',
    letter: 1,
  });
  if (o.preeclampsiaBed !== undefined)
    stay(
      chart,
      {
        class: 'IMP',
        service: 'femme-mere-enfant',
        from: -2,
        fromHour: 11,
        bed: o.preeclampsiaBed,
        reason: 'Prééclampsie',
        by: 'haddad',
      },
      (c) => {
        problem(c, 'preeclampsia', { since: -2, diagnosis: true, severity: 'severe', by: 'haddad' });
        drug(c, 'labetalol', {
          dose: 200,
          when: ['morning', 'noon', 'evening'],
          since: -2,
          inpatient: true,
          by: 'haddad',
        });
        panel(c, 'bloodCount', -2, { platelets: 98, hemoglobin: 11.8 }, { hour: 12 });
        panel(c, 'bloodCount', -1, { platelets: 91, hemoglobin: 11.5 });
        panel(c, 'liver', -2, { ast: 88, alt: 102 }, { hour: 12 });
        panel(c, 'ionogram', -2, { creatinine: 84 }, { hour: 12 });
        lab(c, 'urineAcr', -2, 1850, { hour: 12 });
        lab(c, 'uricAcid', -2, 412, { hour: 12 });
        wardVitals(
          c,
          -2,
          -1,
          {
            systolic: 172,
            diastolic: 112,
            heartRate: 92,
            respRate: 18,
            spo2: 98,
            temperature: 36.8,
            pain: 3,
          },
          { systolic: 148, diastolic: 94, heartRate: 84, respRate: 16, spo2: 98, temperature: 36.8, pain: 1 },
          'femme-mere-enfant',
        );
      },
    );
}
