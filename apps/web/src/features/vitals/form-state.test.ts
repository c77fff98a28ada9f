import type { VitalsFormView, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import { describe, expect, it } from 'vitest';
import { bandsOver } from './bands.ts';
import {
  criticalValues,
  isEmpty,
  liveBmi,
  liveNews2,
  normalRange,
  parseState,
  personOf,
  problemsOf,
  toInput,
  type FormState,
} from './form-state.ts';
import { ofServer } from './server-issues.ts';
import { civilTimeOf, fromParis, toParis, typedMoment } from '../../components/form/paris-time.ts';

const subject: VitalsSubject = {
  patientId: 'p',
  name: 'ESSAI Anne',
  birthDate: '1960-03-04',
  ageMonths: 799,
  sex: 'female',
  isPregnant: false,
  spo2Scale: 1,
  canCorrect: true,
  canChooseScale: false,
};
const empty: FormState = {
  key: 'k',
  takenAt: { date: '24/11/2026', time: '08:30' },
  values: {},
  consciousness: '',
  oxygenSource: '',
  oxygenFlow: '',
  spo2Scale: 1,
  note: '',
};
const full: FormState = {
  ...empty,
  values: {
    systolic: '128',
    diastolic: '76',
    heartRate: '72',
    respiratoryRate: '16',
    oxygenSaturation: '98',
    temperature: '36,8',
  },
  consciousness: 'alert',
  oxygenSource: 'air',
};
const now = new Date('2026-11-24T09:00:00+01:00');

describe('the form', () => {
  it('finds every problem, first fields first', () => {
    expect(problemsOf(full, subject, now)).toEqual({});
    expect(problemsOf(empty, subject, now)).toEqual({ systolic: { reason: 'empty' } });
    const wrong = problemsOf(
      {
        ...full,
        values: { weight: 'abc', temperature: '375', systolic: '120' },
        oxygenSource: 'oxygen',
        takenAt: { date: '25/11/2026', time: '8h30' },
      },
      subject,
      now,
    );
    expect(Object.entries(wrong).map(([field, p]) => [field, p.reason])).toEqual([
      ['diastolic', 'incompletePressure'],
      ['temperature', 'impossible'],
      ['oxygenFlow', 'flow'],
      ['weight', 'number'],
      ['takenAt', 'future'],
    ]);
    const at = (date: string, time: string) => problemsOf({ ...full, takenAt: { date, time } }, subject, now);
    expect(at('', '')).toEqual({ takenAt: { reason: 'date' } });
    expect(at('11/24/2026', '08:30')).toEqual({ takenAt: { reason: 'noSuchDate' } });
    expect(at('24/11/2026', '8:3')).toEqual({ takenAt: { reason: 'time' } });
    expect(at('29/03/2026', '2:30')).toEqual({ takenAt: { reason: 'noSuchTime' } });
    expect(at('01/01/1950', '10:00')).toEqual({ takenAt: { reason: 'beforeBirth' } });
    expect(
      problemsOf({ ...full, values: { ...full.values, diastolic: '130' } }, subject, now).diastolic,
    ).toEqual({ reason: 'pair' });
  });
  it('asks about what is critical, consciousness too', () => {
    expect(criticalValues(full, subject)).toEqual([]);
    expect(
      criticalValues(
        { ...full, values: { ...full.values, heartRate: '150' }, consciousness: 'voice' },
        subject,
      ).map((c) => c.field),
    ).toEqual(['heartRate', 'consciousness']);
  });
  it('sends numbers in the units of the house, and what was confirmed', () => {
    const input = toInput(
      {
        ...full,
        values: { ...full.values, temperature: '36,84' },
        oxygenSource: 'oxygen',
        oxygenFlow: '1,5',
        note: ' au repos ',
      },
      [{ field: 'heartRate', value: 150, level: 'critical-high' }],
    );
    expect(input).toMatchObject({
      takenAt: '2026-11-24T08:30:00+01:00',
      values: { temperature: 36.8 },
      oxygen: { source: 'oxygen', flow: 1.5 },
      note: 'au repos',
      confirmed: ['heartRate'],
    });
  });
  it('scores while typing; what cannot be counts as missing', () => {
    expect(liveNews2(full, subject)).toMatchObject({ status: 'complete', total: 0 });
    expect(liveNews2({ ...full, values: { ...full.values, temperature: '375' } }, subject)).toMatchObject({
      status: 'incomplete',
      missing: ['temperature'],
    });
  });
  it('takes the height of before for an adult, a fresh one for a child', () => {
    const latest = (takenAt: string): VitalsFormView['latest'] => ({
      height: { value: 160, takenAt } as NonNullable<VitalsFormView['latest']['height']>,
    });
    const weighed = { ...empty, values: { weight: '64' } };
    expect(liveBmi(weighed, { subject, latest: latest('2015-01-01T08:00:00Z') })).toMatchObject({
      value: 25,
      className: 'overweight',
    });
    const child = { ...subject, birthDate: '2016-01-01', ageMonths: 130 };
    expect(liveBmi(weighed, { subject: child, latest: latest('2026-01-01T08:00:00Z') })).toBeNull();
    expect(liveBmi(weighed, { subject: child, latest: latest('2026-11-10T08:00:00Z') })).toMatchObject({
      value: 25,
      className: null,
    });
    expect(
      liveBmi({ ...weighed, values: { weight: '64', height: '999' } }, { subject, latest: {} }),
    ).toBeNull();
  });
  it('writes the normal range with both ends inside', () => {
    expect(normalRange('heartRate', personOf(subject, empty))).toEqual({ low: 51, high: 90 });
    expect(normalRange('temperature', personOf(subject, empty))).toEqual({ low: 36.1, high: 38 });
    expect(normalRange('weight', personOf(subject, empty))).toBeNull();
  });
  it('reads drafts of its own only', () => {
    expect(parseState(JSON.stringify(full), empty)).toEqual(full);
    for (const other of ['{}', 'x', '{"key":1}']) expect(parseState(other, empty)).toBeNull();
    expect(isEmpty(empty)).toBe(true);
    expect(isEmpty(full)).toBe(false);
  });
  it('puts what the server refused at its field', () => {
    expect(ofServer({ path: ['values', 'heartRate'], message: 'impossible' })).toEqual({
      name: 'values.heartRate',
      reason: 'refused',
    });
    expect(ofServer({ path: ['takenAt'], message: 'future' })).toEqual({
      name: 'takenAt.date',
      reason: 'future',
    });
    expect(ofServer({ path: ['oxygen', 'flow'], message: 'too big' }).name).toBe('oxygenFlow');
  });
  it('takes a draft of before, whose moment was one text', () => {
    const kept = { ...full, takenAt: '2026-11-24T08:30' };
    expect(parseState(JSON.stringify(kept), empty)?.takenAt).toEqual({ date: '24/11/2026', time: '08:30' });
  });
});

describe('the clock of the hospital', () => {
  it.each([
    ['2026-11-24T08:30', '2026-11-24T08:30:00+01:00'],
    ['2026-07-24T08:30', '2026-07-24T08:30:00+02:00'],
    ['2026-03-29T01:30', '2026-03-29T01:30:00+01:00'],
    // left out that night: the clock goes from 2 to 3
    ['2026-03-29T02:30', null],
    ['2026-03-29T03:30', '2026-03-29T03:30:00+02:00'],
    ['2026-10-25T02:30', '2026-10-25T02:30:00+01:00'],
  ])('%s is %s', (local, instant) => expect(fromParis(local)).toBe(instant));
  it('is its own inverse, and refuses what is no time', () => {
    for (let hour = 0; hour < 9000; hour += 7) {
      const local = toParis(new Date(Date.UTC(2026, 0, 1, hour, 13)));
      expect(toParis(new Date(fromParis(local) ?? ''))).toBe(local);
    }
    for (const text of ['', '2026-11-24', '2026-13-45T99:99']) expect(fromParis(text)).toBeNull();
  });
  it('reads what was typed in French order', () => {
    expect(civilTimeOf({ date: '3/4/26', time: '8h5' })).toBeNull();
    expect(civilTimeOf({ date: '3/4/26', time: '805' })).toBe('2026-04-03T08:05');
    expect(civilTimeOf(typedMoment('2026-11-24T08:30'))).toBe('2026-11-24T08:30');
  });
});

describe('curves and files', () => {
  it('gives each age of a child its limits', () => {
    const bands = bandsOver(
      {
        sign: 'heartRate',
        points: ['2024-02-01T00:00:00Z', '2026-02-01T00:00:00Z'].map((takenAt) => ({ takenAt }) as never),
      },
      { birthDate: '2023-06-01', spo2Scale: 1 },
    );
    expect(bands.map((b) => [b.low, b.high])).toEqual([
      [100, 150],
      [98, 140],
    ]);
    expect(bandsOver({ sign: 'heartRate', points: [] }, { birthDate: '2023-06-01', spo2Scale: 1 })).toEqual(
      [],
    );
    expect(
      bandsOver(
        { sign: 'news2', points: [{ takenAt: '2024-02-01' } as never] },
        { birthDate: '2023-06-01', spo2Scale: 1 },
      ),
    ).toEqual([]);
  });
});
