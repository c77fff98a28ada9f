import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  birthDateOf,
  insAgainstTraits,
  mayUseIns,
  nextIdentityState,
  newIdentity,
  unsaidBirthDate,
  type StrictTraits,
} from '@keneyapp/clinical';
import { startTestInsi } from '@keneyapp/config/testing-insi';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectInsi } from '../../apps/bff/src/insi/connect.ts';
import { Calendar } from '../seed/calendar.ts';
import { seedPeople } from './insi.ts';

let simulator: Awaited<ReturnType<typeof startTestInsi>>;
beforeAll(async () => {
  simulator = await startTestInsi();
});
afterAll(() => simulator.stop());

const traits = (changed: Partial<StrictTraits> = {}): StrictTraits => ({
  birthName: 'Essai-Un',
  givenNames: ['Jeanne'],
  firstGivenName: 'Jeanne',
  birthDate: birthDateOf('1984-07-12') ?? unsaidBirthDate,
  sex: 'female',
  birthPlace: { code: '37261', name: 'Tours' },
  ...changed,
});
const insi = () => connectInsi(simulator.env);
// born long before the seed, so that the day on which this runs changes nothing
const known = seedPeople(new Calendar('2026-11-24')).find(({ birthDate }) => birthDate < '2000');
if (!known) throw new Error('the seed has nobody qualified');
const knownTraits: StrictTraits = {
  birthName: known.birthName,
  givenNames: [],
  firstGivenName: known.givenNames[0] ?? '',
  birthDate: birthDateOf(known.birthDate) ?? unsaidBirthDate,
  sex: known.sex === 'M' ? 'male' : 'female',
  birthPlace: { code: '99999', name: null },
};

describe('INSi, asked for a person', () => {
  it('finds a qualified patient of the demo hospital, and completes what nobody had said', async () => {
    expect(await insi().byTraits(knownTraits)).toMatchObject({
      answer: 'one',
      identity: {
        matricule: known.matricule,
        oid: known.oid,
        traits: { givenNames: known.givenNames, birthPlace: { code: known.birthPlaceCode } },
      },
    });
  });
  it('answers by name in every way', async () => {
    const answers = await Promise.all(
      [
        'Essai-Un',
        'Essai-Aucun',
        'Essai-Plusieurs',
        'Essai-Proche',
        'Essai-Absent',
        'Essai-Illisible',
        'Personne',
      ].map((birthName) => insi().byTraits(traits({ birthName }))),
    );
    expect(answers).toEqual([
      { answer: 'one', identity: expect.anything() },
      { answer: 'none' },
      { answer: 'several' },
      { answer: 'close', identity: expect.anything(), differs: ['firstGivenName', 'givenNames'] },
      { answer: 'away', reason: 'unreachable' },
      { answer: 'away', reason: 'unintelligible' },
      { answer: 'none' },
    ]);
  });
  it('is away after five seconds when it is silent for thirty', async () => {
    const started = performance.now();
    expect(await insi().byTraits(traits({ birthName: 'Essai-Lent' }))).toEqual({
      answer: 'away',
      reason: 'timeout',
    });
    expect(performance.now() - started).toBeGreaterThan(4_500);
    expect(performance.now() - started).toBeLessThan(10_000);
  }, 20_000);
  it('qualifies somebody whose passport was seen', async () => {
    const found = await insi().byTraits(
      traits({
        birthPlace: { code: '2A004', name: 'Ajaccio' },
        birthDate: birthDateOf('1950') ?? unsaidBirthDate,
      }),
    );
    if (found.answer !== 'one') throw new Error(found.answer);
    expect(insAgainstTraits(found.identity.matricule, found.identity.traits)).toEqual([]);
    expect(found.identity.traits.birthDate.written).toBe('1950-12-31');
    const seen = nextIdentityState(newIdentity, { kind: 'document', document: 'passport' });
    if (!seen.ok) throw new Error(seen.refusal);
    const recovered = nextIdentityState(seen.state, { kind: 'insi', answer: found.answer });
    expect(recovered.ok && mayUseIns(recovered.state)).toBe(true);
  });
});

describe('INSi, asked about a matricule', () => {
  it('says whose it is, and when it is of nobody or of somebody else', async () => {
    const ins = { matricule: known.matricule, oid: known.oid };
    const other = { ...knownTraits, birthName: 'AUTRE' };
    expect(await insi().verify(ins, knownTraits)).toMatchObject({ answer: 'one' });
    expect(await insi().verify(ins, other)).toMatchObject({ answer: 'close', differs: ['birthName'] });
    expect(await insi().verify({ ...ins, oid: '1.2.250.1.213.1.4.8' }, knownTraits)).toEqual({
      answer: 'none',
    });
  });
  it('knows the matricule that it gave by name, and no other', async () => {
    const found = await insi().byTraits(traits());
    if (found.answer !== 'one') throw new Error(found.answer);
    expect(await insi().verify(found.identity, traits())).toMatchObject({ answer: 'one' });
    expect(await insi().verify({ ...found.identity, matricule: known.matricule }, traits())).toEqual({
      answer: 'none',
    });
    expect(await insi().verify(found.identity, traits({ birthName: 'Essai-Absent' }))).toMatchObject({
      answer: 'away',
    });
  });
});

describe('INSi away', () => {
  it('says why, and never fails', async () => {
    const ask = (INSI_URL: string | undefined, INSI_TOKEN?: string) =>
      connectInsi({ INSI_URL, INSI_TOKEN }).byTraits(traits());
    const { INSI_URL: url, INSI_TOKEN: token } = simulator.env;
    expect(await ask(undefined)).toEqual({ answer: 'away', reason: 'not-configured' });
    expect(connectInsi({ INSI_URL: undefined, INSI_TOKEN: undefined }).isConfigured).toBe(false);
    expect(await ask(url, 'another')).toEqual({ answer: 'away', reason: 'refused' });
    expect(await ask(url)).toEqual({ answer: 'away', reason: 'refused' });
    expect(await ask(`${url}/nowhere`, token)).toEqual({ answer: 'away', reason: 'refused' });
    expect(await ask('http://127.0.0.1:9/insi', token)).toEqual({ answer: 'away', reason: 'unreachable' });
    expect(await insi().byTraits(traits({ sex: 'unknown' }))).toEqual({ answer: 'away', reason: 'refused' });
    expect(await insi().byTraits(traits({ birthDate: unsaidBirthDate }))).toEqual({
      answer: 'away',
      reason: 'refused',
    });
  });
  it('takes no answer that is too long, redirects, or has a matricule with a wrong key', async () => {
    const identity = { ...known, birthName: 'ESSAI-UN', matricule: `${known.matricule.slice(0, 13)}00` };
    const answers: Record<string, [number, string]> = {
      long: [200, 'x'.repeat(30_000)],
      moved: [302, ''],
      key: [200, JSON.stringify({ answer: 'one', identity })],
      oid: [200, JSON.stringify({ answer: 'one', identity: { ...known, oid: '1.2.3' } })],
      busy: [429, ''],
    };
    const stub = createServer((request, response) => {
      const [status, body] = answers[request.url?.split('/')[1] ?? ''] ?? [404, ''];
      response.writeHead(status, { location: simulator.env.INSI_URL }).end(body);
    });
    await new Promise<void>((resolve) => stub.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void stub.close());
    const at = `http://127.0.0.1:${(stub.address() as AddressInfo).port}`;
    const reasons = await Promise.all(
      Object.keys(answers).map((name) =>
        connectInsi({ INSI_URL: `${at}/${name}`, INSI_TOKEN: undefined }).byTraits(traits()),
      ),
    );
    expect(reasons.map((r) => r.answer === 'away' && r.reason)).toEqual([
      'unintelligible',
      'unreachable',
      'unintelligible',
      'unintelligible',
      'unreachable',
    ]);
  });
});
