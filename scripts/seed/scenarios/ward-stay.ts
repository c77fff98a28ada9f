import type { Chart } from '../chart/chart.ts';
import { allergy, flag, noKnownAllergy, problem, procedure, type FlagKey } from '../chart/clinical.ts';
import { ecg } from '../chart/ecg.ts';
import { drug, given } from '../chart/drugs.ts';
import { panel, type Values } from '../chart/results.ts';
import { coverage, relative, stay } from '../chart/stays.ts';
import { vitals, type Vitals } from '../chart/vitals.ts';
import type { DrugKey } from '../codes/drugs.ts';
import type { PanelKey } from '../codes/labs.ts';
import type { SubstanceKey } from '../codes/substances-vaccines-procedures.ts';
import type { ProblemKey } from '../codes/problems.ts';
import { document } from '../documents/document.ts';
import { examined } from '../imaging/report.ts';
import { illnesses, type Illness, type IllnessKey, type WardOrder } from './ward-illnesses.ts';

/** How this person's stay differs from what is usual with the illness. */
export interface InPatient {
  illness: IllnessKey;
  bed: number;
  /** Days since admission, in the afternoon; one or more. */
  days: number;
  weight: number;
  height: number;
  doctor?: 'perrin';
  nurse?: 'ndiaye';
  /** A substance, none as somebody was asked, or nobody asked yet. */
  allergy: SubstanceKey | 'none' | 'not asked';
  also?: readonly ProblemKey[];
  flags?: readonly FlagKey[];
  /** Vital signs of the last round, where they are not those of somebody well. */
  now?: Omit<Vitals, 'hour' | 'by' | 'weight' | 'height'>;
  /** Was getting better until the last round. */
  isWorse?: boolean;
  /** Hours since the last round. */
  seen?: number;
  /** The last round has pressure, pulse and saturation alone. */
  isPartlySeen?: boolean;
  /** Result of the last three hours. */
  fresh?: readonly [PanelKey, Values];
  /** An order of the ward that was stopped today, and why. */
  stopped?: readonly [DrugKey, string];
  /** Ordered today. */
  begun?: readonly WardOrder[];
  /** An examination that was ordered and waits, or what was found some hours ago. */
  exam?: Pick<Parameters<typeof examined>[1], 'exam' | 'question' | 'conclusion' | 'ago'>;
  note?: string;
}

const well = {
  systolic: 124,
  diastolic: 72,
  heartRate: 72,
  respRate: 16,
  spo2: 97,
  temperature: 36.7,
  pain: 0,
  oxygen: 0,
  consciousness: 'alert',
} as const;

const admittedAt = 15;

/** In a bed of the cardiology ward now: no decades of history, what a stay of days brings. */
export function wardStay(chart: Chart, o: InPatient): void {
  const illness: Illness = illnesses[o.illness];
  const by = o.doctor ?? 'medecin';
  coverage(chart, illness.history.length > 1);
  relative(
    chart,
    'trusted',
    chart.person.usedFamily ?? chart.person.family,
    chart.isMale ? 'Martine' : 'Alain',
    '06 39 98 25 26',
  );
  for (const [key, since] of illness.history) problem(chart, key, { since, by });
  for (const key of o.also ?? []) problem(chart, key, { since: -1400, by });
  allergies(chart, o);
  for (const key of o.flags ?? []) flag(chart, key, -o.days);
  for (const [key, dose, ...when] of illness.home)
    drug(chart, key, {
      dose,
      when,
      since: -700,
      by: 'vasseur',
      ...(illness.held?.includes(key) ? { hold: true } : {}),
    });
  stay(
    chart,
    {
      class: 'IMP',
      service: 'cardiologie',
      from: -o.days,
      fromHour: admittedAt,
      bed: o.bed,
      reason: illness.reason,
      by,
      ...(o.nurse ? { nurse: o.nurse } : {}),
    },
    (c) => {
      problem(c, illness.diagnosis, { since: -o.days, diagnosis: true, by });
      for (const [key, note] of illness.done ?? [])
        procedure(c, key, -o.days, {
          by: key === 'gastroscopy' ? 'okonkwo' : 'perrin',
          hour: admittedAt + 2,
          note,
        });
      orders(c, o, illness, by);
      rounds(c, o, illness);
      results(c, o, illness);
      examinations(c, o, illness, by);
      if (illness.ecg)
        ecg(c, -o.days, {
          rhythm: illness.ecg,
          rate: illness.arrival.heartRate ?? well.heartRate,
          hour: admittedAt + 0.25,
          by,
        });
      if (o.note)
        document(c, 'nursing', {
          day: -1,
          hour: 20,
          title: 'Transmission de l’équipe de jour',
          service: 'cardiologie',
          by: o.nurse ?? 'infirmier',
          format: 'text',
          sections: [{ title: 'Transmission', text: o.note }],
        });
    },
  );
}

function allergies(chart: Chart, { allergy: what, days }: InPatient): void {
  if (what === 'not asked') return;
  if (what === 'none') noKnownAllergy(chart, -days, admittedAt + 1);
  else
    allergy(chart, what, {
      since: -4000,
      criticality: what === 'penicillin' ? 'high' : 'low',
      reactions: what === 'penicillin' ? ['anaphylaxis'] : ['urticaria'],
      severity: what === 'penicillin' ? 'severe' : 'moderate',
    });
}

/** Orders of the first day, one of them given this morning, and what was changed today. */
function orders(c: Chart, o: InPatient, illness: Illness, by: string): void {
  const base = { since: -o.days, hour: admittedAt + 1, inpatient: true, by };
  illness.ward.forEach(([key, options], i) => {
    const isStopped = o.stopped?.[0] === key;
    const order = drug(c, key, {
      ...options,
      ...base,
      ...(isStopped && o.stopped ? { until: 0, stopReason: o.stopped[1] } : {}),
    });
    if (i === 0 && !options.prn)
      given(c, order, key, options.dose, 0, c.calendar.hour - 5, o.nurse ?? 'infirmier');
  });
  for (const [key, options] of o.begun ?? [])
    drug(c, key, { ...options, ...base, since: 0, hour: c.calendar.hour - 1.6 });
}

/** Vital signs about twice a day, from the state at arrival to that of the last round. */
function rounds(c: Chart, o: InPatient, { arrival, excess = 0 }: Illness): void {
  const last = o.seen ?? 1 + c.random.next() * 1.8;
  const length = o.days * 24 - admittedAt;
  const first = { ...well, ...arrival };
  const vary = (value: number, by: number) => value + (c.random.next() - 0.5) * 2 * by;
  const end = {
    ...well,
    systolic: vary(well.systolic, 9),
    heartRate: vary(well.heartRate, 9),
    temperature: vary(well.temperature, 0.3),
    ...o.now,
  };
  const by = o.nurse ?? 'infirmier';
  for (const ago of [66, 50, 36, 24, 14, 7].filter((a) => a <= length && a > last + 2)) {
    const rest = ago / Math.max(length, 12);
    const goal = o.isWorse ? { ...end, ...well } : end;
    const between = (
      key: 'systolic' | 'diastolic' | 'heartRate' | 'respRate' | 'spo2' | 'temperature' | 'pain',
    ) => goal[key] + (first[key] - goal[key]) * rest;
    vitals(c, 0, {
      systolic: vary(between('systolic'), 4),
      diastolic: vary(between('diastolic'), 3),
      heartRate: vary(between('heartRate'), 3),
      respRate: vary(between('respRate'), 0.8),
      spo2: Math.min(100, vary(between('spo2'), 0.6)),
      temperature: vary(between('temperature'), 0.2),
      pain: Math.max(0, Math.round(between('pain'))),
      oxygen: rest > 0.4 ? first.oxygen : goal.oxygen,
      consciousness: 'alert',
      // weighed in the morning rounds; what was held in comes off
      ...(ago === 24 || ago === 50 ? { weight: o.weight + excess * rest } : {}),
      hour: c.calendar.hour - ago,
      by,
    });
  }
  vitals(c, -o.days, { weight: o.weight + excess, height: o.height, hour: admittedAt + 0.5, by });
  const { systolic, diastolic, heartRate, spo2 } = end;
  vitals(c, 0, {
    ...(o.isPartlySeen ? { systolic, diastolic, heartRate, spo2 } : end),
    hour: c.calendar.hour - last,
    by,
  });
}

function results(c: Chart, o: InPatient, { labs }: Illness): void {
  const creatinine = 62 + c.age() * 0.45 + (o.also?.includes('ckd4') ? 60 : 0) + c.random.normal() * 8;
  const ask = (key: PanelKey, day: number, values: Values, hour: number) => {
    panel(c, key, day, key === 'ionogram' ? { creatinine, ...values } : values, { hour });
  };
  for (const key of new Set<PanelKey>(['ionogram', 'bloodCount', labs.panel]))
    ask(key, -o.days, key === labs.panel ? labs.first : {}, admittedAt + 0.5);
  if (o.days > 1)
    for (const key of new Set<PanelKey>(['ionogram', labs.panel]))
      ask(key, -1, key === labs.panel ? labs.last : {}, 7);
  if (o.fresh) ask(o.fresh[0], 0, o.fresh[1], c.calendar.hour - 2.8);
}

function examinations(c: Chart, o: InPatient, illness: Illness, by: string): void {
  const { found, reason } = illness;
  if (found) examined(c, { ...found, question: reason, ago: o.days * 24 - admittedAt, by });
  if (o.exam) examined(c, { ...o.exam, by });
}
