import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import { parseJson, sameJson } from '@keneyapp/fhir-client/json';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fhirOf, type Fhir } from './fhir-over-http.ts';

/** The examples of the specification, over 5,300 files, packed for npm. */
const examples = 'hl7.fhir.r4.examples@4.0.1';

/** What is wrong with some of them; everything else is stored and read back as it stands. */
const refusedFor: [RegExp, number, string][] = [
  [/^(ImplementationGuide-fhir|ig-r4)\.json$/, 422, 'name and status are missing'],
  [/^Questionnaire-qs1\.json$/, 422, 'items without linkId'],
  [
    /^SearchParameter-(codesystem|valueset)-extensions-.+-(author|effective|end|keyword|workflow)\.json$/,
    422,
    'base is missing',
  ],
  [/^SearchParameter-questionnaireresponse-extensions-.+-item-subject\.json$/, 400, 'an id of 68 letters'],
  [
    /^StructureDefinition-(Definition|Event|FiveWs|Request)\.json$/,
    422,
    'neither abstract nor with a base (sdf-4)',
  ],
  [
    /^(DeviceMetric-example|DeviceUseStatement-example|MedicationRequest-medrx0301|Observation-clinical-gender)\.json$/,
    422,
    'a reference to a type that the specification does not allow there (HAPI refuses them too)',
  ],
  [/^Bundle-(resources|dataelements)\.json$/, 413, 'more than 16 MB'],
];

let sandbox: RunningSandbox, fhir: Fhir, folder: string;
let missing: string | null = null;
const files = () =>
  readdirSync(path.join(folder, 'package')).filter(
    (name) => /^[^.].*\.json$/.test(name) && name !== 'package.json',
  );

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-examples-'));
  const run = promisify(execFile);
  try {
    await run('npm', ['pack', examples, '--silent', '--pack-destination', folder], {
      timeout: 240_000,
      shell: process.platform === 'win32',
    });
    const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    await run('tar', ['-xzf', archive], { cwd: folder });
  } catch (error) {
    missing = `the examples cannot be fetched (npm pack ${examples}): ${error instanceof Error ? error.message.split('\n')[0] : ''}`;
    return;
  }
  sandbox = await startTestSandbox();
  fhir = await fhirOf(sandbox);
}, 300_000);
afterAll(async () => {
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  if (!missing) await sandbox.stop();
});

it('every example of the specification is stored and read back without change', async (context) => {
  if (missing) return context.skip(missing);
  const names = files();
  expect(names.length).toBeGreaterThan(5300);
  const wrong: string[] = [];
  let next = 0,
    stored = 0;
  const work = async () => {
    for (let name = names[next++]; name !== undefined; name = names[next++]) {
      const problem = await problemOf(name);
      if (problem) wrong.push(`${name}: ${problem}`);
      else stored += 1;
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  expect(wrong).toEqual([]);
  expect(stored).toBe(names.length);
}, 1_800_000);

/** Null when the example came back as it was sent, or was refused as it should be. */
async function problemOf(name: string): Promise<string | null> {
  const text = readFileSync(path.join(folder, 'package', name), 'utf8');
  const sent = parseJson(text) as Record<string, unknown> & { resourceType: string; id?: string };
  const place = sent.id ? `/${sent.resourceType}/${sent.id}` : `/${sent.resourceType}`;
  const written = await fhir(sent.id ? 'PUT' : 'POST', place, text);
  const [, status] = refusedFor.find(([pattern]) => pattern.test(name)) ?? [];
  if (status) return written.status === status ? null : `${written.status} instead of ${status}`;
  if (written.status >= 300) return `${written.status} ${written.text.slice(0, 300)}`;
  // the version that was written: a Subscription is given another status a moment later
  const version = /"(\d+)"/.exec(written.headers.get('etag') ?? '')?.[1];
  const read = await fhir('GET', `/${sent.resourceType}/${written.body.id}/_history/${version}`, undefined, {
    accept: 'application/fhir+json',
  });
  const got = parseJson(read.text) as typeof sent;
  return sameJson(bare(got, sent.id === undefined), bare(sent, sent.id === undefined))
    ? null
    : 'it came back changed';
}

/** Without what a server sets itself. */
function bare({ id, meta, ...rest }: Record<string, unknown>, isIdOurs: boolean): unknown {
  const { versionId: _v, lastUpdated: _l, ...kept } = (meta ?? {}) as Record<string, unknown>;
  return { ...rest, ...(isIdOurs ? {} : { id }), meta: kept };
}
