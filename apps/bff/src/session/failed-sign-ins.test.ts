import { afterEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../audit/audit.ts';
import { FailedSignIns } from './failed-sign-ins.ts';

const made: FailedSignIns[] = [];
afterEach(async () => {
  for (const one of made.splice(0)) await one.stop();
});
function failures() {
  const entries: AuditEntry[] = [];
  const failed = new FailedSignIns(
    {
      record: async (entry) => {
        entries.push(entry);
      },
    },
    () => undefined,
    1_000_000,
  );
  made.push(failed);
  const add = (remoteAddress: string, reason = 'callback') =>
    failed.add({ reason, remoteAddress, account: null, requestId: 'r' });
  return { entries, failed, add };
}

describe('failed sign-ins', () => {
  it('of one address keep no other out of the trail, however many they are', async () => {
    const { entries, add } = failures();
    for (let i = 0; i < 5_000; i += 1) await add('203.0.113.5');
    expect(await add('198.51.100.9', 'password')).toBe(true);
    expect(entries.filter((e) => e.remoteAddress === '203.0.113.5')).toHaveLength(10);
    expect(entries.at(-1)).toMatchObject({ remoteAddress: '198.51.100.9', reason: 'password' });
  });

  it('of a thousand addresses neither: the first of each is always there', async () => {
    const { entries, add } = failures();
    for (let round = 0; round < 12; round += 1)
      for (let i = 0; i < 1_000; i += 1) await add(`10.0.${i >> 8}.${i & 255}`);
    expect(await add('198.51.100.9')).toBe(true);
    expect(new Set(entries.map((e) => e.remoteAddress)).size).toBe(1_001);
    expect(entries.length).toBeLessThan(1_700);
  });

  it('that are not written one by one are counted, and told by address when the minute is over', async () => {
    const { entries, failed, add } = failures();
    for (let i = 0; i < 140; i += 1) await add('203.0.113.5', i % 2 ? 'callback' : 'password');
    entries.length = 0;
    await failed.tellRest();
    expect(entries.map((e) => [e.remoteAddress, e.reason, JSON.parse(e.query ?? '')])).toEqual([
      ['203.0.113.5', 'repeated', { more: 130, reasons: { callback: 65, password: 65 } }],
    ]);
    await failed.tellRest();
    expect(entries).toHaveLength(1);
    expect(await add('203.0.113.5')).toBe(true); // a new minute
  });

  it('of one network of IPv6 are one address’s, and more addresses than anybody keeps apart are counted together', async () => {
    const { entries, failed, add } = failures();
    for (let i = 0; i < 50; i += 1) await add(`2001:db8:7::${i + 1}`);
    expect(entries).toHaveLength(10);
    for (let i = 0; i < 3_000; i += 1) await add(`2001:db8:${(i + 100).toString(16)}::1`);
    entries.length = 0;
    await failed.tellRest();
    const others = entries.find((e) => e.remoteAddress === 'others');
    expect(JSON.parse(others?.query ?? '')).toEqual({ more: 1_001, addresses: 1_001 });
  });
});
