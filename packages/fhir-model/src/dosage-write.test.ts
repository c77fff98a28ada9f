import {
  emptyRegimen,
  emptyStep,
  mealTimes,
  regimenRoutes,
  weekdays,
  type Regimen,
  type RegimenStep,
} from '@keneyapp/clinical/prescribing';
import { parseWithDigits, stringifyWithDigits } from '@keneyapp/fhir-client/json';
import type { Dosage } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { dosagesOf, routeCodes } from './dosage-write.ts';
import { readDosages } from './dosage.ts';
import { regimenOf } from './regimen-read.ts';
import { readRoute } from './route.ts';

const start = '2026-03-02';
const step = (more: Partial<RegimenStep>): RegimenStep => ({ ...emptyStep, ...more });
const regimen = (more: Partial<Regimen>): Regimen => ({ ...emptyRegimen, route: 'oral', ...more });
const tablets = (value: string) => ({ value, unit: '{comprimé}' });
const thrice = { times: { count: 3, per: { value: 1, unit: 'd' as const } } };
/** As a server gives it back. */
const stored = (dosages: Dosage[]) => parseWithDigits(stringifyWithDigits(dosages)) as Dosage[];

describe('a regimen as Dosages', () => {
  it('is a sentence, and the same in codes', () => {
    const written = dosagesOf(
      regimen({
        steps: [
          step({
            dose: tablets('1'),
            doseMax: tablets('2'),
            timing: thrice,
            duration: { value: 7, unit: 'd' },
          }),
        ],
        asNeeded: { condition: 'douleur', interval: { value: 6, unit: 'h' }, maxPerDay: tablets('6') },
        instruction: 'pendant les repas',
      }),
      start,
    );
    expect(written.map(({ text }) => text)).toEqual([
      '1 à 2 comprimés par voie orale, 3 fois par jour, si besoin : douleur, 6 heures au moins entre deux prises, au plus 6 comprimés en 24 heures, pendant 7 jours',
    ]);
    expect(readDosages(stored(written))).toMatchObject([
      {
        dose: { low: { digits: '1', unit: 'comprimé' }, high: { digits: '2' } },
        route: { known: 'oral', isSaidByName: true },
        timing: { frequency: 3, period: 1, periodUnit: 'd' },
        asNeeded: true,
        asNeededFor: { text: 'douleur' },
        start,
        // the last day
        end: '2026-03-08',
        max: { amount: { digits: '6' }, per: { digits: '24', code: 'h' } },
        additional: [{ text: '6 heures au moins entre deux prises' }],
        patientInstruction: 'pendant les repas',
      },
    ]);
  });

  it('keeps the digits that were typed', () => {
    const written = dosagesOf(regimen({ steps: [step({ dose: { value: '0.50', unit: 'mg' } })] }), start);
    expect(readDosages(stored(written))[0]?.dose?.low.digits).toBe('0.50');
  });

  it('lets one step begin where the former has ended', () => {
    const taper = dosagesOf(
      regimen({
        steps: [
          step({ dose: { value: '40', unit: 'mg' }, timing: thrice, duration: { value: 1, unit: 'wk' } }),
          step({ dose: { value: '20', unit: 'mg' }, timing: thrice, duration: { value: 1, unit: 'mo' } }),
          step({ dose: { value: '10', unit: 'mg' }, timing: thrice }),
        ],
      }),
      start,
    );
    expect(readDosages(taper).map((d) => [d.sequence, d.start, d.end])).toEqual([
      [1, '2026-03-02', '2026-03-08'],
      [2, '2026-03-09', '2026-04-08'],
      [3, '2026-04-09', null],
    ]);
  });

  it('says how long where a day alone does not tell until when', () => {
    const hours = [step({ dose: { value: '1', unit: 'g' }, duration: { value: 6, unit: 'h' } })];
    const [byDay] = readDosages(dosagesOf(regimen({ steps: hours }), start));
    expect([byDay?.end, byDay?.duration?.low.digits, byDay?.duration?.low.code]).toEqual([null, '6', 'h']);
    const [byClock] = readDosages(dosagesOf(regimen({ steps: hours }), '2026-03-02T20:00:00+01:00'));
    expect([byClock?.start, byClock?.end]).toEqual([
      '2026-03-02T20:00:00+01:00',
      '2026-03-03T02:00:00+01:00',
    ]);
  });

  it.each(regimenRoutes.filter((route) => Object.keys(routeCodes[route]).length > 0))(
    'says the route %s by its codes alone',
    (route) => {
      const [written] = dosagesOf(regimen({ route }), start);
      const { text: _text, ...coded } = written?.route ?? {};
      expect(readRoute(coded)?.known).toBe(
        { ocular: 'ophthalmic', auricular: 'otic' }[route as string] ?? route,
      );
    },
  );
});

/** Regimens of every form, the same in each run: `of` chooses by a sequence that a seed begins. */
function regimensFrom(seed: number, count: number): Regimen[] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const of = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const maybe = <T>(make: () => T): T | null => (next() < 0.5 ? make() : null);
  const part = <T extends object>(make: () => T): T | object => (next() < 0.3 ? make() : {});
  const some = <T>(list: readonly T[]): T[] =>
    [of(list), ...list.filter(() => next() < 0.2)].filter((one, i, all) => all.indexOf(one) === i);
  const whole = () => of([1, 2, 3, 6, 8, 24, 90]);
  const dose = () => ({
    value: of(['1', '0.5', '2.50', '1000', '62.5']),
    unit: of(['mg', 'ug', '[iU]', 'mL', '{comprimé}', '{gélule}', '{bouffée}']),
  });
  const timeUnit = () => of(['min', 'h', 'd', 'wk', 'mo'] as const);
  const short = () => ({ value: whole(), unit: of(['min', 'h'] as const) });
  const timing = () => {
    const made = {
      ...part(() => ({
        times: {
          count: whole(),
          ...part(() => ({ countMax: whole() })),
          per: { value: whole(), unit: timeUnit() },
        },
      })),
      ...part(() => ({
        every: { value: whole(), ...part(() => ({ valueMax: whole() })), unit: timeUnit() },
      })),
      ...part(() => ({ at: some(mealTimes) })),
      ...part(() => ({ clock: some(['08:00', '12:30', '20:00']) })),
      ...part(() => ({ days: some(weekdays) })),
      ...part(() => ({ once: true as const })),
    };
    return Object.keys(made).length > 0 ? made : null;
  };
  const oneStep = (): RegimenStep => {
    const amount = maybe(dose);
    return {
      dose: amount,
      doseMax: amount && maybe(dose),
      isPerKilogram: amount !== null && next() < 0.3,
      rate: maybe(() => ({ amount: dose(), per: short() })),
      over: maybe(short),
      timing: timing(),
      duration: maybe(() => ({ value: whole(), unit: timeUnit() })),
    };
  };
  return Array.from({ length: count }, () => ({
    route: maybe(() => of(regimenRoutes)),
    steps: Array.from({ length: of([1, 1, 2, 3]) }, oneStep),
    asNeeded: maybe(() => ({
      condition: of(['', 'douleur', 'EVA > 4']),
      interval: maybe(short),
      maxPerDay: maybe(dose),
    })),
    additives: some(['KCl', 'NaCl']).map((text) => ({ text, dose: maybe(dose) })),
    instruction: of(['', 'à jeun']),
  }));
}

describe('a regimen read back', () => {
  it.each([start, '2026-03-02T20:00:00+01:00'])(
    'says what was written, to the last digit, from %s',
    (from) => {
      const withoutTiming = (one: Regimen) => ({
        ...one,
        steps: one.steps.map((s) => ({ ...s, timing: null })),
      });
      for (const one of regimensFrom(1, 1_000)) {
        const written = dosagesOf(one, from);
        const read = regimenOf(stored(written));
        if (!read) throw new Error(`not read: ${JSON.stringify(written)}`);
        // the same is written of it: once in one hour is every hour
        expect(dosagesOf(read, from)).toEqual(written);
        expect(withoutTiming(read)).toEqual(withoutTiming(one));
      }
    },
  );

  it('is none where the record says anything else', () => {
    const written = dosagesOf(regimen({ steps: [step({ dose: tablets('1'), timing: thrice })] }), start);
    expect(regimenOf(written)).not.toBeNull();
    for (const more of [
      { site: { text: 'bras gauche' } },
      { text: 'autre chose' },
      { maxDosePerLifetime: { value: 3, unit: 'g' } },
    ])
      expect(regimenOf(written.map((one) => ({ ...one, ...more })))).toBeNull();
    expect(regimenOf([])).toBeNull();
    expect(regimenOf(undefined)).toBeNull();
  });
});
