import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { PolicyUnavailableError } from './policy-answer.ts';
import { createPolicyEngine } from './engine.ts';
import { parseRfc3339 } from './parse-rfc3339.ts';
import type { PatientFacts, PolicyInput } from './policy.ts';
import { WasmEngine } from './wasm-engine.ts';

const patient: PatientFacts = {
  id: 'p',
  encounters: [],
  careTeam: ['Practitioner/me'],
  appointments: [],
  imaging: [],
  prescriptions: [],
  consents: [],
};
const input: PolicyInput = {
  now: '2026-06-10T12:00:00.000Z',
  subject: { role: 'doctor', fhirUser: 'Practitioner/me', units: [], emergencySuspended: false },
  operation: 'summary.read',
  patient,
  grant: null,
  written: null,
};
const refused = { ...input, patient: { ...patient, careTeam: [] } };

describe('the compiled policy', () => {
  it('that is missing or no policy is said at the start, by name', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-policy-'));
    try {
      const file = path.join(folder, 'policy.wasm');
      await expect(WasmEngine.open(file)).rejects.toThrow(file);
      for (const content of [
        Buffer.alloc(0),
        Buffer.from('(module)'),
        Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
      ]) {
        await writeFile(file, content);
        await expect(WasmEngine.open(file)).rejects.toThrow(PolicyUnavailableError);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('decides hundreds at once, each for itself', async () => {
    const engine = await createPolicyEngine({ OPA_URL: undefined });
    const many = Array.from({ length: 333 }, (_, i) => (i % 3 ? refused : input));
    const [once, again] = await Promise.all([engine.decide(many), engine.decide(many.toReversed())]);
    expect(once.map(({ allow }) => allow)).toEqual(many.map((one) => one === input));
    expect(again.map(({ allow }) => allow)).toEqual(many.map((one) => one === input).toReversed());
  });

  it('survives a question that is too large for it, and forgets it', async () => {
    const engine = await WasmEngine.open();
    const huge = {
      ...input,
      patient: { ...patient, careTeam: Array<string>(2_000_000).fill('Practitioner/someone-else') },
    };
    const [first, second] = await Promise.allSettled([engine.decide([huge]), engine.decide([input])]);
    expect(first).toMatchObject({ status: 'rejected', reason: expect.any(PolicyUnavailableError) as Error });
    expect(second.status).toBe('fulfilled');
    expect((await engine.decide([input, refused])).map(({ allow }) => allow)).toEqual([true, false]);
  });

  it('takes no more memory the longer it runs', async () => {
    const engine = await WasmEngine.open();
    const big = {
      ...input,
      patient: {
        ...patient,
        careTeam: [...Array<string>(40_000).fill('Practitioner/someone-else'), 'Practitioner/me'],
      },
    };
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const ask = async (times: number) => {
      for (let i = 0; i < times; i += 1)
        expect((await engine.decide([i % 10 ? input : big]))[0]?.allow).toBe(true);
    };
    const held = async (times: number) => {
      await ask(times);
      for (let i = 0; i < 5; i += 1) {
        collect();
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
      return process.memoryUsage().rss;
    };
    await held(200); // what the allocator keeps for the next time
    const before = await held(200);
    expect((await held(200)) - before).toBeLessThan(100 * 1024 * 1024); // each instance of a big one has 11 MiB
  });

  it('answers what cannot be JSON with an error, not with access', async () => {
    const engine = await WasmEngine.open();
    const round: Record<string, unknown> = { ...input };
    round['patient'] = round;
    await expect(engine.decide([round as unknown as PolicyInput])).rejects.toThrow(PolicyUnavailableError);
    expect((await engine.decide([input]))[0]?.allow).toBe(true);
  });
});

describe('an instant', () => {
  it.each([
    ['1970-01-01T00:00:01Z', 1e9],
    ['2026-06-10T12:00:00.5Z', 1_781_092_800_500e6],
    ['2026-06-10T14:00:00+02:00', 1_781_092_800_000e6],
    ['2026-06-10T06:30:00.123456789-05:30', 1_781_092_800_123e6],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000e6],
  ])('%s', (text, expected) => {
    expect(parseRfc3339(text)).toBe(expected);
  });
  it.each([
    '',
    'soon',
    '2026-06-10',
    '2026-06-10T12:00Z',
    '2026-06-10 12:00:00Z',
    '2026-06-10T12:00:00',
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-06-10T24:00:00Z',
    '2026-06-10T12:60:00Z',
    '2026-06-10T12:00:00+24:00',
    '2026-06-10T12:00:00.Z',
    '1600-01-01T00:00:00Z',
    '9999-12-31T00:00:00Z',
    null,
    7,
    {},
  ])('%j is none', (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });
});
