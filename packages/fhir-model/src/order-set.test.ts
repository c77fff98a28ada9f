import type { PlanDefinition } from '@medplum/fhirtypes';
import { emptyRegimen, emptyStep } from '@keneyapp/clinical/prescribing';
import { expect, it } from 'vitest';
import { orderSetPlan, readOrderSet, type OrderTemplate } from './order-set.ts';
import { systems } from './systems.ts';

const daily = { times: { count: 1, per: { value: 1, unit: 'd' as const } } };
const lines: OrderTemplate[] = [
  {
    kind: 'drug',
    coded: { text: 'paracétamol', code: { system: systems.atc, code: 'N02BE01' } },
    regimen: {
      ...emptyRegimen,
      route: 'oral',
      steps: [
        { ...emptyStep, dose: { value: '1', unit: 'g' }, timing: daily, duration: { value: 5, unit: 'd' } },
      ],
    },
    setting: 'inpatient',
    priority: 'routine',
  },
  {
    kind: 'drug',
    coded: { text: 'insuline asparte', code: { system: systems.atc, code: 'A10AB05' } },
    regimen: {
      ...emptyRegimen,
      route: 'subcutaneous',
      steps: [
        {
          ...emptyStep,
          scale: {
            measure: 'capillary-glucose',
            unit: 'mmol/L',
            bands: [
              { from: null, below: '3.9', dose: 'none', instruction: 'resucrer' },
              { from: '3.9', below: '15', dose: { value: '4', unit: '[iU]' }, instruction: '' },
              { from: '15', below: null, dose: { value: '8', unit: '[iU]' }, instruction: '' },
            ],
          },
          timing: { at: ['AC'] },
        },
      ],
    },
    setting: 'inpatient',
    priority: 'routine',
  },
  {
    kind: 'service',
    category: 'laboratory',
    coded: { text: 'CRP', code: { system: systems.loinc, code: '1988-5' } },
    timing: daily,
    duration: { value: 3, unit: 'd' },
    priority: 'urgent',
    addressee: '',
  },
  {
    kind: 'service',
    category: 'advice',
    coded: { text: 'Avis infectiologique', code: null },
    timing: null,
    duration: null,
    priority: 'routine',
    addressee: 'Infectiologie',
  },
];
const head = {
  id: 's',
  title: 'Pneumopathie',
  description: null,
  publisher: 'CHU',
  approvedOn: '2026-01-01',
};
const plan = orderSetPlan(head, lines);

it('is read as it was written', () => {
  expect(readOrderSet(plan)).toEqual({ ...head, lines });
});

it.each<[string, Partial<PlanDefinition>]>([
  [
    'of which an action has a condition',
    {
      action: [
        { ...plan.action?.[0], condition: [{ kind: 'start' as const }] },
        ...(plan.action?.slice(1) ?? []),
      ],
    },
  ],
  ['of which an action leads elsewhere', { action: [{ definitionCanonical: 'https://else.example/plan' }] }],
  [
    'that holds a dosage in words',
    {
      contained:
        plan.contained?.map((one) =>
          one.resourceType === 'ActivityDefinition' && one.dosage
            ? { ...one, dosage: [{ text: 'selon protocole' }] }
            : one,
        ) ?? [],
    },
  ],
  [
    'of which an activity is changed when it is used',
    {
      contained:
        plan.contained?.map((one) =>
          one.resourceType === 'ActivityDefinition'
            ? { ...one, dynamicValue: [{ path: 'dosage', expression: { language: 'text/cql' as const } }] }
            : one,
        ) ?? [],
    },
  ],
  ['that holds nothing', { action: [] }],
])('a set %s is not taken over by half', (_what, more) => {
  expect(readOrderSet({ ...plan, ...more }).lines).toBeNull();
});
