// Long because its cases share one application and one record, which take seconds to start.
import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { callMutation, callQuery, signInOverHttp, type Visitor } from '@keneyapp/config/testing';
import type { AccessesView } from '../accesses/view.ts';
import type { AuditDetail, AuditPage, AuditPerson, PatientLabel, TrailState, UnusualView } from './view.ts';
import { sandbox, bff, doctor, patient, officer, today, data, eventOf, search } from './testing-audit.ts';

describe('the search', () => {
  it('finds who opened a chart, with the names of today', async () => {
    const { rows } = await search({ patientId: 'a-name', from: today, to: today });
    expect(rows.map((r) => [r.kind, r.operation, r.userName, r.role, r.patient?.name, r.outcome])).toEqual([
      ['read', 'problems.list', 'Julien Lefèvre', 'nurse', 'LEFEVRE Odile', 'success'],
      ['read', 'summary.get', 'Dr Claire Moreau', 'doctor', 'LEFEVRE Odile', 'success'],
    ]);
    expect(rows.map((r) => r.flags)).toEqual([['same-name'], []]);
  });

  it('goes page by page without losing or doubling one', async () => {
    const all = (await search({ limit: 200 })).rows.map((r) => r.seq),
      seen: string[] = [];
    let cursor: AuditPage['next'] | undefined;
    do {
      const page: AuditPage = await search({ limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.rows.map((r) => r.seq));
      cursor = page.next;
    } while (cursor && seen.length < 200);
    // what the officer does meanwhile is newer and comes on no later page
    expect(seen.slice(-all.length)).toEqual([...new Set(seen)].slice(-all.length));
    expect(all.every((seq) => seen.includes(seq))).toBe(true);
  });

  it.each([
    ['kind', { kind: 'sign-in' }, (r: AuditPage['rows'][number]) => r.kind === 'sign-in'],
    ['person', { userId: 'x' }, () => false],
    ['feature', { feature: 'problems' }, (r: AuditPage['rows'][number]) => r.feature === 'problems'],
    [
      'outcome',
      { outcome: 'success', kind: 'read' },
      (r: AuditPage['rows'][number]) => r.outcome === 'success' && r.kind === 'read',
    ],
    ['period', { from: '2001-01-01', to: '2001-01-02' }, () => false],
  ] as const)('by %s', async (_what, filter, fits) => {
    const { rows } = await search(filter);
    expect(rows.every(fits)).toBe(true);
    if (!('userId' in filter) && !('to' in filter)) expect(rows.length).toBeGreaterThan(0);
  });

  it('finds searches the patient was among the results of only when asked to', async () => {
    expect((await search({ patientId: 'a-plain' })).rows.some((r) => r.kind === 'search')).toBe(false);
    expect(
      (await search({ patientId: 'a-plain', listed: true })).rows.filter(
        (r) => r.operation === 'patients.search',
      ),
    ).toHaveLength(1);
  });

  it('finds refusals, emergency accesses and a request by its id', async () => {
    expect((await callQuery(bff, patient, 'summary.get', { patientId: 'a-plain' })).status).toBe(403);
    const [denial] = (await search({ kind: 'denial' })).rows;
    expect(denial).toMatchObject({
      outcome: 'denied',
      reason: 'not-own-record',
      role: 'patient',
      patientId: 'a-plain',
    });
    const detail = await data<AuditDetail>(await callQuery(bff, officer, 'audit.get', { seq: denial?.seq }));
    expect((await search({ requestId: detail.requestId })).rows.map((r) => r.seq)).toEqual([denial?.seq]);
    const outsider = await signInOverHttp(bff, sandbox, 'medecin2');
    await data(
      await callMutation(bff, outsider, 'emergency.request', {
        patientId: 'a-plain',
        kind: 'unconscious',
        reason: 'Patient inconscient aux urgences, antécédents inconnus',
      }),
    );
    await data(await callQuery(bff, outsider, 'problems.list', { patientId: 'a-plain' }));
    const { rows } = await search({ emergency: true });
    expect(rows.map((r) => [r.kind, r.operation, r.purpose])).toEqual([
      ['read', 'problems.list', 'ETREAT'],
      ['emergency', 'emergency.request', 'ETREAT'],
    ]);
    const [read, opened] = await Promise.all(
      rows.map(async (r) => data<AuditDetail>(await callQuery(bff, officer, 'audit.get', { seq: r.seq }))),
    );
    expect(read?.grantId).toBe(opened?.grantId);
    expect([eventOf(opened).type.code, eventOf(opened).subtype?.[0]?.code]).toEqual(['110113', '110127']);
  });

  it('names what is wrong with a question', async () => {
    for (const filter of [
      { from: '2026-02-30' },
      { from: '2026-03-02', to: '2026-03-01' },
      { patientId: '../x' },
      { kind: 'nothing' },
      { limit: 1_000 },
    ])
      expect((await callQuery(bff, officer, 'audit.search', filter)).status, JSON.stringify(filter)).toBe(
        400,
      );
  });

  it('is in the trail itself, as looking at the trail', async () => {
    await search({ patientId: 'a-famous' });
    const [own] = (await search({ feature: 'audit' })).rows;
    const detail = await data<AuditDetail>(await callQuery(bff, officer, 'audit.get', { seq: own?.seq }));
    expect([
      detail.operation,
      detail.purpose,
      detail.isIntact,
      eventOf(detail).subtype?.some((s) => s.code === '110101'),
    ]).toEqual(['audit.search', 'HOPERAT', true, true]);
    expect(JSON.stringify(detail)).not.toContain('Célèbre'); // ids only: the name came with the answer, not into the trail
  });
});

describe('who is meant', () => {
  it('patients by fragments of names or birth date, identity alone', async () => {
    const find = async (query: string) =>
      data<PatientLabel[]>(await callQuery(bff, officer, 'audit.patients', { query }));
    expect(await find('durand')).toEqual([
      { id: 'pat-demo', name: 'DURAND Jeanne', birthDate: '1960-03-04', ipp: null },
    ]);
    expect((await find('04/03/1960 odile')).map((p) => p.id)).toEqual(['a-name']);
    expect(await find('personne nulle part')).toEqual([]);
  });
  it('people the trail knows', async () => {
    const find = async (query: string) =>
      data<AuditPerson[]>(await callQuery(bff, officer, 'audit.people', { query }));
    expect((await find('lefevre')).map((p) => [p.name, p.role])).toEqual([['Julien Lefèvre', 'nurse']]);
    const [moreau] = await find('moreau');
    expect((await search({ userId: moreau?.userId, kind: 'search' })).rows.map((r) => r.operation)).toEqual([
      'patients.search',
    ]);
    expect((await find('')).length).toBeGreaterThanOrEqual(4);
  });
});

describe('unusual accesses', () => {
  it('are named with their reason: own chart, famous patient, colleague, same name; ordinary ones are not', async () => {
    const { accesses, looked } = await data<UnusualView>(
      await callQuery(bff, officer, 'audit.unusual', { from: today, to: today }),
    );
    expect(accesses.map((a) => [a.userName, a.patient?.name, a.reasons])).toEqual([
      ['Dr Claire Moreau', 'MOREAU Claire', ['own-chart']],
      ['Dr Claire Moreau', 'CÉLÈBRE Tom', ['famous']],
      ['Dr Claire Moreau', 'COLLÈGUE Eve', ['colleague']],
      ['Julien Lefèvre', 'LEFEVRE Odile', ['same-name']],
    ]);
    expect(looked.patients).toBeGreaterThanOrEqual(6);
  });
  it('are dealt with by a note, until the same person opens the same chart again; not by whom it is about', async () => {
    const unusual = async () =>
      (await data<UnusualView>(await callQuery(bff, officer, 'audit.unusual', { from: today, to: today })))
        .accesses;
    const [, famous] = await unusual();
    const deal = (over: object = {}, who = officer) =>
      callMutation(bff, who, 'reviews.dealWith', {
        one: { what: 'access', userId: famous?.userId, patientId: famous?.patientId, lastAt: famous?.lastAt },
        note: 'Le médecin suit ce patient depuis mars.',
        ...over,
      });
    expect((await deal({ note: 'vu' })).status).toBe(400);
    expect((await deal({}, doctor)).status).toBe(403);
    // nobody looks into what the trail does not have, or not of this person
    const userId = famous?.userId;
    for (const one of [
      { what: 'access', userId, patientId: 'never-opened', lastAt: famous?.lastAt },
      { what: 'volume', userId, day: '2999-01-01', of: 'charts', n: 999_999 },
      { what: 'consent', userId, seq: '999999999' },
      { what: 'consent', userId, seq: '1' },
    ])
      expect((await deal({ one })).status, JSON.stringify(one)).toBe(404);
    expect((await deal()).status).toBe(200);
    const after = await unusual();
    expect(after.map((a) => a.dealtWith?.note ?? null)).toEqual([
      null,
      'Le médecin suit ce patient depuis mars.',
      null,
      null,
    ]);
    expect(after[1]?.dealtWith).toMatchObject({ by: 'Hélène Roussel' });
    await callQuery(bff, doctor, 'summary.get', { patientId: famous?.patientId });
    expect((await unusual()).map((a) => a.dealtWith)).toEqual([null, null, null, null]);
    const { rows } = await search({ feature: 'reviews' });
    expect(rows.map((r) => [r.operation, r.outcome])).toContainEqual(['reviews.dealWith', 'success']);
  });
  it('a period that is too long is refused', async () => {
    expect(
      (await callQuery(bff, officer, 'audit.unusual', { from: '2026-01-01', to: '2026-03-01' })).status,
    ).toBe(400);
  });
});

describe('who opened my chart', () => {
  it('tells the patient by day and person, and marks their own', async () => {
    const { days } = await data<AccessesView>(
      await callQuery(bff, patient, 'accesses.list', { patientId: 'pat-demo' }),
    );
    expect(days.map((d) => d.day)).toEqual([today]);
    const people = new Map(days[0]?.people.map((p) => [p.name, p]));
    expect([...people.keys()].sort()).toEqual(['Dr Claire Moreau', 'Jeanne Durand', 'Julien Lefèvre']);
    expect(people.get('Jeanne Durand')).toMatchObject({ isSelf: true });
    expect(people.get('Dr Claire Moreau')).toMatchObject({
      isSelf: false,
      features: ['summary'],
      hasWritten: false,
      isEmergency: false,
      basis: ['care-team'],
    });
  });
  it('marks an emergency, and tells nobody of another chart but the officer', async () => {
    expect((await callQuery(bff, patient, 'accesses.list', { patientId: 'a-plain' })).status).toBe(403);
    expect((await callQuery(bff, doctor, 'accesses.list', { patientId: 'a-plain' })).status).toBe(403);
    const { days } = await data<AccessesView>(
      await callQuery(bff, officer, 'accesses.list', { patientId: 'a-plain' }),
    );
    expect(days[0]?.people.find((p) => p.isEmergency)).toMatchObject({
      features: ['emergency', 'problems'],
      isRefused: false,
    });
    expect(days[0]?.people.find((p) => p.role === 'patient')).toMatchObject({ isRefused: true });
  });
});

describe('taking out', () => {
  const get = (who: Visitor | null, query: string) =>
    fetch(`${bff.url}/bff/audit/export?${query}`, { headers: { ...who?.headers } });

  it('CSV, safe to open, and what was asked is in the trail before', async () => {
    await data(await callQuery(bff, doctor, 'patients.search', { query: '=HYPERLINK("x")' }));
    const response = await get(officer, 'format=csv&kind=search');
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('content-disposition'),
    ]).toEqual([
      200,
      'text/csv; charset=utf-8',
      expect.stringMatching(/^attachment; filename="audit_\d{4}-\d\d-\d\d\.csv"$/),
    ]);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').trim().split('\r\n');
    expect(lines[0]).toContain('"numero";"date_utc"');
    expect(lines.length).toBeGreaterThan(3);
    for (const cell of lines.join('\r\n').split(/;|\r\n/))
      expect(cell.replace('\uFEFF', '')).toMatch(/^"(?![=+\-@])/);
    expect((await search({ kind: 'export' })).rows[0]).toMatchObject({
      operation: 'audit.export-csv',
      outcome: 'success',
      role: 'dpo',
    });
  });

  it('FHIR, whole and valid', async () => {
    const response = await get(officer, 'format=fhir&patientId=pat-demo');
    const bundle = (await response.json()) as Bundle;
    expect([bundle.type, bundle.entry?.length]).toEqual([
      'collection',
      (await search({ patientId: 'pat-demo' })).rows.length,
    ]);
    expect(
      bundle.entry?.every((e) => e.resource?.resourceType === 'AuditEvent' && e.resource.agent.length >= 2),
    ).toBe(true);
  });

  it('is refused to others and to other sites, and for a wrong question', async () => {
    expect((await get(doctor, 'format=csv')).status).toBe(403);
    expect((await get(null, 'format=csv')).status).toBe(401);
    expect((await get(officer, 'format=xls')).status).toBe(400);
    expect(
      (
        await fetch(`${bff.url}/bff/audit/export?format=csv`, {
          headers: { ...officer.headers, 'sec-fetch-site': 'cross-site' },
        })
      ).status,
    ).toBe(403);
    expect((await search({ kind: 'denial', feature: 'audit' })).rows[0]).toMatchObject({
      operation: 'audit.export-csv',
      role: 'doctor',
    });
  });

  it('of the browser is told, of what one may see alone', async () => {
    const tell = (who: Visitor, body: object) =>
      fetch(`${bff.url}/bff/exports`, {
        method: 'POST',
        headers: { ...who.headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await tell(doctor, { patientId: 'a-plain', feature: 'results', how: 'csv' })).status).toBe(204);
    expect((await tell(patient, { patientId: 'a-plain', feature: 'results', how: 'csv' })).status).toBe(403);
    expect((await tell(doctor, { patientId: 'a-plain', feature: 'results', how: 'fax' })).status).toBe(400);
    const [taken] = (await search({ kind: 'export', patientId: 'a-plain' })).rows;
    expect(taken).toMatchObject({ operation: 'results.csv', role: 'doctor', outcome: 'success' });
    const event = eventOf(
      await data<AuditDetail>(await callQuery(bff, officer, 'audit.get', { seq: taken?.seq })),
    );
    expect([event.type.code, event.subtype?.[0]?.code]).toEqual(['110106', 'disclose']);
  });
});

describe('a failed sign-in', () => {
  it('is told by the web, written down without what an address says, and not without end', async () => {
    const tell = (reason: string, remoteAddress = '198.51.100.9') =>
      fetch(`${bff.internalUrl}/session/failed`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-keneya-internal': bff.env['INTERNAL_SECRET'] ?? '',
        },
        body: JSON.stringify({ reason, remoteAddress }),
      });
    expect((await tell('provider:access_denied')).status).toBe(204);
    expect((await tell('DROP TABLE')).status).toBe(400);
    expect((await search({ kind: 'sign-in-failed' })).rows[0]).toMatchObject({
      reason: 'provider:access_denied',
      outcome: 'denied',
      userId: null,
    });
    const answers = await Promise.all(Array.from({ length: 15 }, () => tell('callback', '203.0.113.5')));
    expect(answers.filter((a) => a.status === 204)).toHaveLength(10);
    expect(
      (
        await fetch(`${bff.url}/session/failed`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-keneya-request': '1' },
          body: '{}',
        })
      ).status,
    ).not.toBe(204);
  });
});

describe('the chain', () => {
  it('is shown as far as it is signed, and read when asked', async () => {
    const state = await data<TrailState>(await callQuery(bff, officer, 'audit.chain'));
    expect(state).toMatchObject({
      rights: 'embedded',
      problem: null,
      anchorFailed: false,
      keyId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const stream = await fetch(`${bff.url}/trpc/audit.verification`, {
      headers: { ...officer.headers, accept: 'text/event-stream' },
    });
    const reader = (stream.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('"report"')) {
      const { value, done } = await reader.read();
      if (done) break;
      text += value;
    }
    await reader.cancel();
    expect(text).toContain('"problems":[]');
    expect(
      (await data<TrailState>(await callQuery(bff, officer, 'audit.chain'))).verified?.report.records,
    ).toBeGreaterThan(20);
  });
});
