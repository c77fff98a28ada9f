import type { DiagnosticReport, ServiceRequest } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { actsOf } from './order-acts.ts';
import {
  answersByOrder,
  categoryConcept,
  readServiceRequest,
  serviceExtensions,
  sortOrders,
} from './service-request.ts';
import { occurrenceOf } from './service-timing.ts';

const now = new Date('2026-03-02T12:00:00Z');
const request = (more: Partial<ServiceRequest> = {}): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  id: 'r',
  status: 'active',
  intent: 'order',
  category: [categoryConcept('laboratory')],
  code: { text: 'CRP' },
  subject: { reference: 'Patient/1' },
  authoredOn: '2026-03-01T08:00:00Z',
  occurrenceDateTime: '2026-03-01',
  requester: { display: 'Dr Blanc' },
  ...more,
});
const report = (more: Partial<DiagnosticReport> = {}): DiagnosticReport => ({
  resourceType: 'DiagnosticReport',
  id: 'd',
  status: 'final',
  code: { text: 'CRP' },
  issued: '2026-03-02T09:00:00Z',
  basedOn: [{ reference: 'ServiceRequest/r' }],
  ...more,
});
const read = (one: ServiceRequest, ...reports: DiagnosticReport[]) =>
  readServiceRequest(one, () => undefined, {
    now,
    answers: answersByOrder(reports).get(`ServiceRequest/${one.id ?? ''}`) ?? [],
  });
const daily = { times: { count: 1, per: { value: 1, unit: 'd' as const } } };
const repeated = (start: string, days: number) => {
  const { occurrenceDateTime: _once, ...rest } = request();
  return { ...rest, ...occurrenceOf({ timing: daily, duration: { value: days, unit: 'd' } }, start) };
};

describe('an order that is no drug', () => {
  it('bears a bare one', () => {
    const bare = { resourceType: 'ServiceRequest', id: 'a' } as ServiceRequest;
    expect(read(bare)).toMatchObject({ category: null, standing: 'other', status: 'unknown', answers: [] });
  });

  it.each<[string, ServiceRequest, DiagnosticReport[], string, string | null]>([
    ['waits since it was asked', request(), [], 'pending', '2026-03-01T08:00:00Z'],
    ['waits since it was due', request({ occurrenceDateTime: '2026-03-02' }), [], 'pending', '2026-03-02'],
    ['does not wait before it is due', request({ occurrenceDateTime: '2026-03-09' }), [], 'pending', null],
    [
      'waits for what is preliminary',
      request(),
      [report({ status: 'preliminary' })],
      'pending',
      '2026-03-01T08:00:00Z',
    ],
    ['is answered', request(), [report()], 'answered', null],
    [
      'is not answered by an error',
      request(),
      [report({ status: 'entered-in-error' })],
      'pending',
      '2026-03-01T08:00:00Z',
    ],
    [
      'is not answered by what is of another',
      request(),
      [report({ basedOn: [{ reference: 'ServiceRequest/x' }] })],
      'pending',
      '2026-03-01T08:00:00Z',
    ],
    ['was done', request({ status: 'completed' }), [], 'answered', null],
    ['was stopped', request({ status: 'revoked' }), [], 'ended', null],
    ['was proposed only', request({ intent: 'proposal' }), [], 'other', null],
    ['must not be done', request({ doNotPerform: true }), [], 'other', null],
    [
      'that repeats waits on, answered or not',
      repeated('2026-03-01', 5),
      [report()],
      'pending',
      '2026-03-01T08:00:00Z',
    ],
    ['that repeats has ended by itself', repeated('2026-02-01', 5), [], 'ended', null],
  ])('%s', (_what, one, reports, standing, pendingSince) => {
    expect(read(one, ...reports)).toMatchObject({ standing, pendingSince });
  });

  it.each([
    ['of the specification', [{ system: 'http://snomed.info/sct', code: '363679005' }], 'imaging'],
    ['of HL7 v2', [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }], 'laboratory'],
    [
      'of something else',
      [{ system: 'http://snomed.info/sct', code: '387713003', display: 'Surgical procedure' }],
      null,
    ],
  ])('has the category %s', (_what, coding, category) => {
    const { category: found, categories } = read(request({ category: [{ coding }] }));
    expect([found, categories.length]).toEqual([category, category === null ? 1 : 0]);
  });

  it('says why and when it was stopped, who asked and who is asked', () => {
    const stopped = request({
      status: 'revoked',
      performer: [{ display: 'Néphrologie' }],
      extension: [
        { url: serviceExtensions.statusReason, valueCodeableConcept: { text: 'Doublon' } },
        { url: serviceExtensions.statusChanged, valueDateTime: '2026-03-02T10:00:00Z' },
      ],
    });
    expect(read(stopped)).toMatchObject({
      requester: 'Dr Blanc',
      performers: ['Néphrologie'],
      statusReasons: [{ text: 'Doublon' }],
      end: '2026-03-02T10:00:00Z',
    });
  });

  it('can be renewed where it repeats, and taken back until it is answered', () => {
    const acts = (one: ServiceRequest, isAnswered = false) => actsOf(one, { now, isAnswered });
    expect(acts(request())).toEqual(['revise', 'stop']);
    expect(acts(request(), true)).toEqual([]);
    expect(acts(repeated('2026-03-01', 5), true)).toEqual(['renew', 'revise', 'stop']);
    expect(acts(repeated('2026-02-01', 5))).toEqual(['renew']);
    expect(acts(request({ status: 'revoked' }))).toEqual([]);
  });

  it('is listed by how long it waits, without what was entered in error', () => {
    const at = (id: string, day: string, more: Partial<ServiceRequest> = {}) =>
      read(request({ id, authoredOn: `${day}T08:00:00Z`, occurrenceDateTime: day, ...more }));
    const { pending } = sortOrders([
      at('later', '2026-03-09'),
      at('new', '2026-03-02'),
      at('old', '2026-02-01'),
      at('wrong', '2026-01-01', { status: 'entered-in-error' }),
    ]);
    expect(pending.map(({ id }) => id)).toEqual(['old', 'new', 'later']);
  });
});
