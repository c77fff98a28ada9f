import { readOrderSet, type OrderTemplate } from '@keneyapp/fhir-model/order-set';
import type { CodeSystem } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { terminologyResources } from '../terminology.ts';
import { orderSets, usualPanels } from './order-sets.ts';

const codes = new Set(
  terminologyResources()
    .filter((one): one is CodeSystem => one.resourceType === 'CodeSystem')
    .flatMap(({ url, concept = [] }) => concept.map(({ code, display }) => `${url}|${code} ${display}`)),
);
const unknownOf = (lines: readonly OrderTemplate[]) =>
  lines.flatMap(({ coded: { text, code } }) => {
    const key = code && `${code.system}|${code.code} ${text}`;
    return key === null || codes.has(key) ? [] : [key];
  });

describe.each(orderSets().map((plan) => [plan.title ?? '', plan] as const))('%s', (_, plan) => {
  const { lines, approvedOn, publisher } = readOrderSet(plan);
  it('is read as a whole', () => expect(lines?.length).toBe(plan.action?.length));
  it('names codes of the sample, with their words', () => expect(unknownOf(lines ?? [])).toEqual([]));
  it('says that nobody has approved it', () =>
    expect([approvedOn, publisher]).toEqual([null, 'Exemple de la démonstration, non validé']));
});

it('usual panels name codes of the sample', () => {
  expect(usualPanels.map(({ name }) => name)).toContain('NFS');
  expect(usualPanels.flatMap(({ lines }) => unknownOf(lines))).toEqual([]);
});
