import { describe, expect, it } from 'vitest';
import { sandboxSystemToken } from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { eventOf, expectProfile, shapes, specialEntries } from './testing-event.ts';

describe('the shapes of BALP', () => {
  it.each(shapes)('%s: %s', (profile, _what, change) => {
    expectProfile(eventOf(change), profile);
  });
  it('the rules can fail', () => {
    const event = eventOf();
    expect(() => expectProfile({ ...event, agent: event.agent.slice(1) }, 'PatientRead')).toThrow();
    expect(() =>
      expectProfile({ ...event, entity: [...(event.entity ?? []), ...(event.entity ?? [])] }, 'PatientRead'),
    ).toThrow();
    expect(() => expectProfile(event, 'PatientUpdate')).toThrow();
  });
  it('the observer is the agent that is our side (val-audit-source), and purposes stand where they are looked for', () => {
    for (const [, , change] of shapes)
      expect(
        eventOf(change).agent.filter(
          (a) => JSON.stringify(a.who) === JSON.stringify(eventOf(change).source.observer),
        ),
      ).toHaveLength(1);
    expect(eventOf().purposeOfEvent?.[0]?.coding?.[0]).toMatchObject({
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
      code: 'TREAT',
    });
    expect(eventOf({ emergency: 'g' }).purposeOfEvent?.[0]?.coding?.[0]?.code).toBe('ETREAT');
    expect(
      eventOf({ user: { id: 'p', name: 'P', role: 'patient' } }).purposeOfEvent?.[0]?.coding?.[0]?.code,
    ).toBe('PATRQT');
  });
  it('a query is kept as it was asked, in base64, and every patient among its results is an entity', () => {
    const event = eventOf({
      action: 'E',
      patientId: null,
      resources: ['Patient/a', 'Patient/b'],
      query: '{"query":"é\\u0000"}',
    });
    expect(Buffer.from(event.entity?.find((e) => e.query)?.query ?? '', 'base64').toString()).toBe(
      '{"query":"é\\u0000"}',
    );
    expect(event.entity?.filter((e) => e.type?.code === '1').map((e) => e.what?.reference)).toEqual([
      'Patient/a',
      'Patient/b',
    ]);
  });
  it('everything that was touched is there', () => {
    expect(
      eventOf().entity?.map((e) => e.what?.reference ?? e.what?.display ?? e.what?.identifier?.value),
    ).toEqual(['Patient/p1', 'Observation', 'DiagnosticReport/7', 'req-1']);
  });
});

describe('what BALP leaves to DICOM', () => {
  it('an emergency access is a security alert, emergency override started', () => {
    const event = eventOf(specialEntries[3]?.[1]);
    expect([event.type.code, event.subtype?.[0]?.code, event.purposeOfEvent?.[0]?.coding?.[0]?.code]).toEqual(
      ['110113', '110127', 'ETREAT'],
    );
    expect(event.entity?.some((e) => e.what?.identifier?.value === 'grant-1')).toBe(true);
  });
  it('signing in and out, and failing to', () => {
    expect(
      [4, 5, 6]
        .map((i) => eventOf(specialEntries[i]?.[1]))
        .map((e) => [e.type.code, e.subtype?.[0]?.code, e.outcome]),
    ).toEqual([
      ['110114', '110122', '0'],
      ['110114', '110122', '4'],
      ['110114', '110123', '0'],
    ]);
  });
  it('a refusal says whether consent or role decided', () => {
    expect(
      [0, 1]
        .map((i) => eventOf(specialEntries[i]?.[1]))
        .map((e) => [e.type.code, e.subtype?.[0]?.code, e.outcome, e.outcomeDesc]),
    ).toEqual([
      ['110113', 'AuthZ-Role', '4', 'no-relation'],
      ['110113', 'AuthZ-Consent', '4', 'consent-care'],
    ]);
  });
  it('looking at the trail is in the trail, as that', () => {
    expect(
      eventOf({
        action: 'E',
        operation: 'audit.search',
        feature: 'audit',
        patientId: null,
        resources: [],
      }).subtype?.some((s) => s.code === '110101'),
    ).toBe(true);
  });
});

describe('the FHIR server', () => {
  it('finds nothing wrong with any of them', async () => {
    const sandbox = await sharedSandbox();
    const token = await sandboxSystemToken(sandbox);
    for (const change of [...shapes.map((s) => s[2]), ...specialEntries.map((o) => o[1])]) {
      const response = await fetch(`${sandbox.fhirUrl}/AuditEvent/$validate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
        body: JSON.stringify(eventOf(change)),
      });
      const { issue } = (await response.json()) as { issue: { severity: string; diagnostics?: string }[] };
      expect(
        [response.status, issue.filter((i) => i.severity === 'error' || i.severity === 'fatal')],
        change.operation,
      ).toEqual([200, []]);
    }
    const wrong = await fetch(`${sandbox.fhirUrl}/AuditEvent/$validate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ ...eventOf(), agent: [] }),
    });
    expect(
      ((await wrong.json()) as { issue: { severity: string }[] }).issue.some((i) => i.severity === 'error'),
    ).toBe(true);
  });
});
