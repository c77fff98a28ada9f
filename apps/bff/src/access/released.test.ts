import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { isRecordType, recordTypes } from '../fhir/compartment.ts';
import { isReleased, typesWithRule, withheld } from './released.ts';

const of = (resourceType: string, more: object = {}) => ({ resourceType, ...more }) as Resource;

describe('what a patient sees of the own chart', () => {
  it('has a rule for every type of a chart and of the house', () => {
    expect(recordTypes.filter((type) => !typesWithRule.includes(type))).toEqual([]);
    expect(typesWithRule.filter((type) => !isRecordType(type))).toEqual(['Binary']);
  });
  it.each([
    ['Composition', 'final', 'preliminary'],
    ['ClinicalImpression', 'completed', 'in-progress'],
    ['Media', 'completed', 'in-progress'],
    ['QuestionnaireResponse', 'completed', 'in-progress'],
    ['RiskAssessment', 'final', 'preliminary'],
    ['Observation', 'corrected', 'registered'],
    ['ServiceRequest', 'active', 'draft'],
    ['MedicationRequest', 'active', 'draft'],
    ['DeviceRequest', 'completed', 'draft'],
    ['RequestGroup', 'active', 'draft'],
    ['Communication', 'completed', 'preparation'],
    ['ChargeItem', 'billed', 'planned'],
    ['Claim', 'active', 'draft'],
    ['ImagingStudy', 'available', 'registered'],
    ['MeasureReport', 'complete', 'pending'],
    ['Procedure', 'in-progress', 'preparation'],
    ['Task', 'requested', 'draft'],
  ])('%s that is %s, not %s, of no status or of an unknown one', (type, released, draft) => {
    expect(isReleased(of(type, { status: released }))).toBe(true);
    for (const status of [draft, 'entered-in-error', 'unknown', 'of-tomorrow', undefined])
      expect(isReleased(of(type, { status })), status).toBe(false);
  });
  it('nothing of a type that nobody thought of', () => {
    for (const type of ['Group', 'Contract', 'VerificationResult', 'Nonsense'])
      expect(isReleased(of(type, { status: 'active' }))).toBe(false);
  });
  it('statuses that stand elsewhere or may be left out', () => {
    expect(isReleased(of('Goal', { lifecycleStatus: 'active' }))).toBe(true);
    expect(isReleased(of('Goal', { lifecycleStatus: 'proposed' }))).toBe(false);
    expect(isReleased(of('Condition'))).toBe(true);
    expect(isReleased(of('Condition', { verificationStatus: { coding: [{ code: 'confirmed' }] } }))).toBe(
      true,
    );
    expect(isReleased(of('Condition', { verificationStatus: { coding: [{ code: 'differential' }] } }))).toBe(
      false,
    );
    expect(isReleased(of('DocumentReference', { status: 'current' }))).toBe(true);
    expect(isReleased(of('DocumentReference', { status: 'current', docStatus: 'preliminary' }))).toBe(false);
    expect(isReleased(of('CareTeam'))).toBe(true);
  });
  it('no suggestion among staff, and nothing that is told later', () => {
    expect(isReleased(of('ServiceRequest', { status: 'active', intent: 'order' }))).toBe(true);
    expect(isReleased(of('ServiceRequest', { status: 'active', intent: 'proposal' }))).toBe(false);
    expect(isReleased(of('AllergyIntolerance', { meta: { tag: [withheld] } }))).toBe(false);
    expect(isReleased(of('Organization', { meta: { security: [withheld] } }))).toBe(false);
  });
});
