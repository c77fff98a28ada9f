import { systems } from '@keneyapp/fhir-model/systems';
import { uncodedTag } from '@keneyapp/fhir-model/bindings';
import type { Bundle, Condition, MedicationRequest, Resource } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkCoded } from './coded-check.ts';

const known = {
  isReachable: true,
  releaseStateOf: (system: string) => (system === systems.cim10 ? ('whole' as const) : ('none' as const)),
  displayOf: (_: unknown, __: unknown, code: string) =>
    Promise.resolve(code === 'I10' ? 'Hypertension' : null),
};
const away = {
  isReachable: false,
  releaseStateOf: () => 'away' as const,
  displayOf: () => Promise.reject(new Error('away')),
};
const bundleOf = (resource: Resource, ifMatch?: string): Bundle => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [{ resource, request: { method: 'PUT', url: 'x', ...(ifMatch ? { ifMatch } : {}) } }],
});
const condition = (code: Condition['code'], meta?: Condition['meta']): Condition => ({
  resourceType: 'Condition',
  subject: { reference: 'Patient/a' },
  ...(code ? { code } : {}),
  ...(meta ? { meta } : {}),
});
const coded = (code: string, display = 'Hypertension') =>
  condition({ coding: [{ system: systems.cim10, code, display }], text: display });
async function reasons(
  terminology: Parameters<typeof checkCoded>[0],
  bundle: Bundle,
  stored?: Resource,
): Promise<string[]> {
  const read = () => (stored ? Promise.resolve(stored) : Promise.reject(new Error('nothing is stored')));
  const error: unknown = await checkCoded(terminology, bundle, read).catch((e: unknown) => e);
  if (error === undefined) return [];
  if (!(error instanceof TRPCError) || !(error.cause instanceof z.ZodError)) throw error as Error;
  return error.cause.issues.map(({ message }) => message);
}

describe('a coded element that is written', () => {
  it('has a code of the release that is loaded', async () => {
    expect(await reasons(known, bundleOf(coded('I10')))).toEqual([]);
    expect(await reasons(known, bundleOf(coded('I999')))).toEqual(['unknown-code']);
  });
  it('of a code system that is not loaded is told apart from one whose code is unknown', async () => {
    const snomed = condition({
      coding: [{ system: systems.snomed, code: '38341003', display: 'Hypertension' }],
    });
    expect(await reasons(known, bundleOf(snomed))).toEqual(['not-loaded']);
    const away = { ...known, isReachable: false };
    expect(await reasons(away, bundleOf(snomed))).toEqual(['terminology-away']);
  });
  it('that had no display when it was built, since nobody knew it, is unknown all the same', async () => {
    const chosen = condition({ coding: [{ system: systems.cim10, code: 'I999' }], text: 'x' });
    expect(await reasons(known, bundleOf(chosen))).toEqual(['unknown-code']);
    const unasked = condition({ coding: [{ system: systems.cim10, code: 'I10' }], text: 'x' });
    expect(await reasons(known, bundleOf(unasked))).toEqual(['terminology-away']);
  });
  it('knows its system by its other addresses', async () => {
    const icd = condition({
      coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I999', display: 'x' }],
    });
    expect(await reasons(known, bundleOf(icd))).toEqual(['unknown-code']);
  });
  it('has the words of its code and no others', async () => {
    expect(await reasons(known, bundleOf(coded('I10', 'Diabète')))).toEqual(['other-words']);
  });
  it('is words alone only where that is said', async () => {
    const words = { text: 'douleur du flanc' };
    expect(await reasons(known, bundleOf(condition(words)))).toEqual(['not-marked']);
    expect(await reasons(known, bundleOf(condition(words, { tag: [{ ...uncodedTag }] })))).toEqual([]);
    expect(await reasons(known, bundleOf(condition({ text: ' ' }, { tag: [{ ...uncodedTag }] })))).toEqual([
      'empty',
    ]);
  });
  it('takes no words where only codes are right', async () => {
    const drug: MedicationRequest = {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/a' },
      medicationCodeableConcept: { text: 'paracétamol' },
      meta: { tag: [{ ...uncodedTag }] },
    };
    expect(await reasons(known, bundleOf(drug))).toEqual(['needs-code']);
  });
  it('is not taken unchecked while the server is away, words are', async () => {
    expect(await reasons(away, bundleOf(coded('I10')))).toEqual(['terminology-away']);
    const words = condition({ text: 'douleur' }, { tag: [{ ...uncodedTag }] });
    expect(await reasons(away, bundleOf(words))).toEqual([]);
  });
  it('stays as it was recorded when something else is changed, and is judged when it is changed itself', async () => {
    const change = bundleOf({ ...coded('I999'), id: 'a' }, 'W/"2"');
    expect(await reasons(known, change, coded('I999'))).toEqual([]);
    expect(await reasons(known, change, coded('I10'))).toEqual(['unknown-code']);
  });
});
