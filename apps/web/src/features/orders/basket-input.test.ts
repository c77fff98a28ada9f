import { describe, expect, it } from 'vitest';
import { today } from '../../components/form/paris-time.ts';
import {
  changed,
  emptyBasket,
  newDrug,
  newService,
  parseBasket,
  type BasketText,
  type LineText,
} from './basket.ts';
import { basketSchema, fieldOfIssue, readBasket, readLine } from './basket-input.ts';
import { lineOfRequest } from './requested-line.ts';
import { textOfRegimen } from './regimen-text.ts';

const code = { system: 'atc', code: 'N02BE01' };
const drug = newDrug(
  { text: 'Paracétamol', code },
  {
    regimen: textOfRegimen({
      route: 'oral',
      steps: [
        {
          dose: { value: '1', unit: 'g' },
          doseMax: null,
          isPerKilogram: false,
          rate: null,
          over: null,
          timing: { times: { count: 3, per: { value: 1, unit: 'd' } } },
          duration: { value: 5, unit: 'd' },
        },
      ],
      asNeeded: null,
      additives: [],
      instruction: '',
    }),
  },
);
const former = { id: 'm1', version: '3', words: 'aspirine', says: '75 mg' };
const basketOf = (...lines: LineText[]): BasketText =>
  lines.reduce((basket, line, i) => changed(basket, { is: 'add', name: `l${i}`, line }), emptyBasket());
const pathsOf = (line: LineText) =>
  readLine(line).issues.map(({ path, reason }) => `${path.join('.')} ${reason}`);

describe('what is sent of a basket', () => {
  it('is each line in its order, with what is typed read', () => {
    const { input, issues } = readBasket(
      basketOf(drug, { kind: 'drug', act: 'stop', former, why: ' saignement ' }),
    );
    expect(issues).toEqual([]);
    expect(input.lines).toMatchObject([
      {
        kind: 'drug',
        act: 'new',
        coded: { text: 'Paracétamol', code },
        start: today(),
        regimen: { route: 'oral', steps: [{ dose: { value: '1', unit: 'g' } }] },
      },
      { kind: 'drug', act: 'stop', former: { id: 'm1', version: '3' }, why: 'saignement' },
    ]);
    expect(input.lines[1]).not.toHaveProperty('former.words');
  });

  it('begins at a moment of the hospital where a time is typed, else on its day', () => {
    const at = (date: string, time: string) => readLine({ ...drug, start: { date, time } });
    expect(at('01/12/2026', '8h30').input).toMatchObject({ start: '2026-12-01T08:30:00+01:00' });
    expect(at('01/12/2026', '').input).toMatchObject({ start: '2026-12-01' });
    expect(at('', '').input).toMatchObject({ start: today() });
    expect(at('31/02/2026', '').issues).toEqual([{ path: ['start', 'date'], reason: 'noSuchDate' }]);
    // the hour that is left out in spring
    expect(at('28/03/2027', '2h30').issues).toEqual([{ path: ['start', 'time'], reason: 'time' }]);
  });

  it('takes of a request only what belongs to its kind', () => {
    const typed = { addressee: 'cardiologie', duration: { value: '3', unit: 'd' as const } };
    const image = newService('imaging', { text: 'Scanner', code }, typed);
    expect(readLine(image).input).toMatchObject({ addressee: '', duration: null, timing: null });
    const advice = newService('advice', { text: 'Avis', code: null }, { ...typed, reason: 'souffle' });
    expect(readLine(advice)).toMatchObject({ input: { addressee: 'cardiologie' }, issues: [] });
  });
});

describe('what keeps a basket from being signed', () => {
  it('is said at its field', () => {
    expect(pathsOf(newDrug({ text: 'Paracétamol', code }))).toEqual([
      'regimen.steps.0.dose missing',
      'regimen.steps.0.timing missing',
      'regimen.route missing',
    ]);
    expect(pathsOf({ ...drug, coded: { text: 'paracé', code: null } })).toEqual(['coded needsCode']);
    expect(pathsOf({ ...drug, act: 'revise', former })).toEqual(['why missing']);
    expect(pathsOf(newService('imaging', { text: 'Scanner', code: null }))).toEqual(['reason missing']);
    expect(pathsOf(newService('advice', { text: 'Avis', code: null }))).toEqual([
      'addressee missing',
      'reason missing',
    ]);
  });

  it('is also a line that was typed and is not in the fields yet', () => {
    expect(pathsOf({ ...drug, typed: '2 g x3/j' })).toEqual(['typed left']);
    const { error } = basketSchema.safeParse({ ...basketOf(drug), typed: 'NFS demain' });
    expect(error?.issues).toMatchObject([{ path: ['typed'], message: 'left' }]);
  });

  it('is also that there is nothing in it', () => {
    const { error } = basketSchema.safeParse(emptyBasket());
    expect(error?.issues).toMatchObject([{ path: ['typed'], message: 'noLines' }]);
    expect(basketSchema.safeParse(basketOf(drug)).success).toBe(true);
  });
});

describe('a service that is revised', () => {
  const rhythm = { timing: { every: { value: 8, unit: 'h' } }, duration: null } as const;
  const line = lineOfRequest(
    {
      act: 'revise',
      kind: 'service',
      former,
      category: 'nursing',
      coded: { text: 'Diurèse', code: null },
      rhythm,
      priority: 'urgent',
      reason: 'oligurie',
      addressee: '',
      note: '',
    },
    'inpatient',
  );

  it('begins with what was asked for, and needs why', () => {
    expect(pathsOf(line)).toEqual(['why missing']);
    expect(readLine({ ...line, why: ' plus souvent ' } as LineText)).toMatchObject({
      issues: [],
      input: {
        kind: 'service',
        act: 'revise',
        former: { id: 'm1', version: '3' },
        why: 'plus souvent',
        category: 'nursing',
        ...rhythm,
        priority: 'urgent',
        reason: 'oligurie',
      },
    });
  });

  it('is read from drafts that were begun before there were revisions of services', () => {
    const { why: _, former: __, ...before } = newService('laboratory', { text: 'NFS', code: null });
    const content = JSON.stringify({ ...emptyBasket(), order: ['l0'], lines: { l0: before } });
    expect(parseBasket(content)?.lines['l0']).toMatchObject({ act: 'new', former: null });
  });
});

describe('what the server refuses', () => {
  const order = ['la', 'lb'];
  it.each([
    [['lines', 1, 'steps', 0, 'dose'], 'lines.lb.regimen.steps.0.dose'],
    [['lines', 1, 'regimen', 'steps', 2, 'timing', 'times'], 'lines.lb.regimen.steps.2.timing'],
    [['lines', 0, 'asNeeded', 'maxPerDay'], 'lines.la.regimen.maxPerDay'],
    [['lines', 0, 'asNeeded'], 'lines.la.regimen.condition'],
    [['lines', 0, 'route'], 'lines.la.regimen.route'],
    [['lines', 0, 'start'], 'lines.la.start.date'],
    [['lines', 0, 'coded', 'MedicationRequest.medication'], 'lines.la.coded'],
    [['lines', 0, 'former'], 'lines.la.former'],
    [['lines', 0], 'lines.la.former'],
    [['lines', 7, 'route'], 'typed'],
    [['answers', 'allergy.confirmed'], 'answers'],
    [['key'], 'typed'],
    [['lines'], 'typed'],
  ])('at %j stands at %s', (path, field) => {
    expect(fieldOfIssue(order, { path, message: 'x' })).toBe(field);
  });
});
