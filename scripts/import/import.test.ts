import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { leftOut } from '@keneyapp/config/left-out';
import { startTestSandbox, testSecrets, type RunningSandbox } from '@keneyapp/config/testing';
import type { Bundle, ImagingStudy, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../lib/paths.mjs';
import { connect, type Connection } from '../wire/connection.ts';
import { read, search } from '../wire/fhir.ts';
import { imagingStudyId } from '../wire/ids.ts';
import { Calendar } from '../seed/calendar.ts';
import { Chart } from '../seed/chart/chart.ts';
import { plannedStudies } from '../seed/imaging/plan.ts';
import { makePerson } from '../seed/people/person.ts';
import { roster } from '../seed/people/roster.ts';
import { dicomFile } from '../seed/phantoms/dicom.ts';
import { drawSeries } from '../seed/phantoms/draw.ts';
import { Random } from '../seed/random.ts';
import { runImport, type ImportResult } from './run.ts';
import { takesTwice } from './takes-twice.ts';

const shared = path.resolve(inRoot('../shared/data'));
const missing = existsSync(shared) ? null : '../shared/data is missing';
let sandbox: RunningSandbox, connection: Connection, folder: string;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  connection = connect({
    ...testSecrets,
    OIDC_ISSUER: sandbox.issuer,
    FHIR_URL: sandbox.fhirUrl,
    DICOMWEB_URL: sandbox.dicomwebUrl,
  });
  folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-import-'));
}, 240_000);
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const load = (...paths: string[]): Promise<ImportResult> =>
  runImport({ connection, paths, dataDir: path.join(folder, 'data') });
const count = async (query: string): Promise<number> =>
  (await search(connection, `${query}${query.includes('?') ? '&' : '?'}_summary=count`)).total ?? -1;
const file = (name: string, content: string | Buffer): string => {
  const at = path.join(folder, name);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, content);
  return at;
};
const patient = (id: string | undefined, more: object = {}) => ({
  resourceType: 'Patient',
  ...(id ? { id } : {}),
  name: [{ family: 'Essai' }],
  ...more,
});

/** A generated CT slice of the seed: the same object every time. */
function slices(n: number): Buffer[] {
  const calendar = new Calendar('2026-11-24'),
    entry = roster(calendar)[0],
    study = plannedStudies.find((s) => s.key === 'ct-demo');
  if (!entry || !study) throw new Error('no demo patient');
  const chart = new Chart(makePerson(entry.person, new Random('person')), calendar),
    list: Buffer[] = [];
  for (const content of drawSeries(study, 0)) {
    list.push(dicomFile(chart.person, study, calendar.at(-5, 10), 0, list.length, content));
    if (list.length === n) break;
  }
  return list;
}

describe('FHIR', () => {
  it('keeps the digits of decimals, from the file to the answer', async () => {
    const numbers = ['1.00', '7.40', '1.2E+2', '0.10', '12345678901234567890.123', '5', '0.5'];
    const entry = numbers.map(
      (value, i) =>
        `{"resource":{"resourceType":"Observation","id":"digits-${i}","status":"final","code":{"text":"x"},"valueQuantity":{"value":${value},"unit":"x"}}}`,
    );
    const at = file(
      'digits.json',
      `{"resourceType":"Bundle","type":"collection","entry":[${entry.join(',')}]}`,
    );
    expect(await load(at)).toMatchObject({ resources: numbers.length, failures: [] });
    const token = await connection.token();
    const texts = numbers.map(async (_, i) => {
      const answer = await fetch(`${connection.fhirUrl}/Observation/digits-${i}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return /"value":([^,}]+)/.exec(await answer.text())?.[1];
    });
    expect(await Promise.all(texts)).toEqual(numbers);
  });

  it('turns the POSTs of a transaction into stable resources whose references hold, twice without duplicates', async () => {
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: 'urn:uuid:0b7f1c1e-1111-4222-8333-444455556666',
          resource: { resourceType: 'Patient', name: [{ family: 'Uuid' }] },
          request: { method: 'POST', url: 'Patient' },
        },
        {
          fullUrl: 'urn:uuid:0b7f1c1e-1111-4222-8333-444455557777',
          resource: {
            resourceType: 'Observation',
            status: 'final',
            code: { text: 'x' },
            subject: { reference: 'urn:uuid:0b7f1c1e-1111-4222-8333-444455556666' },
            performer: [
              { reference: 'Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|999', display: 'Dr Npi' },
            ],
          },
          request: { method: 'POST', url: 'Observation' },
        },
      ],
    };
    const at = file('transaction.json', `\uFEFF${JSON.stringify(bundle)}`);
    for (let run = 0; run < 2; run++) expect((await load(at)).failures).toEqual([]);
    expect(await count('Patient?family=Uuid')).toBe(1);
    const found = (await search(connection, 'Observation?patient=0b7f1c1e-1111-4222-8333-444455556666'))
      .entry?.[0]?.resource;
    expect(found).toMatchObject({
      id: '0b7f1c1e-1111-4222-8333-444455557777',
      performer: [{ reference: expect.stringMatching(/^Practitioner\/idt-/) }],
    });
    expect(await count('Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|999')).toBe(1);
  });

  it('keeps a transaction whole and names why it was refused', async () => {
    const at = file(
      'half.json',
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          { resource: patient('half-1'), request: { method: 'PUT', url: 'Patient/half-1' } },
          {
            resource: { resourceType: 'Observation', id: 'half-2' },
            request: { method: 'PUT', url: 'Observation/half-2' },
          },
        ],
      }),
    );
    const result = await load(at);
    expect(result.failures).toEqual([{ path: at, count: 1, reason: expect.stringMatching(/^4\d\d: /) }]);
    expect(await read(connection, 'Patient/half-1')).toBeNull();
  });

  it('lets the good lines of NDJSON in and names the bad ones', async () => {
    const at = file(
      'lines.ndjson',
      [
        JSON.stringify(patient('line-1')),
        '{"resourceType":"Patient","id":"line-2"',
        JSON.stringify(patient('4711')),
        JSON.stringify({ resourceType: 'Observation', id: 'line-4', subject: { reference: 'Patient/4711' } }),
        '',
        JSON.stringify({ hello: 1 }),
      ].join('\n'),
    );
    const result = await load(at);
    expect(result.failures).toEqual([{ path: at, count: 3, reason: expect.any(String) }]);
    expect(result.failures[0]?.reason.split('; ')).toEqual(
      expect.arrayContaining([
        expect.stringContaining('line 2: the JSON ends too early'),
        expect.stringContaining('line 6: not a FHIR resource'),
        expect.stringMatching(/^line 4: 4/),
      ]),
    );
    expect(await read(connection, 'Patient/line-1')).toMatchObject({ id: 'line-1' });
    expect(await read(connection, 'Patient/n-4711')).toMatchObject({ id: 'n-4711' }); // purely numeric ids are refused by some servers
  });

  it('reads search results, single resources, lists and gzip', async () => {
    const searchset = {
      resourceType: 'Bundle',
      type: 'searchset',
      entry: [
        {
          fullUrl: 'https://elsewhere.example/fhir/Patient/set-1',
          resource: patient('set-1', { meta: { versionId: '7' } }),
        },
        { resource: { resourceType: 'OperationOutcome', issue: [] } },
        {
          fullUrl: 'https://elsewhere.example/fhir/Condition/set-2',
          resource: {
            resourceType: 'Condition',
            id: 'set-2',
            code: { text: 'x' },
            subject: { reference: 'https://elsewhere.example/fhir/Patient/set-1' },
          },
        },
      ],
    };
    const result = await load(
      file('set.json', JSON.stringify(searchset, null, 2)),
      file('one.json', JSON.stringify(patient(undefined, { birthDate: '1980-02-03' }))),
      file('list.json', JSON.stringify([patient('list-1')])),
      file(
        'packed.ndjson.gz',
        gzipSync(`${JSON.stringify(patient('gz-1'))}\n${JSON.stringify(patient('gz-2'))}\n`),
      ),
    );
    expect(result).toMatchObject({ failures: [], resources: 6 });
    expect(await read(connection, 'Condition/set-2')).toMatchObject({
      subject: { reference: 'Patient/set-1' },
    });
    await load(path.join(folder, 'one.json'));
    expect(await count('Patient?birthdate=1980-02-03')).toBe(1);
  });

  it('names what is wrong with odd files, loads the rest, survives links that go in circles', async () => {
    const odd = path.join(folder, 'odd');
    file('odd/empty.json', '');
    file('odd/cut.json', '{"resourceType":"Patient",');
    file('odd/hello.json', '{"hello":"world"}');
    file(
      'odd/latin.json',
      Buffer.from('{"resourceType":"Patient","name":[{"family":"Andr\xe9"}]}', 'latin1'),
    );
    file('odd/page.xml.json', '<Patient/>');
    file('odd/archive.zip', Buffer.from('PK\u0003\u0004rest'));
    file('odd/broken.ndjson.gz', gzipSync('{"resourceType":"Patient"}\n'.repeat(9000)).subarray(0, 60));
    file(
      'odd/delete.json',
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ request: { method: 'DELETE', url: 'Patient/line-1' } }],
      }),
    );
    file(
      'odd/r5.json',
      JSON.stringify({ resourceType: 'Encounter', id: 'r5', status: 'completed', class: [{ text: 'x' }] }),
    );
    file('odd/deep/er/good.json', JSON.stringify(patient('deep-1')));
    file('odd/README.md', '# nothing');
    file('odd/image.dcm', 'not an image at all, whatever its name says');
    symlinkSync(odd, path.join(odd, 'deep/loop'));
    symlinkSync('/nowhere/at/all', path.join(odd, 'dangling.json'));
    const result = await load(odd, path.join(folder, 'missing.json'));
    const reasons = Object.fromEntries(result.failures.map((f) => [path.basename(f.path), f.reason]));
    expect(reasons).toMatchObject({
      'empty.json': 'the file is empty',
      'cut.json': 'the JSON ends too early',
      'hello.json': 'not a FHIR resource: no resourceType',
      'latin.json': 'the text is not valid UTF-8',
      'archive.zip': expect.stringContaining('zip'),
      'broken.ndjson.gz': 'damaged gzip data',
      'dangling.json': expect.stringContaining('not there'),
      'missing.json': 'there is no such file',
      'image.dcm': expect.any(String),
      'r5.json': expect.stringContaining('looks like FHIR R5'),
      'delete.json': expect.stringContaining('DELETE'),
      'page.xml.json': expect.stringContaining('XML'),
    });
    expect(Object.keys(reasons)).toHaveLength(12);
    expect(result.ignored.map((f) => path.basename(f))).toEqual(['README.md']);
    expect(await read(connection, 'Patient/deep-1')).not.toBeNull();
  });

  it('quotes nothing of what a server refused', async () => {
    const at = file(
      'secret.json',
      JSON.stringify({
        resourceType: 'Patient',
        id: 'secret',
        gender: 'Zorglub-Durand',
        birthDate: 'Zorglub-Durand',
      }),
    );
    expect(JSON.stringify((await load(at)).failures)).not.toContain('Zorglub');
  });

  it('goes on where it was interrupted', async () => {
    for (let i = 0; i < 6; i++) file(`many/p${i}.json`, JSON.stringify(patient(`many-${i}`)));
    const stop = new AbortController();
    const first = await runImport({
      connection,
      paths: [path.join(folder, 'many')],
      dataDir: path.join(folder, 'data'),
      signal: stop.signal,
      report: ({ files }) => {
        if (files === 3) stop.abort();
      },
    });
    expect(first).toMatchObject({ interrupted: true, files: 3 });
    expect(await load(path.join(folder, 'many'))).toMatchObject({ interrupted: false, skipped: 3, files: 3 });
    expect(await load(path.join(folder, 'many'))).toMatchObject({ skipped: 0, files: 6 }); // a new run looks at everything again
  });
});

describe('DICOM', () => {
  it('makes one patient and one study of images that come in two runs', async () => {
    const list = slices(4),
      uid = plannedStudies.find((s) => s.key === 'ct-demo')?.studyUid ?? '';
    list.forEach((bytes, i) => file(`ct/${i < 2 ? 'a' : 'b'}/${i}`, i === 3 ? bytes.subarray(132) : bytes)); // the last without preamble
    expect(await load(path.join(folder, 'ct/a'))).toMatchObject({ images: 2, studies: 1, failures: [] });
    expect(
      (await read<ImagingStudy>(connection, `ImagingStudy/${imagingStudyId(uid)}`))?.numberOfInstances,
    ).toBe(2);
    expect(await load(path.join(folder, 'ct'))).toMatchObject({ images: 4, failures: [] });
    const study = await read<ImagingStudy>(connection, `ImagingStudy/${imagingStudyId(uid)}`);
    expect(study).toMatchObject({
      numberOfSeries: 1,
      numberOfInstances: 4,
      modality: [{ code: 'CT' }],
      identifier: expect.arrayContaining([{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }]),
    });
    const subject = await read<Patient>(connection, study?.subject?.reference ?? '');
    expect(subject).toMatchObject({
      identifier: [{ system: 'https://keneyapp.example/ipp' }],
      name: [{ family: 'LEMOINE' }],
      gender: 'female',
    });
    const version = study?.meta?.versionId;
    await load(path.join(folder, 'ct'));
    expect(
      (await read<ImagingStudy>(connection, `ImagingStudy/${imagingStudyId(uid)}`))?.meta?.versionId,
    ).toBe(version);
  });

  it('joins images to the patient who has that number already', async () => {
    const uid = plannedStudies.find((s) => s.key === 'ct-demo')?.studyUid ?? '',
      study = await read<ImagingStudy>(connection, `ImagingStudy/${imagingStudyId(uid)}`);
    expect(
      await count(
        `Patient?identifier=${encodeURIComponent('https://keneyapp.example/ipp|')}${(await read<Patient>(connection, study?.subject?.reference ?? ''))?.identifier?.[0]?.value}`,
      ),
    ).toBe(1);
  });
});

describe.skipIf(missing)(leftOut('../shared/data', missing), () => {
  it('takes Synthea patients and every readable image, twice without duplicates', async () => {
    const synthea = path.join(shared, 'synthea'),
      size = (name: string) => statSync(path.join(synthea, name)).size;
    const smallest = readdirSync(synthea)
      .sort((a, b) => size(a) - size(b))
      .slice(0, 2)
      .map((name) => path.join(synthea, name));
    await takesTwice({ connection, load, bundles: smallest, images: path.join(shared, 'dicom/objects') }); // all: import.long.test.ts
  }, 240_000);

  it('reads a file that lost its first bytes as well as the server can', async () => {
    const at = path.join(folder, 'copy.dcm');
    copyFileSync(path.join(shared, 'dicom/objects/MR_small.dcm'), at);
    expect(await load(at)).toMatchObject({ images: 1, failures: [] });
  });
});
