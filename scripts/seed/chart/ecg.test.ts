import { readTrace } from '@keneyapp/fhir-model/observation/trace';
import type { Encounter, Observation } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../calendar.ts';
import { charts } from '../generate.ts';
import { serviceRef } from '../hospital/hospital.ts';
import { ecgSignal, type Rhythm } from './ecg-signal.ts';

const of = (rhythm: Rhythm, rate: number) => ecgSignal('one', { rhythm, rate, seconds: 10, hertz: 250 });
const intervals = (beats: readonly number[]) => beats.slice(1).map((at, i) => at - (beats[i] ?? 0));
const spread = (list: readonly number[]) => (Math.max(...list) - Math.min(...list)) / Math.min(...list);

describe('a computed ECG', () => {
  it('has limb leads that agree with each other (Einthoven, Goldberger)', () => {
    const { leads } = of('sinus', 70);
    for (const at of [0, 333, 2499]) {
      const [i, ii] = [leads.I[at] ?? 0, leads.II[at] ?? 0];
      expect(leads.III[at]).toBeCloseTo(ii - i, 9);
      expect((leads.aVR[at] ?? 0) + (leads.aVL[at] ?? 0) + (leads.aVF[at] ?? 0)).toBeCloseTo(0, 9);
    }
  });
  it('beats evenly with a P wave in sinus rhythm, unevenly without one in atrial fibrillation', () => {
    const sinus = of('sinus', 70);
    const fibrillation = of('atrialFibrillation', 140);
    expect(sinus.beats.length).toBeGreaterThanOrEqual(11);
    expect(fibrillation.beats.length).toBeGreaterThan(18);
    expect(spread(intervals(sinus.beats))).toBeLessThan(0.15);
    expect(spread(intervals(fibrillation.beats))).toBeGreaterThan(0.4);
    const before = (signal: typeof sinus, seconds: number) => {
      const found = signal.beats.filter((at) => at > 0.5);
      const values = found.map((at) => signal.leads.II[Math.round((at - seconds) * 250)] ?? 0);
      return values.reduce((sum, v) => sum + v, 0) / values.length;
    };
    expect(before(sinus, 0.16)).toBeGreaterThan(0.1);
    expect(Math.abs(before(fibrillation, 0.16))).toBeLessThan(0.1);
    expect(before(sinus, 0)).toBeGreaterThan(0.8);
  });
});

describe('the demonstration', () => {
  it('has ECGs of twelve leads of patients of the cardiology ward, in sinus rhythm and in fibrillation', () => {
    const found = charts(new Calendar('2026-11-24', 15.4)).flatMap((chart) => {
      const stay = chart.resources.find(
        (r): r is Encounter & { id: string } => r.resourceType === 'Encounter' && r.status === 'in-progress',
      );
      return stay?.serviceProvider?.reference === serviceRef('cardiologie').reference
        ? chart.resources.filter(
            (r): r is Observation & { id: string } =>
              r.resourceType === 'Observation' && r.encounter?.reference === `Encounter/${stay.id}`,
          )
        : [];
    });
    const ecgs = found.filter((o) => o.code.text === 'ECG 12 dérivations');
    expect(new Set(ecgs.map((o) => o.subject?.reference)).size).toBeGreaterThanOrEqual(2);
    const said = ecgs.map((o) => o.component?.at(-1)?.valueString ?? '');
    expect(said.some((text) => text.startsWith('Rythme sinusal'))).toBe(true);
    expect(said.some((text) => text.startsWith('Fibrillation auriculaire'))).toBe(true);
    for (const o of ecgs) {
      const trace = readTrace(o);
      expect(trace?.leads.map(({ name }) => name.text)).toEqual([
        ...['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'],
      ]);
      expect(new Set(trace?.leads.map(({ values }) => values.length))).toEqual(new Set([2500]));
      expect(trace?.leads.every(({ unit, period }) => unit === 'mV' && period === 4)).toBe(true);
    }
  });
});
