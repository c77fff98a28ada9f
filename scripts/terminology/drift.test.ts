import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { dotted } from './readers/cim10.ts';
import { reading, testFolder, valuesOf } from './testing-files.ts';

/** What releases to come, exports and transfers do to files: columns, encodings, ends of lines, broken rows, broken files. */
const folder = testFolder();
afterAll(folder.end);
let made = 0;
const fileOf = (name: string, content: string | Uint8Array): string =>
  folder.file(`${(made += 1)}/${name}`, content);
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const read = (...paths: string[]) => reading(folder.at, ...paths);

const cim = 'A00   |3|NNNN|3|CHOLERA|Choléra\r\nA000  |0|NOOO|0|CHOLERA A|Choléra à Vibrio\r\n';
const loincHeader = '"LOINC_NUM","COMPONENT","STATUS","LONG_COMMON_NAME","SHORTNAME","CLASS"';

it('a folder is found by whatever path leads to it', async () => {
  const at = path.dirname(fileOf('.hidden/inside/LIBCIM10MULTI-2024.TXT', latin1(cim)));
  for (const named of [at, path.relative(process.cwd(), at), path.join(at, '..', 'inside')]) {
    const { concepts } = await (await read(named)).system('cim-10');
    expect(concepts.size, named).toBe(2);
  }
});

describe('encodings', () => {
  it.each<[string, Uint8Array]>([
    ['Latin-1', latin1(cim)],
    ['UTF-8', Buffer.from(cim)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${cim}`)],
    ['UTF-16', Buffer.from(`\uFEFF${cim}`, 'utf16le')],
    ['gzip', gzipSync(latin1(cim))],
    ['LF and empty lines', latin1(`\n${cim.replaceAll('\r\n', '\n\n')}\n`)],
    ['no line end at the end', latin1(cim.trimEnd())],
  ])('%s', async (_, bytes) => {
    const { system, problems } = await read(fileOf('LIBCIM10MULTI-2024.TXT', bytes));
    const { concepts } = await system('cim-10');
    expect(problems.lines()).toEqual([]);
    expect([...concepts.values()].map(({ display }) => display)).toEqual(['Choléra', 'Choléra à Vibrio']);
  });

  it('of two files of one distribution differ; the sign that Latin-1 does not have is read', async () => {
    const row = (cis: string, name: string) =>
      `${cis}\t${name}\tcomprimé\torale\tAutorisation active\tNationale\tCommercialisée\t01/02/2020\t\t\t LABO\tNon\r\n`;
    const { system } = await read(
      fileOf(
        'CIS_bdpm.txt',
        Buffer.concat([
          latin1(row('60000001', 'C')),
          Buffer.from([0x36]),
          latin1(row('0000002', 'L')),
          Buffer.from('60000003\tC'),
          Buffer.from([0x9c]),
          latin1('UR\tx\ty\tAutorisation active\tN\tC\t01/02/2020\t\t\t L\tNon'),
        ]),
      ),
    );
    const { concepts } = await system('bdpm');
    expect(concepts.get('60000003')?.display).toBe('CœUR');
    expect(valuesOf(concepts.get('60000001'), 'form')).toEqual(['comprimé']);
  });
});

describe('columns', () => {
  it('of LOINC that moved, were added, or are written small', async () => {
    const { system, problems } = await read(
      fileOf(
        'Loinc.csv',
        `loinc_num,new_column,long_common_name,status,COMPONENT\n1-8,x,"One, ""two""\nthree",ACTIVE,c\n2-6,,Two,DEPRECATED,c\n`,
      ),
    );
    const { concepts } = await system('loinc');
    expect(problems.lines()).toEqual([]);
    expect(concepts.get('1-8')?.display).toBe('One, "two"\nthree');
    expect(valuesOf(concepts.get('2-6'), 'inactive')).toEqual([true]);
  });

  it('that are missing are named', async () => {
    const { system, problems } = await read(
      fileOf('communes2030.csv', 'TYPECOM,COM,REG,LIBELLE\nCOM,01001,84,Ambérieu\n'),
    );
    expect((await system('communes')).concepts.get('01001')?.display).toBe('Ambérieu');
    expect(problems.lines()).toEqual([]);
    const variant = await read(
      fileOf('Loinc.csv', `${loincHeader}\n"1-8","c","ACTIVE","One","O","x"\n`),
      fileOf(
        'frFR18LinguisticVariant.csv',
        '"LOINC_NUM","COMPONENT","LinguisticVariantDisplayName"\n"1-8","composant","Un"\n"nope","c","Deux"\n',
      ),
      fileOf('deDE15LinguisticVariant.csv', '"LOINC_NUM","COMPONENT"\n"1-8","Teil"\n'),
    );
    const { release, concepts } = await variant.system('loinc');
    expect(concepts.get('1-8')?.designation?.[0]).toMatchObject({ language: 'fr-FR', value: 'Un' });
    expect(variant.problems.lines()).toEqual([
      expect.stringMatching(/frFR18.*, line 3: “nope” is no LOINC number/),
    ]);
    expect(release.remarks()).toEqual(['1 variants of other languages than French are left out']);
  });
});

describe('rows that cannot be read', () => {
  it('are named with file and line, counted, and the rest goes on', async () => {
    const rows = [
      'A00   |3|NNNN|3|X|Un',
      'A000  |0|NOOO',
      'ZZZ|0|NOOO|0|X|Deux',
      'A001  |0|NOOO|0||',
      'A002  |9?|NOOO|0|X|Y',
      'A003  |0|NOOO|0|X|Trois',
    ];
    const { system, problems } = await read(fileOf('LIBCIM10MULTI-2024.TXT', latin1(rows.join('\n'))));
    expect([...(await system('cim-10')).concepts.keys()]).toEqual(['A00', 'A00.3']);
    expect(problems.count).toBe(4);
    expect(problems.list().map(({ line, reason }) => [line, reason])).toEqual([
      [2, '3 fields instead of 6'],
      [3, '“ZZZ” is no code of the CIM-10'],
      [4, 'no label'],
      [5, 'its flags are none that are known'],
    ]);
  });

  it('of a CSV: a quotation mark that is never closed swallows no other row', async () => {
    const lines = Array.from({ length: 400 }, (_, i) => `"${i + 1}-1","c","ACTIVE","Name ${i}","","x"`);
    lines[10] = '"11-1","c","ACTIVE","Name 10,"","x"';
    const { system, problems } = await read(fileOf('Loinc.csv', `${loincHeader}\n${lines.join('\n')}\n`));
    const { concepts } = await system('loinc');
    expect(concepts.size).toBe(399);
    expect(problems.lines()).toEqual([
      expect.stringMatching(/Loinc.csv, line 12: a quotation mark is never closed/),
    ]);
  });

  it('are told by the first twenty of a file and how many more', async () => {
    const rows = Array.from({ length: 100 }, (_, i) =>
      i % 3 === 0 ? `A0${i % 10}   |0|NOOO|0|X|Un` : `A00${i % 10}  |0|NOOO|0|X|Un${i > 60 ? '|' : ''}`,
    );
    const { system, problems } = await read(fileOf('LIBCIM10MULTI-2024.TXT', latin1(rows.join('\n'))));
    await system('cim-10');
    const broken = rows.filter((row) => row.endsWith('|')).length;
    expect(problems.count).toBe(broken);
    expect(problems.lines().at(-1)).toContain(`${broken - 20} more rows like these`);
  });
});

describe('files', () => {
  const archive = zipSync({ 'LIBCIM10MULTI.TXT': latin1(cim), 'other.txt': latin1(cim) }, { level: 0 });
  const kinds: [string, string | Uint8Array, RegExp][] = [
    ['nothing.csv', '', /the file is empty/],
    ['letter.txt', 'Bonjour\n', /not recognised by its content; expected LOINC/],
    ['other.xml', '<html/>', /XML that is not UCUM/],
    ['broken.zip', archive.slice(0, archive.length / 2), /a damaged zip archive/],
    ['short.zip', archive.slice(0, -10), /a damaged zip archive: it ends too early/],
    ['other.zip', zipSync({ 'a.txt': strToU8('nothing') }), /without a terminology/],
  ];
  it.each(kinds)('%s is an error that says what was expected', async (name, content, words) => {
    const { problems, releases } = await read(fileOf(name, content));
    expect(problems.lines().join()).toMatch(words);
    expect(releases).toEqual([]);
  });

  it('that are broken further on end with an error that names them', async () => {
    const gz = gzipSync(
      Buffer.from(
        Array.from(
          { length: 20_000 },
          (_, i) => `A${String(i % 100).padStart(2, '0')}${i % 10}  |0|NOOO|0|X|M${i * 7919}\n`,
        ).join(''),
      ),
    );
    const { system } = await read(fileOf('LIBCIM10MULTI-2024.TXT.gz', gz.subarray(0, gz.length - 2000)));
    await expect(system('cim-10')).rejects.toThrow(/LIBCIM10MULTI-2024.TXT.gz: damaged gzip data/);
    const json = await read(fileOf('ccam.json', '[{"code":"AAFA001","type_acte":"0","libelle_long":"x"}, {'));
    await expect(json.system('ccam')).rejects.toThrow(/ccam.json: not valid JSON/);
    const xml = await read(
      fileOf('ucum-essence.xml', '<root xmlns="http://unitsofmeasure.org/ucum-essence"><unit>'),
    );
    await expect(xml.system('ucum')).rejects.toThrow(/ucum-essence.xml: not well-formed XML \(line 1\)/);
    const columns = await read(fileOf('x.txt', 'Foundation URI\tBlockId\tClassKind\nx\ty\tchapter\n'));
    await expect(columns.system('icd-11')).rejects.toThrow(
      /x.txt: the columns CODE, TITLE, CHAPTERNO are missing/,
    );
  });

  it('in an archive, in folders, beside what is none', async () => {
    const { system, gathered } = await read(
      fileOf(
        'cim-10-2025.zip',
        zipSync({
          'doc/notice.pdf': strToU8('%PDF'),
          'doc/x.csv': strToU8('a,b\n1,2\n'),
          'data/LIBCIM10MULTI.TXT': latin1(cim),
        }),
      ),
    );
    const { release, concepts } = await system('cim-10');
    expect([release.version(), concepts.size]).toEqual(['2025', 2]);
    expect(gathered.left).toMatchObject([{ what: 'not recognised by its content' }]);
  });

  it('of CPT are refused for their licence, those beside a table without it are said', async () => {
    const cpt = await read(fileOf('cpt.csv', 'CPT Code,Description\n99213,Visit\n'));
    expect(cpt.gathered.left[0]?.what).toContain('AMA');
    const alone = await read(
      fileOf('CIS_COMPO_bdpm.txt', '60002283\tcomprimé\t42215\tANASTROZOLE\t1 mg\tun comprimé\tSA\t1\t\n'),
    );
    expect(alone.problems.lines().join()).toContain('CIS_bdpm is needed beside it');
  });
});

describe('SNOMED CT', () => {
  const concept = (rows: string[]) =>
    `id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId\n${rows.join('\n')}\n`;
  const terms = (rows: string[]) =>
    `id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId\n${rows.join('\n')}\n`;
  const core = '900000000000207008',
    french = '11000315107';
  const edition = (at: string) => ({
    [`${at}/Snapshot/Terminology/sct2_Concept_Snapshot_INT_20240101.txt`]: strToU8(
      concept([`100000001\t20240101\t1\t${core}\tx`, `100000002\t20240101\t0\t${core}\tx`]),
    ),
    [`${at}/Snapshot/Terminology/sct2_Description_Snapshot-en_INT_20240101.txt`]: strToU8(
      terms([`1\t20240101\t1\t${core}\t100000001\ten\t900000000000013009\tHeart "attack\tx`]),
    ),
  });

  it('an extension joins its edition, terms in its language; quotation marks are letters', async () => {
    const { system, problems } = await read(
      fileOf('edition.zip', zipSync(edition('SnomedCT_International'))),
      fileOf(
        'extension.zip',
        zipSync({
          'SnomedCT_FR/Snapshot/Terminology/sct2_Concept_Snapshot_FR1000315_20240601.txt': strToU8(
            concept([`100000003\t20240601\t1\t${french}\tx`]),
          ),
          'SnomedCT_FR/Snapshot/Terminology/sct2_Description_Snapshot-fr_FR1000315_20240601.txt': strToU8(
            terms([`2\t20240601\t1\t${french}\t100000001\tfr\t900000000000013009\tInfarctus\tx`]),
          ),
          'SnomedCT_FR/Snapshot/Refset/Language/der2_cRefset_LanguageSnapshot-fr_FR1000315_20240601.txt':
            strToU8(
              `id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tacceptabilityId\na\t20240601\t1\t${french}\t9\t2\t900000000000548007\n`,
            ),
        }),
      ),
    );
    const { release, concepts } = await system('snomed-ct');
    expect(problems.lines()).toEqual([]);
    expect(release.version()).toBe(`http://snomed.info/sct/${french}/version/20240601`);
    expect(concepts.get('100000001')).toMatchObject({
      display: 'Heart "attack',
      designation: [{ language: 'fr', value: 'Infarctus', use: { code: '900000000000548007' } }],
    });
    expect(valuesOf(concepts.get('100000002'), 'inactive')).toEqual([true]);
    expect(concepts.has('100000003')).toBe(true);
  });

  it('two releases of one edition are not mixed; a Delta alone is no release', async () => {
    const twice = await read(fileOf('a.zip', zipSync(edition('A'))), fileOf('b.zip', zipSync(edition('B'))));
    expect(twice.releases).toEqual([]);
    expect(twice.problems.lines().join()).toContain('one of several releases of SNOMED CT');
    const delta = await read(
      fileOf('sct2_Concept_Delta_INT_20240101.txt', concept([`100000001\t20240101\t1\t${core}\tx`])),
    );
    expect(delta.releases).toEqual([]);
    expect(delta.gathered.left[0]?.what).toContain('Snapshot or Full is needed');
  });
});

it.each([
  ['A00', { code: 'A00', mark: '' }],
  ['A000  ', { code: 'A00.0', mark: '' }],
  ['A00.0', { code: 'A00.0', mark: '' }],
  ['B24+0 ', { code: 'B24.+0', mark: '' }],
  ['C169+8', { code: 'C16.9+8', mark: '' }],
  ['A170†', { code: 'A17.0', mark: 'dagger' }],
  ['A17.0+', { code: 'A17.0', mark: 'dagger' }],
  ['G01*', { code: 'G01', mark: 'asterisk' }],
  ['I', null],
  ['A00-A09', null],
])('the code %s', (raw, code) => {
  expect(dotted(raw)).toEqual(code);
});
