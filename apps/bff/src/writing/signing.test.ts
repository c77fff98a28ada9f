import { randomUUID } from 'node:crypto';
import type { DocumentReference, Observation, Resource } from '@medplum/fhirtypes';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken } from '@keneyapp/config/testing';
import { parseWithDigits } from '@keneyapp/fhir-client/json';
import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeniedError } from '../access/denied.ts';
import { readStored } from '../access/written-state.ts';
import { hashOfResource } from './canonical-json.ts';
import type { ChartTransaction } from './chart-transaction.ts';
import { freezes, keptVersion, readSigned } from './freeze.ts';
import { requestOf, startWriting, type Writing } from './testing-writing.ts';
import { markerIdOf } from './write-ids.ts';

let writing: Writing;
const run = randomUUID();
const patientId = `signed-${run}`,
  doctor = `Practitioner/doctor-${run}`,
  clerk = `Practitioner/clerk-${run}`;
const rpps = { system: 'https://rpps.esante.gouv.fr', value: '10100000016' };

beforeAll(async () => {
  const sandbox = await sharedSandbox();
  const token = await sandboxSystemToken(sandbox);
  writing = await startWriting({
    databaseUrl: 'pglite:memory',
    fhirUrl: sandbox.fhirUrl,
    token: () => Promise.resolve(token),
  });
  const { fhir } = writing;
  await fhir.update({ resourceType: 'Patient', id: patientId });
  await fhir.update({ resourceType: 'Practitioner', id: `doctor-${run}`, identifier: [rpps] });
  const old = { ...rpps, use: 'old' as const };
  await fhir.update({ resourceType: 'Practitioner', id: `clerk-${run}`, identifier: [old] });
});
afterAll(() => writing?.close());

async function write(plan: (transaction: ChartTransaction) => void, fhirUser: string | null = doctor) {
  const key = randomUUID();
  const request = requestOf(writing.fhir, patientId, { key }, key);
  let id = '';
  const { references } = await writing.writer.write(
    { ...request, session: { ...request.session, fhirUser } },
    {
      key,
      plan: (transaction) => {
        id = transaction.id;
        plan(transaction);
        return Promise.resolve();
      },
    },
  );
  return { marker: await writing.fhir.read('Provenance', markerIdOf(id)), references };
}
const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => 'was accepted',
    (error: unknown) =>
      error instanceof TRPCError && error.cause instanceof DeniedError ? error.cause.reason : String(error),
  );
const subject = { reference: `Patient/${patientId}` };
/** 1.00 is not 1. */
const value = (text = '1.00') =>
  parseWithDigits(
    `{"resourceType":"Observation","status":"preliminary","code":{"text":"x"},"subject":{"reference":"Patient/${patientId}"},"valueQuantity":{"value":${text},"unit":"mmol/L"}}`,
  ) as Observation;
async function signed(): Promise<Observation> {
  const { references } = await write((transaction) => transaction.sign(value(), { place: '0' }));
  return writing.fhir.read('Observation', references[0]?.split('/')[1] ?? '');
}
const data = (text: string) => Buffer.from(text).toString('base64');
const letter = (attachment: object): DocumentReference => ({
  resourceType: 'DocumentReference',
  status: 'current',
  docStatus: 'preliminary',
  subject,
  content: [{ attachment: { contentType: 'text/plain', ...attachment } }],
});

describe('signing', () => {
  it('sets the status, and freezes what is signed: its hash, who, by which number, in which role, when', async () => {
    const before = Date.now();
    const { marker, references } = await write((transaction) => transaction.sign(value(), { place: '0' }));
    const [key = ''] = references;
    const stored = await writing.fhir.read('Observation', key.split('/')[1] ?? '');
    expect(stored.status).toBe('final');
    expect(JSON.stringify(marker.extension)).toContain(`"${hashOfResource(stored)}"`);
    expect(marker.signature).toBeUndefined();
    expect(marker.agent).toMatchObject([
      {
        extension: [{ valueIdentifier: rpps }],
        role: [{ coding: [{ code: 'doctor' }] }],
        who: { reference: doctor },
      },
    ]);
    expect(Date.parse(marker.recorded)).toBeGreaterThanOrEqual(before - 1_000);
    expect(await readSigned(writing.fhir, stored)).toMatchObject({ state: 'signed', at: marker.recorded });
  });
  it('what goes in beside it is not signed', async () => {
    const { references } = await write((transaction) => {
      transaction.sign(value(), { place: 'signed' });
      transaction.create('beside', value());
    });
    const states = await Promise.all(
      references.map(async (one) =>
        readSigned(writing.fhir, await writing.fhir.read('Observation', one.split('/')[1] ?? '')),
      ),
    );
    expect(states.map(({ state }) => state)).toEqual(['signed', 'not-signed']);
  });
  it('needs a number of the register that is in use', async () => {
    const sign = (transaction: ChartTransaction) => void transaction.sign(value(), { place: '0' });
    for (const who of [clerk, null, subject.reference])
      expect(await refusalOf(write(sign, who))).toBe('no-rpps');
  });
  it('is for what has a word for it', async () => {
    const sign = (transaction: ChartTransaction) =>
      void transaction.sign({ resourceType: 'Flag', status: 'active', code: {}, subject }, { place: '0' });
    expect(await refusalOf(write(sign))).toBe('Error: a Flag is not signed');
    const derivedFrom = [{ reference: 'Observation/1/_history/1' }];
    const toVersion = (transaction: ChartTransaction) =>
      void transaction.sign({ ...value(), derivedFrom }, { place: '0' });
    expect(await refusalOf(write(toVersion))).toBe('Error: a reference to a version is not signed');
  });
});

describe('what is stored is what was signed', () => {
  it.each<[string, 'signed' | 'altered', (one: Observation) => Resource]>([
    ['a label and a new version', 'signed', (one) => ({ ...one, meta: { tag: [{ code: 'x' }] } })],
    [
      'the order of its members',
      'signed',
      (one) => Object.fromEntries(Object.entries(one).reverse()) as never,
    ],
    ['a digit', 'altered', (one) => ({ ...value('1.0'), id: one.id ?? '', status: 'final' })],
    ['a word', 'altered', (one) => ({ ...one, note: [{ text: 'x' }] })],
  ])('%s: %s', async (what, state, change) => {
    const one = await signed();
    // by another system
    await writing.fhir.update(change(one) as Observation & { id: string });
    const now = await writing.fhir.read('Observation', one.id ?? '');
    // the same in another order is no new version
    expect(now.meta?.versionId).toBe(what.startsWith('the order') ? '1' : '2');
    expect((await readSigned(writing.fhir, now)).state).toBe(state);
  });
  it('with the bytes of its files, in it or beside it', async () => {
    const { references } = await write((transaction) => {
      transaction.create('file', { resourceType: 'Binary', contentType: 'text/plain', data: data('beside') });
      transaction.sign(letter({ url: `Binary/${transaction.idAt('file')}` }), { place: 'beside' });
      transaction.sign(letter({ data: data('inside') }), { place: 'inside' });
    });
    const [file = '', beside = '', inside = ''] = references.map((one) => one.split('/')[1] ?? '');
    const stateOf = async (id: string) =>
      (await readSigned(writing.fhir, await writing.fhir.read('DocumentReference', id))).state;
    expect([await stateOf(beside), await stateOf(inside)]).toEqual(['signed', 'signed']);
    await writing.fhir.update({
      resourceType: 'Binary',
      id: file,
      contentType: 'text/plain',
      data: data('other'),
    });
    expect([await stateOf(beside), await stateOf(inside)]).toEqual(['altered', 'signed']);
  });
});

describe('what was signed', () => {
  it('is known to the policy as signed', async () => {
    const [one, other] = [await signed(), await writing.fhir.create(value())];
    const keys = [one, other].map(({ id }) => `Observation/${id ?? ''}`);
    const who = { userId: 'writer', fhirUser: null };
    const states = await readStored(writing.fhir, who, { keys, parts: ['signed'] });
    expect(keys.map((key) => states.get(key)?.state.signed)).toEqual([true, false]);
  });
  it.each<[string, (one: Observation, transaction: ChartTransaction) => unknown]>([
    ['an update', (one, transaction) => transaction.update(one, '1')],
    ['an update without a version', (one, transaction) => transaction.createOnce(one)],
    ['another signature', (one, transaction) => transaction.sign(one, { version: '1' })],
    [
      'a word of one’s own that it is kept',
      (one, transaction) => {
        const target = [{ reference: `Observation/${one.id ?? ''}` }];
        const entity = [keptVersion(`Observation/${one.id ?? ''}`, '1')];
        const agent = [{ who: { reference: doctor } }];
        const recorded = new Date().toISOString();
        transaction.create('told', { resourceType: 'Provenance', target, entity, agent, recorded });
        transaction.update(one, '1');
      },
    ],
    [
      'an amendment of something else beside it',
      (one, transaction) => {
        transaction.amend({ ...value(), id: 'else' }, '1');
        transaction.update(one, '1');
      },
    ],
  ])('is not written over by %s', async (_what, plan) => {
    const one = await signed();
    expect(await refusalOf(write((transaction) => void plan(one, transaction)))).toBe('signed');
    expect((await writing.fhir.read('Observation', one.id ?? '')).meta?.versionId).toBe('1');
  });
  it('stays so: who signed it is not written over', async () => {
    const { marker } = await write((transaction) => transaction.sign(value(), { place: '0' }));
    const without = (transaction: ChartTransaction) => {
      const one = transaction.create('0', value());
      const target = [{ reference: `Observation/${transaction.idAt('0')}` }];
      const { extension: _extension, ...told } = marker;
      transaction.createOnce({ ...told, target });
      return one;
    };
    expect(await refusalOf(write((transaction) => void without(transaction)))).toBe(
      'Error: a Provenance is never written over',
    );
  });
  it('is amended, which keeps the version that was signed, and is signed itself', async () => {
    const one = await signed();
    const [id, key] = [one.id ?? '', `Observation/${one.id ?? ''}`];
    const { marker } = await write((transaction) => transaction.amend({ ...one, ...value('2.50'), id }, '1'));
    expect(marker.entity).toMatchObject([
      { role: 'revision', what: { reference: key }, extension: [{ valueString: '1' }] },
    ]);
    const now = await writing.fhir.read('Observation', id);
    expect([now.status, (await readSigned(writing.fhir, now)).state]).toEqual(['amended', 'signed']);
    const first = await writing.fhir.vread('Observation', id, '1');
    const told = await writing.fhir.search('Provenance', { target: key });
    const hashes = (told.entry ?? []).flatMap(({ resource }) =>
      resource && freezes(resource, key) ? [JSON.stringify(resource.extension)] : [],
    );
    expect(hashes.filter((text) => text.includes(hashOfResource(first)))).toHaveLength(1);
    expect(hashes.filter((text) => text.includes(hashOfResource(now)))).toHaveLength(1);
    // what was signed first is not what was signed last
    await writing.fhir.update({ ...first, id });
    expect((await readSigned(writing.fhir, await writing.fhir.read('Observation', id))).state).toBe(
      'altered',
    );
  });
  it('is taken back as it is amended, and by nobody who saw an older version', async () => {
    const one = await signed();
    const back = (transaction: ChartTransaction) => void transaction.amend(one, '1', 'entered-in-error');
    await write(back);
    expect((await writing.fhir.read('Observation', one.id ?? '')).status).toBe('entered-in-error');
    await expect(write(back)).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
  });
});
