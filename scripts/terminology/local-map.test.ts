import { startTestSandbox, testSecrets, type RunningSandbox } from '@keneyapp/config/testing';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Parameters } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '../wire/connection.ts';
import { read as readFhir } from '../wire/fhir.ts';
import { listTerminologies } from './list.ts';
import { namedBy, removeTerminologies } from './remove.ts';
import { importTerminologies } from './run.ts';
import { reading, testFolder } from './testing-files.ts';

/** A hospital's own table of laboratory codes: as a spreadsheet saves it, then into the server and out of it again. */
const folder = testFolder();
afterAll(folder.end);
const labo = 'https://labo.example/codes';
let made = 0;
const fileOf = (content: string | Uint8Array, name = 'codes-labo-2026.csv'): string =>
  folder.file(`${(made += 1)}/${name}`, content);
const table = (...rows: string[]) =>
  ['local_system,local_code,local_label,loinc_code,relationship', ...rows].join('\n');
const read = (content: string | Uint8Array) => reading(folder.at, fileOf(content));
const elementsOf = async (content: string | Uint8Array) => {
  const { releases, problems } = await read(content);
  const [release] = releases;
  const elements = [];
  if (release?.kind === 'map')
    for await (const { code, display, target } of release.elements())
      elements.push([code, display, ...target.map((one) => `${one.code ?? ''} ${one.equivalence}`)]);
  return { elements, problems: problems.lines().map((line) => line.replace(/^.*\.csv,? ?/, '')), release };
};

describe('a table', () => {
  it('of a French spreadsheet: semicolons, accents of Windows, a first line for the spreadsheet, its empty rows', async () => {
    const text = [
      'sep=;',
      'Système local;Code local;Libellé local;Code LOINC;Correspondance',
      `${labo};GLYC;"Glycémie à jeun; plasma";1558-6;Équivalent`,
      `${labo};NA;Natrémie;2951–2;plus large`,
      ';;;;',
      '',
    ].join('\r\n');
    const wanted = [
      ['GLYC', 'Glycémie à jeun; plasma', '1558-6 equivalent'],
      ['NA', 'Natrémie', '2951-2 wider'],
    ];
    const windows = Buffer.from(text.replaceAll('–', '\x96'), 'latin1');
    for (const bytes of [windows, Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, 'utf16le')]) {
      const { elements, problems, release } = await elementsOf(bytes);
      expect(problems).toEqual([]);
      expect(elements).toEqual(wanted);
      expect(release?.version()).toBe('2026');
    }
  });

  it('says how exactly, in the words of FHIR R4, R5 or of the hospital; what is not said is not guessed', async () => {
    const { elements } = await elementsOf(
      table(
        `${labo},A,,2345-7,`,
        `${labo},B,,2345-7,source-is-narrower-than-target`,
        `${labo},C,,2345-7,Plus étroit`,
        `${labo},D,,,`,
      ),
    );
    expect(elements).toEqual([
      ['A', undefined, '2345-7 relatedto'],
      ['B', undefined, '2345-7 wider'],
      ['C', undefined, '2345-7 narrower'],
      ['D', undefined, ' unmatched'],
    ]);
  });

  it('of several laboratories is a map for each, an OID is an address; two LOINC codes stand beside each other', async () => {
    const { releases, problems } = await read(
      table(
        `${labo},A,Un,2345-7,`,
        '1.2.250.1.999.1,A,Autre,2951-2,equivalent',
        `${labo},A,Un,1558-6,`,
        `${labo},A,Un,1558-6,`,
      ),
    );
    expect(problems.lines()).toEqual([]);
    expect(releases.map((one) => (one.kind === 'map' ? one.source : ''))).toEqual([
      labo,
      'urn:oid:1.2.250.1.999.1',
    ]);
    expect(new Set(releases.map(({ short }) => short)).size).toBe(2);
  });

  it('names each row that cannot be read with its line, and reads the others', async () => {
    const { elements, problems } = await elementsOf(
      table(
        `labo,A,,2345-7,`,
        `http://loinc.org,A,,2345-7,`,
        `${labo},,Sans code,2345-7,`,
        `${labo},B,,2345-6,`,
        `${labo},C,,07/2345,`,
        `${labo},D,,2345-7,à peu près`,
        `${labo},E,,,equivalent`,
        `${labo},"1,23E+05",,2345-7,`,
        `${labo},OK,,2345-7,equivalent`,
        `${labo},OK,,2345-7,wider`,
        `${labo},OK,,,`,
        `${labo},F,,2345-7,,,trop`,
      ),
    );
    expect(elements).toEqual([['OK', undefined, '2345-7 equivalent']]);
    expect(problems.map((line) => line.replace(/:.*/, ''))).toEqual(
      [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13].map((line) => `line ${line}`),
    );
    expect(problems.join('\n')).toContain('“2345-6” is no LOINC code: its last digit');
    expect(problems.join('\n')).toContain('“1,23E+05” was made a number by a spreadsheet');
  });

  it('without a column that is needed says which there are', async () => {
    const { releases, problems } = await read('code local;code loinc\nA;2345-7\n');
    expect(releases).toEqual([]);
    expect(problems.lines().join()).toMatch(
      /needs the columns local_system.*there are code local, code loinc/,
    );
  });
});

describe('on the server', () => {
  let sandbox: RunningSandbox, connection: Connection;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
    connection = connect({
      ...testSecrets,
      OIDC_ISSUER: sandbox.issuer,
      FHIR_URL: sandbox.fhirUrl,
      DICOMWEB_URL: sandbox.dicomwebUrl,
    });
  }, 240_000);
  afterAll(() => sandbox.stop());

  const imported = async (...paths: string[]) => {
    const { outcomes, problems } = await importTerminologies({ connection, paths, dataDir: folder.at });
    return {
      states: outcomes.map(({ state }) => state),
      counts: outcomes.map(({ count }) => count),
      remarks: outcomes.flatMap(({ remarks }) => remarks).join('\n'),
      problems: problems.lines().join('\n'),
    };
  };
  const translated = async (query: string) => {
    const answer = await readFhir<Parameters>(connection, `ConceptMap/$translate?${query}`);
    return (answer?.parameter ?? [])
      .filter(({ name }) => name === 'match')
      .map(({ part = [] }) => {
        const coding = part.find(({ name }) => name === 'concept')?.valueCoding;
        return [coding?.code, coding?.display, part.find(({ name }) => name === 'equivalence')?.valueCode];
      });
  };
  const map = () =>
    fileOf(
      table(
        `${labo},GLU,Glucose du labo,2345-7,equivalent`,
        `${labo},K,Potassium du labo,2823-3,wider`,
        `${labo},X,Rien,,`,
      ),
    );
  const loinc = () =>
    fileOf(
      'LOINC_NUM,COMPONENT,STATUS,LONG_COMMON_NAME\n2345-7,Glucose,ACTIVE,Glucose in Serum or Plasma\n',
      'Loinc_2.80.csv',
    );

  it('is translated both ways; that LOINC is not loaded to check by is said', async () => {
    const first = await imported(map());
    expect(first).toMatchObject({ states: ['loaded'], counts: [3], problems: '' });
    expect(first.remarks).toMatch(/1 local codes have no LOINC code[^]*http:\/\/loinc.org is not loaded/);
    expect(await translated(`system=${labo}&code=GLU`)).toEqual([['2345-7', undefined, 'equivalent']]);
    expect(await translated(`system=${systems.loinc}&code=2823-3&reverse=true`)).toEqual([
      ['K', 'Potassium du labo', 'narrower'],
    ]);
  });

  it('is checked against the LOINC that comes in the same run: what it does not have is named and left out', async () => {
    const file = map();
    const second = await imported(file, loinc());
    expect(second).toMatchObject({ states: ['loaded', 'loaded'], counts: [1, 2] });
    expect(second.problems).toBe(`${file}, line 3: 2823-3 is not in LOINC 2.80, which is loaded`);
    expect(await translated(`system=${labo}&code=GLU`)).toEqual([
      ['2345-7', 'Glucose in Serum or Plasma', 'equivalent'],
    ]);
    expect(await translated(`system=${labo}&code=K`)).toEqual([]);
    expect((await imported(file)).states).toEqual(['unchanged']);
  });

  it('is listed and removed by its name like the other maps', async () => {
    const [listed] = (await listTerminologies(connection)).filter(({ kind }) => kind === 'map');
    expect(listed).toMatchObject({
      title: `Codes locaux (${labo}) vers LOINC`,
      state: 'complete',
      version: '2026',
    });
    await removeTerminologies(connection, await namedBy(connection, listed?.short ?? ''));
    expect(await translated(`system=${labo}&code=GLU`)).toEqual([]);
    expect((await listTerminologies(connection)).filter(({ kind }) => kind === 'map')).toEqual([]);
  });
});
