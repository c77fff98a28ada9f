import { expect, it } from 'vitest';
import type { Alert } from './checks-view.ts';
import { linksOf } from './links.ts';
import { applyStates, notActivated, readRuleStates, type RuleState } from './rule-states.ts';

const alert = (rule: string, more: Partial<Alert> = {}): Alert => ({
  ...{ key: rule, rule, lines: [0], level: 'needs-reason', canLift: false, summary: rule, detail: '' },
  ...{
    source: { label: '', url: null, date: null },
    reasons: [{ code: 'other', display: 'Autre' }],
    links: [],
  },
  ...more,
});
const heard = (one: Alert, state: RuleState) => applyStates([one], new Map([[one.rule, state]]));

it('a rule that is silent or off is not heard; one that informs asks for nothing', () => {
  expect(heard(alert('kidney.limit'), 'silent')).toEqual([]);
  expect(heard(alert('kidney.limit'), 'off')).toEqual([]);
  expect(heard(alert('kidney.limit'), 'inform')).toMatchObject([{ level: 'informs', reasons: [] }]);
  expect(heard(alert('kidney.limit'), 'active')).toMatchObject([{ level: 'needs-reason' }]);
  expect(applyStates([alert('age.limit')], new Map([['kidney.limit', 'off']]))).toHaveLength(1);
});

it('a never event obeys no state, whoever wrote it, nor does a block that nobody lifts', () => {
  for (const state of ['silent', 'off', 'inform'] as const) {
    const never = alert('never.methotrexate-daily', { level: 'blocks' });
    expect(heard(never, state)).toEqual([never]);
    const foreign = alert('other.card', { level: 'blocks' });
    expect(heard(foreign, state)).toEqual([foreign]);
  }
  expect(notActivated(new Map([['never.two-anticoagulants', 'off']]), [])).toEqual([]);
  expect(notActivated(new Map([['age.limit', 'off']]), [])).toEqual(['age.limit']);
});

it('where the settings cannot be read every rule acts', async () => {
  const setting = { findUnique: () => Promise.reject(new Error('away')) };
  expect(await readRuleStates({ setting } as never)).toEqual(new Map());
});

it('an application of SMART is followed only where the hospital configured its address', () => {
  const link = (url: string, type: 'absolute' | 'smart', autolaunchable = false) => ({
    ...{ label: 'Calculateur', url, type, autolaunchable },
  });
  const configured = new Set(['https://cds.hospital.example']);
  const led = (...links: ReturnType<typeof link>[]) => linksOf({ links }, configured);
  expect(led(link('https://cds.hospital.example/app', 'smart', true))).toMatchObject([{ isLaunched: true }]);
  for (const evil of [
    'https://cds.hospital.example.evil/app',
    'https://evil/?https://cds.hospital.example',
    'http://cds.hospital.example/app',
  ])
    expect(led(link(evil, 'smart', true)), evil).toEqual([]);
  expect(led(link('javascript:alert(1)', 'absolute'), link('data:text/html,x', 'absolute'))).toEqual([]);
  expect(led(link('https://has-sante.fr/x', 'absolute', true))).toMatchObject([{ isLaunched: false }]);
});
