import { spawn } from 'node:child_process';
import path from 'node:path';
import { startTestSandbox, testSecrets, type RunningSandbox } from '@keneyapp/config/testing';
import type { CodeSystem, CodeSystemConcept, ValueSet } from '@medplum/fhirtypes';
import { allCodesUrl } from '@keneyapp/fhir-model/releases';
import { systems } from '@keneyapp/fhir-model/systems';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../lib/paths.mjs';
import { connect, type Connection } from '../wire/connection.ts';
import { postBundle, put, read } from '../wire/fhir.ts';
import { licences } from './licences.ts';
import { listTerminologies, type Listed } from './list.ts';
import { load } from './load.ts';
import { Problems } from './problems.ts';
import { concept, isInactive, parent, type SystemRelease } from './release.ts';
import { importTerminologies, type Imported, type Step } from './run.ts';
import { codeSystemsOf } from './server.ts';
import { spool } from './spool.ts';
import { testFolder } from './testing-files.ts';

/** From files to the embedded server and out of it again: releases that come, come again, take each other's place and go. */
let sandbox: RunningSandbox, connection: Connection;
const folder = testFolder();

beforeAll(async () => {
  sandbox = await startTestSandbox();
  connection = connect({
    ...testSecrets,
    OIDC_ISSUER: sandbox.issuer,
    FHIR_URL: sandbox.fhirUrl,
    DICOMWEB_URL: sandbox.dicomwebUrl,
  });
  const sample: CodeSystem & { id: string } = {
    resourceType: 'CodeSystem',
    id: 'cs-cim-10',
    url: systems.cim10,
    status: 'active',
    experimental: true,
    content: 'fragment',
    concept: [{ code: 'Z00.0', display: 'Échantillon' }],
  };
  await postBundle(connection, 'transaction', [put(sample)]);
}, 240_000);
afterAll(async () => {
  await sandbox.stop();
  folder.end();
});

/** A CIM-10 of so many codes, in the ATIH's form. */
function release(year: number, count: number, word = 'Maladie'): string {
  const rows = ['A00   |3|NNNN|3|GROUPE|Groupe'];
  for (let n = 0; n < count; n += 1) {
    const code = `${String.fromCharCode(66 + (Math.floor(n / 1000) % 24))}${String(Math.floor(n / 10) % 100).padStart(2, '0')}${n % 10}`;
    rows.push(`${code}  |0|NOOO|0|MAL. ${n}|${word} ${n} de ${year}`);
  }
  return folder.file(`${word}/LIBCIM10MULTI-${year}.TXT`, Buffer.from(`${rows.join('\r\n')}\r\n`, 'latin1'));
}
const imported = (file: string, step?: Step, signal?: AbortSignal): Promise<Imported> =>
  importTerminologies({
    connection,
    paths: [file],
    dataDir: folder.at,
    mayShrink: true,
    ...(step ? { step } : {}),
    ...(signal ? { signal } : {}),
  });
const stateOf = async (file: string) => (await imported(file)).outcomes.map(({ state }) => state);
const lookup = async (code: string) =>
  (await read(connection, `CodeSystem/$lookup?system=${systems.cim10}&code=${code}`)) !== null;
const ours = async (): Promise<Listed[]> =>
  (await listTerminologies(connection)).filter(
    ({ url, state }) => url === systems.cim10 && state !== 'sample',
  );
const page = async (offset: number, count = 1000) =>
  (
    await read<ValueSet>(
      connection,
      `ValueSet/$expand?url=${allCodesUrl('cim-10')}&offset=${offset}&count=${count}&includeDesignations=true`,
    )
  )?.expansion;

describe('a release', () => {
  it('comes in whole, is paged through with its designations, and says what it is', async () => {
    const { outcomes, problems } = await imported(release(2024, 4500));
    expect(problems.lines()).toEqual([]);
    expect(outcomes).toMatchObject([{ state: 'loaded', count: 4501, version: '2024' }]);
    expect(outcomes[0]?.needs).toContain('ATIH');
    const codes: string[] = [];
    for (let offset = 0; ; offset += 1000) {
      const expansion = await page(offset);
      expect(expansion?.total).toBe(4501);
      const contains = expansion?.contains ?? [];
      if (contains.length === 0) break;
      if (offset === 1000)
        expect(contains[0]?.designation?.[0]).toMatchObject({ language: 'fr', value: 'MAL. 999' });
      codes.push(...contains.map(({ code }) => code ?? ''));
    }
    expect(new Set(codes).size).toBe(4501);
    expect(codes[1]).toBe('B00.0');
    expect(await ours()).toMatchObject([
      { short: 'cim-10', version: '2024', count: 4501, state: 'complete' },
    ]);
    expect(await lookup('Z00.0')).toBe(false); // the sample gives way
  });

  it('that has far fewer codes than the one before is taken for a file that was cut short, unless it is said', async () => {
    const { outcomes } = await importTerminologies({
      connection,
      paths: [release(2025, 3000)],
      dataDir: folder.at,
    });
    expect(outcomes).toMatchObject([{ state: 'failed' }]);
    expect(outcomes[0]?.reason).toMatch(/3001 codes.*4501/);
    expect(await ours()).toMatchObject([{ version: '2024', count: 4501, state: 'complete' }]);
  });

  it('of the same content adds nothing', async () => {
    const versions = async () =>
      Promise.all([
        read<ValueSet>(connection, 'ValueSet/cim-10-all').then((set) => set?.meta?.versionId),
        codeSystemsOf(connection, systems.cim10).then((list) =>
          list.map(({ id, meta }) => [id, meta?.versionId]),
        ),
      ]);
    const before = await versions();
    expect(await stateOf(release(2024, 4500))).toEqual(['unchanged']);
    expect(await versions()).toEqual(before);
  });

  it('that is newer, and one that is older, leave nothing of the one before', async () => {
    for (const [year, count] of [
      [2025, 3000],
      [2019, 2500],
    ] as const) {
      expect(await stateOf(release(year, count))).toEqual(['loaded']);
      expect(await ours()).toMatchObject([{ version: String(year), count: count + 1, state: 'complete' }]);
      expect((await page(0, 1))?.total).toBe(count + 1);
      expect(await lookup('F40.0')).toBe(false);
      expect(await lookup('B00.0')).toBe(true);
    }
  });

  it('that was corrected under the same name takes the place of the one before', async () => {
    expect(await stateOf(release(2019, 2600, 'Affection'))).toEqual(['loaded']);
    const [only, ...rest] = await ours();
    expect([only?.count, rest]).toEqual([2601, []]);
    expect(only?.version).toMatch(/^2019\+[0-9a-f]{8}$/);
    expect(await stateOf(release(2019, 2600, 'Affection'))).toEqual(['unchanged']);
  });
});

describe('what breaks off', () => {
  const env = () => ({
    ...process.env,
    ...testSecrets,
    OIDC_ISSUER: sandbox.issuer,
    FHIR_URL: sandbox.fhirUrl,
    DICOMWEB_URL: sandbox.dicomwebUrl,
    KENEYAPP_DATA: folder.at,
    CI: 'true',
  });
  const command = (...args: string[]) =>
    spawn(process.execPath, [inRoot('scripts/terminology/main.ts'), ...args], { env: env(), stdio: 'pipe' });
  const ended = async (...args: string[]) => {
    const child = command(...args);
    let text = '';
    child.stdout.on('data', (part) => (text += String(part)));
    child.stderr.on('data', (part) => (text += String(part)));
    const code = await new Promise((resolve) => child.once('exit', resolve));
    return { code, text };
  };

  it('after kill -9 in the middle leaves the former release, and goes on where it was', async () => {
    const file = release(2026, 20_000);
    const child = command('import', file);
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (part) => {
        if (/CIM-10[^\n]* [1-9]\d*\/20001/.test(String(part))) {
          child.kill('SIGKILL');
          resolve();
        }
      });
    });
    expect(await lookup('U99.9')).toBe(false);
    expect((await page(0, 1))?.total).toBe(2601);
    const states = (await ours()).map(({ version, state }) => `${version.slice(0, 4)} ${state}`).sort();
    expect(states).toEqual(['2019 complete', '2026 interrupted']);

    let first = -1;
    const { outcomes } = await imported(file, (text, done) => {
      if (first < 0 && done !== undefined && text.startsWith('CIM-10')) first = done;
    });
    expect(outcomes).toMatchObject([{ state: 'loaded', count: 20_001 }]);
    expect(first).toBeGreaterThan(0);
    expect((await page(0, 1))?.total).toBe(20_001);
    expect(new Set((await page(0, 20_001))?.contains?.map(({ code }) => code)).size).toBe(20_001);
    expect(await ours()).toHaveLength(1);
  });

  it('by Ctrl-C, and is followed by another release, leaves nothing of itself', async () => {
    const stop = new AbortController();
    const { outcomes } = await imported(
      release(2027, 9000),
      (text, done) => {
        if (text.startsWith('CIM-10') && done === 2000) stop.abort();
      },
      stop.signal,
    );
    expect(outcomes).toMatchObject([{ state: 'interrupted' }]);
    expect((await ours()).map(({ state }) => state).sort()).toEqual(['complete', 'interrupted']);
    expect(await stateOf(release(2028, 100))).toEqual(['loaded']);
    expect(await ours()).toMatchObject([{ version: '2028', state: 'complete' }]);
  });

  it('is listed and removed by a command, never without being told to; then the sample counts again', async () => {
    const again = await ended('import', release(2028, 100));
    expect([again.code, again.text]).toEqual([
      0,
      expect.stringContaining('101 codes, there already: nothing added'),
    ]);
    const other = await ended('import', release(2029, 100));
    expect([other.code, other.text]).toEqual([
      0,
      expect.stringMatching(/101 codes in .* a second[^]*! .*ATIH/),
    ]);
    expect((await ended('import', release(2028, 100))).code).toBe(0);
    expect((await ended('list')).text).toMatch(
      /cim-10 +CIM-10 FR à usage PMSI \(ATIH\) +2028 +101 .* complete/,
    );
    expect(await ended('remove', 'cim-10')).toMatchObject({ code: 2 });
    expect(await ended('remove', 'cim-10|1999', '--yes')).toMatchObject({ code: 2 });
    expect(await lookup('B00.0')).toBe(true);
    const removed = await ended('remove', 'cim-10|2028', '--yes');
    expect([removed.code, removed.text]).toEqual([0, expect.stringContaining('What uses it is not known')]);
    expect(await ours()).toEqual([]);
    expect([await lookup('B00.0'), await lookup('Z00.0')]).toEqual([false, true]);
    expect(await read(connection, 'ValueSet/cim-10-all')).toBeNull();
  });

  it('and what is no terminology is said, with what was expected', async () => {
    const { code, text } = await ended('import', folder.file('letter.txt', 'Bonjour\n'));
    expect(code).toBe(2);
    expect(text).toContain('letter.txt: not recognised by its content; expected LOINC');
  });
});

it('a server that takes no parts gets a system whole, each concept below its first parent', async () => {
  const url = 'https://example.org/whole';
  const child = (code: string, ...parents: string[]) =>
    concept(code, `Mot ${code}`, { property: [isInactive, ...parents.map(parent)] });
  const made = (version: string, ...list: CodeSystemConcept[]): SystemRelease => ({
    kind: 'system',
    short: 'whole',
    url,
    title: 'Tout',
    language: 'fr',
    licence: licences.cog,
    isWhole: true,
    version: () => version,
    remarks: () => [],
    async *concepts() {
      yield* await Promise.resolve(list);
    },
  });
  const loading = {
    connection,
    inParts: false,
    knowsBooleans: false,
    mayShrink: true,
    report: () => undefined,
  };
  const loadOf = async (one: SystemRelease) =>
    load(loading, one, await spool(one, path.join(folder.at, 'spool'), new Problems()));
  const first = made(
    '1',
    child('b', 'a'),
    child('a'),
    child('c', 'a', 'b'),
    child('x', 'y'),
    child('y', 'x'),
  );
  expect(await loadOf(first)).toBe('loaded');
  expect(await loadOf(first)).toBe('unchanged');
  const [system] = await codeSystemsOf(connection, url);
  const stored = await read<CodeSystem>(connection, `CodeSystem/${system?.id}`);
  const tree = (list: CodeSystemConcept[] = []): unknown[] =>
    list.map((one) => [one.code, ...tree(one.concept)]);
  expect(tree(stored?.concept)).toEqual([['a', ['b'], ['c']], ['x'], ['y']]);
  expect(stored?.concept?.[1]?.property).toContainEqual({ code: 'inactive', valueString: 'true' });
  expect(stored?.content).toBe('complete');
  expect(await loadOf(made('2', child('a')))).toBe('loaded');
  expect((await codeSystemsOf(connection, url)).map(({ version }) => version)).toEqual(['2']);
});
