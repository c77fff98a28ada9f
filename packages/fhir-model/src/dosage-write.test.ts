// One long file: a regimen as it is written, and the same as it is read back, beside each other.
import {
  emptyRegimen,
  emptyStep,
  mealTimes,
  regimenRoutes,
  scaleUnits,
  weekdays,
  type DoseScale,
  type Regimen,
  type RegimenStep,
  type ScaleBand,
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

const band = (
  from: string | null,
  below: string | null,
  dose: string | null,
  instruction = '',
): ScaleBand => ({ from, below, dose: dose === null ? 'none' : { value: dose, unit: '[iU]' }, instruction });
const byGlucose: DoseScale = {
  measure: 'capillary-glucose',
  unit: 'g/L',
  bands: [
    band(null, '0.70', null, 'resucrer, appeler le médecin'),
    band('0.70', '1.5', '4'),
    band('1.5', '3', '6'),
    band('3', null, '8', 'appeler le médecin'),
  ],
};
const insulin = regimen({
  route: 'subcutaneous',
  steps: [step({ scale: byGlucose, timing: { at: ['AC'] } })],
});
const inWords =
  'dose selon la glycémie capillaire (moins de 0,70 g/L : aucune dose, resucrer, appeler le médecin ; de 0,70 à moins de 1,5 g/L : 4 UI ; de 1,5 à moins de 3 g/L : 6 UI ; 3 g/L et plus : 8 UI, appeler le médecin)';

describe('a dose by a scale', () => {
  const [written = {}] = dosagesOf(insulin, start);

  it('is whole in words, and nothing of it looks like a dose of its own', () => {
    expect(written.text).toBe(`${inWords} par voie sous-cutanée, avant les repas`);
    expect(written.additionalInstruction?.map(({ text }) => text)).toEqual([inWords]);
    expect(written.doseAndRate).toBeUndefined();
    // the most that is given at a time, which holds for whoever reads no more than that
    expect(written.maxDosePerAdministration).toMatchObject({ value: 8, code: '[iU]' });
  });

  it('names what is measured by the code of its unit, and keeps the digits', () => {
    const text = stringifyWithDigits(written);
    expect(text).toContain('"code":"41653-7"');
    expect(text).toContain('"value":0.70,"comparator":"<"');
    const inMoles = dosagesOf(regimen({ steps: [step({ scale: { ...byGlucose, unit: 'mmol/L' } })] }), start);
    expect(stringifyWithDigits(inMoles)).toContain('"code":"14743-9"');
  });

  it('is read as one thing: the words and the limit that say the same are not said twice', () => {
    expect(readDosages(stored([written]))).toMatchObject([
      { dose: null, scale: byGlucose, additional: [], maxPerAdministration: null },
    ]);
  });

  it('is read where its digits were lost on the way, but copied only as it was written', () => {
    const passedOn = JSON.parse(JSON.stringify(stored([written]))) as Dosage[];
    expect(readDosages(passedOn)[0]?.scale?.bands[0]).toMatchObject({ below: '0.7', dose: 'none' });
    expect(readDosages(passedOn)[0]?.additional).toEqual([]);
    expect(regimenOf(passedOn)).toBeNull();
    expect(regimenOf(stored([written]))).toEqual(insulin);
  });

  it('whose words and numbers differ stays in words, and is copied by nobody', () => {
    const [said = {}] = written.additionalInstruction ?? [];
    for (const changed of [
      { ...said, text: said.text?.replace('6 UI', '16 UI') ?? '' },
      { ...said, coding: [{ system: 'http://example.org', code: 'x' }] },
      JSON.parse(JSON.stringify(said).replace('"value":6', '"value":16')) as typeof said,
    ]) {
      const dosage = { ...written, additionalInstruction: [changed] };
      expect(readDosages([dosage])).toMatchObject([{ scale: null, additional: [{ text: changed.text }] }]);
      expect(regimenOf([dosage])).toBeNull();
    }
    expect(regimenOf([{ ...written, maxDosePerAdministration: { value: 80, unit: 'UI' } }])).toBeNull();
    const fixed = { doseAndRate: [{ doseQuantity: { value: 4, unit: 'UI', code: '[iU]' } }] };
    expect(regimenOf([{ ...written, ...fixed }])).toBeNull();
  });

  it('that leaves a gap, or has a dose below zero, is copied by nobody', () => {
    const bands = byGlucose.bands.map((one, i) => (i === 2 ? { ...one, from: '1.8' } : one));
    const gap = regimen({ steps: [step({ scale: { ...byGlucose, bands } })] });
    expect(regimenOf(stored(dosagesOf(gap, start)))).toBeNull();
    const negative = byGlucose.bands.map((one, i) => (i === 2 ? { ...one, ...band('1.5', '3', '-6') } : one));
    const below = regimen({ steps: [step({ scale: { ...byGlucose, bands: negative } })] });
    expect(regimenOf(stored(dosagesOf(below, start)))).toBeNull();
  });
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
  const scale = (): DoseScale => {
    const unit = of(scaleUnits);
    const all = unit === 'g/L' ? ['0.7', '1.20', '1.8', '2.5', '4'] : ['3.9', '7', '10.0', '15', '22.2'];
    const count = of([1, 2, 3, 5]);
    // the lowest ones of g/L, the highest ones of mmol/L: they are of one unit alone
    const ends = unit === 'g/L' ? all.slice(0, count) : all.slice(-count);
    const doses = of(['[iU]', 'mg', '{comprimé}']);
    const bands = [...ends, null].map((below, i): ScaleBand => ({
      from: ends[i - 1] ?? null,
      below,
      // of insulin none in hypoglycaemia, and no less of it further up
      dose:
        doses === '[iU]'
          ? i === 0
            ? 'none'
            : { value: ['2', '4.50', '4.5', '12', '12.0'][i - 1] ?? '20', unit: doses }
          : i > 0 && next() < 0.2
            ? 'none'
            : { value: of(['2', '4.50', '12']), unit: doses },
      instruction: of(['', 'resucrer', 'appeler (médecin) ; pendant 3 jours']),
    }));
    return { measure: 'capillary-glucose', unit, bands };
  };
  const oneStep = (): RegimenStep => {
    const isByScale = next() < 0.3;
    const amount = isByScale ? null : maybe(dose);
    return {
      dose: amount,
      ...(isByScale ? { scale: scale() } : {}),
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
