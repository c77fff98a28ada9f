import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import type { AuditEntry } from './audit.ts';
import { auditEvent } from './event.ts';
import { DatabaseAuditRecorder } from './recorder.ts';

const entry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  action: 'R', operation: 'summary.get', feature: 'summary', access: 'read', outcome: 'success', patientId: 'p1', resources: ['Condition', 'Observation/7'],
  query: '{"patientId":"p1"}', user: { id: 'u1', name: 'Dr Claire Moreau', role: 'doctor' }, remoteAddress: '192.0.2.7', requestId: 'req-1', ...change,
});
const at = new Date('2026-11-24T02:00:00.123Z');
let database: Database;
beforeAll(async () => { database = await openDatabase('pglite:memory'); });
afterAll(async () => { await database.close(); });

describe('one line of the trail', () => {
  it('is a FHIR AuditEvent and the columns it is searched by', async () => {
    await new DatabaseAuditRecorder(database.db, () => at).record(entry());
    const [row] = await database.db.auditEvent.findMany({ where: { patientId: 'p1', userId: 'u1' } });
    expect(row).toMatchObject({ recordedAt: at, action: 'R', operation: 'summary.get', feature: 'summary', outcome: 'success', role: 'doctor', remoteAddress: '192.0.2.7', requestId: 'req-1', resources: ['Condition', 'Observation/7'] });
    expect(row?.event).toEqual(JSON.parse(JSON.stringify(auditEvent(entry(), at))));
  });
  it('keeps quotes, line breaks and the rest as they are: nothing of it is a statement or a second line', async () => {
    const query = `'; DROP TABLE audit_event; --\n{"fake":"line"}\u0007 €`;
    await new DatabaseAuditRecorder(database.db, () => at).record(entry({ patientId: "o'neil", query, user: null, feature: null, reason: 'a\nb' }));
    const [row] = await database.db.auditEvent.findMany({ where: { patientId: "o'neil" } });
    expect(row).toMatchObject({ userId: null, role: null, feature: null, reason: 'a\nb' });
    const asked = (row?.event as { entity: { query?: string }[] }).entity.find((e) => e.query)?.query ?? '';
    expect(Buffer.from(asked, 'base64').toString()).toBe(query);
  });
  it('names types instead of a thousand ids', async () => {
    await new DatabaseAuditRecorder(database.db).record(entry({ requestId: 'many', resources: Array.from({ length: 1000 }, (_, i) => `Patient/${i}`) }));
    await expect(database.db.auditEvent.findMany({ where: { requestId: 'many' } })).resolves.toEqual([expect.objectContaining({ resources: ['Patient'] })]);
  });
  it('rejects when it cannot be written', async () => {
    const gone = await openDatabase('pglite:memory');
    await gone.close();
    await expect(new DatabaseAuditRecorder(gone.db).record(entry())).rejects.toThrow();
  });
  it('is one statement, quickly', async () => {
    let statements = 0;
    const counted = { $executeRaw: (...args: Parameters<typeof database.db.$executeRaw>) => { statements += 1; return database.db.$executeRaw(...args); } };
    const recorder = new DatabaseAuditRecorder(counted as typeof database.db);
    const began = performance.now();
    for (let i = 0; i < 100; i += 1) await recorder.record(entry());
    expect(statements).toBe(100);
    expect((performance.now() - began) / 100).toBeLessThan(20);
  });
});

describe('the shape of BALP', () => {
  const roleOf = (action: AuditEntry['action'], who: string) => auditEvent(entry({ action }), at).agent?.find((a) => a.who?.display === who)?.type?.coding?.[0]?.code;
  it('swaps source and destination between reading and asking', () => {
    expect([roleOf('R', 'browser'), roleOf('R', 'KeneyApp BFF')]).toEqual(['110152', '110153']);
    expect([roleOf('E', 'browser'), roleOf('E', 'KeneyApp BFF')]).toEqual(['110153', '110152']);
    expect(roleOf('U', 'browser')).toBe('110153');
  });
  it.each([['success', '0'], ['denied', '4'], ['failure', '8']] as const)('tells %s as %s', (outcome, code) => { expect(auditEvent(entry({ outcome }), at).outcome).toBe(code); });
  it('has the patient, what was touched, the query and the request as entities, and who asked as the requestor', () => {
    const event = auditEvent(entry(), at);
    expect(event.entity?.map((e) => e.what?.reference ?? e.what?.display ?? e.what?.identifier?.value ?? 'query')).toEqual(['Patient/p1', 'Condition', 'Observation/7', 'query', 'req-1']);
    expect(event.agent?.filter((a) => a.requestor)).toEqual([expect.objectContaining({ who: { identifier: { value: 'u1' }, display: 'Dr Claire Moreau' } })]);
    expect(event.recorded).toBe('2026-11-24T02:00:00.123Z');
  });
});
