import type { AllergyIntolerance, Condition } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { readAllergy, sortAllergies } from './allergy.ts';
import { readProblem, withoutRepeats } from './problem.ts';
import { now, nothing, snomed, hl7 } from './testing-resources.ts';

describe('problems', () => {
  const problem = (c: Partial<Condition>) =>
    readProblem({ resourceType: 'Condition', id: 'c', subject: {}, ...c } as Condition, nothing, now);
  it('is current unless over, refuted or written in error', () => {
    const clinical = (code: string) => hl7('condition-clinical', code);
    expect(problem({ clinicalStatus: clinical('active') }).isCurrent).toBe(true);
    expect(problem({ clinicalStatus: clinical('resolved') }).isCurrent).toBe(false);
    expect(problem({}).isCurrent).toBe(true);
    expect(problem({ abatementDateTime: '2020' }).isCurrent).toBe(false);
    expect(problem({ abatementDateTime: '2030' }).isCurrent).toBe(true);
    expect(
      problem({
        clinicalStatus: clinical('active'),
        verificationStatus: hl7('condition-ver-status', 'refuted'),
      }).isCurrent,
    ).toBe(false);
    expect(problem({ verificationStatus: hl7('condition-ver-status', 'entered-in-error') }).isCurrent).toBe(
      false,
    );
  });
  it('shows a repeated diagnosis once, as first known', () => {
    const again = (id: string, onset: string, site?: string) =>
      problem({
        id,
        code: { coding: [{ system: snomed, code: '38341003' }] },
        onsetDateTime: onset,
        ...(site ? { bodySite: [{ text: site }] } : {}),
      });
    expect(
      withoutRepeats([
        again('b', '2020'),
        again('a', '2003-02'),
        again('c', '2010'),
        again('d', '2011', 'gauche'),
      ]).map((p) => p.id),
    ).toEqual(['a', 'd']);
    expect(
      withoutRepeats([
        problem({ id: '1', code: { text: 'Asthme' } }),
        problem({ id: '2', code: { text: 'asthme' } }),
        problem({ id: '3' }),
        problem({ id: '4' }),
      ]),
    ).toHaveLength(3);
  });
});

describe('allergies', () => {
  const allergy = (a: Partial<AllergyIntolerance>) =>
    readAllergy(
      { resourceType: 'AllergyIntolerance', id: 'a', patient: {}, ...a } as AllergyIntolerance,
      nothing,
    );
  const named = (text: string, more: Partial<AllergyIntolerance> = {}) =>
    allergy({ code: { text }, ...more });
  it('puts the worst first', () => {
    const severe = named('Pénicilline', {
      reaction: [{ manifestation: [{ text: 'Anaphylaxie' }], severity: 'severe' }],
      criticality: 'low',
    });
    const sorted = sortAllergies([
      named('Pollen', { criticality: 'low' }),
      named('Chat'),
      named('Arachide', { criticality: 'high', type: 'intolerance' }),
      severe,
      named('Latex', { reaction: [{ manifestation: [], severity: 'moderate' }] }),
    ]);
    expect(sorted.current.map((a) => [a.substance.text, a.rank])).toEqual([
      ['Pénicilline', 3],
      ['Arachide', 3],
      ['Latex', 2],
      ['Pollen', 1],
      ['Chat', 0],
    ]);
  });
  it('tells "none known" from "nobody wrote anything", and believes an allergy over a statement of none', () => {
    const none = allergy({
      code: { coding: [{ system: snomed, code: '716186003', display: 'No known allergy (situation)' }] },
    });
    expect(sortAllergies([]).state).toBe('not-recorded');
    expect(sortAllergies([none]).state).toBe('none-known');
    expect(sortAllergies([none, named('Latex')])).toMatchObject({
      state: 'known',
      current: [{ substance: { text: 'Latex' } }],
    });
    expect(
      sortAllergies([named('Latex', { clinicalStatus: hl7('allergyintolerance-clinical', 'resolved') })]),
    ).toMatchObject({ state: 'not-recorded', past: [{}] });
    expect(
      sortAllergies([
        named('X', { verificationStatus: hl7('allergyintolerance-verification', 'entered-in-error') }),
      ]),
    ).toEqual({ state: 'not-recorded', noneOf: [], current: [], past: [], statements: [] });
  });
  it('takes the substance of the reaction when the allergy names none', () => {
    expect(allergy({ reaction: [{ manifestation: [], substance: { text: 'Noix' } }] }).substance.text).toBe(
      'Noix',
    );
    expect(allergy({}).substance).toEqual({ text: null, codes: [] });
  });
});
