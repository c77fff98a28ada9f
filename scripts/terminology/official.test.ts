import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import { afterAll, describe, expect, it } from 'vitest';
import { missing, official, reading, testFolder, valuesOf } from './testing-files.ts';

/** Every reader on the official files of `../shared/data/terminology`: how many there are, and what some of them say. */
const folder = testFolder();
afterAll(folder.end);
const read = (...paths: string[]) => reading(folder.at, ...paths.map((one) => path.join(official, one)));

describe.skipIf(missing)(leftOut('official files', missing), () => {
  it('CIM-10: codes with their point, French subdivisions, flags, what is not coded', async () => {
    const { system, problems } = await read('cim10-fr');
    const { release, concepts } = await system('cim-10');
    expect(problems.lines()).toEqual([]);
    expect(release.version()).toBe('2019');
    expect(concepts.size).toBe(15_751);
    expect(concepts.get('A00.0')).toMatchObject({
      display: 'Choléra à Vibrio cholerae 01, biovar cholerae',
      designation: [{ language: 'fr', value: 'CHOLERA A VIBRIO CHOLERAE 01, BIOVAR CHOLERAE' }],
    });
    expect(valuesOf(concepts.get('A00.0'), 'parent')).toEqual(['A00']);
    expect(valuesOf(concepts.get('A00'), 'subdivided')).toEqual([true]);
    expect(valuesOf(concepts.get('A00'), 'principalDiagnosis')).toEqual([false]);
    expect(concepts.get('C16.9+0')?.display).toContain('familiale liée au gène CDH 1');
    expect(valuesOf(concepts.get('C16.9+0'), 'parent')).toEqual(['C16.9']);
    expect(valuesOf(concepts.get('B24.+1'), 'parent')).toEqual(['B24']);
    expect([...concepts.values()].filter((one) => valuesOf(one, 'subdivided').length > 0)).toHaveLength(1903);
    const roots = [...concepts.values()].filter((one) => valuesOf(one, 'parent').length === 0);
    expect(roots.every(({ code }) => /^[A-Z]\d\d$/.test(code ?? ''))).toBe(true);
  });

  it('CCAM: acts below chapters that are not coded, notes, ends', async () => {
    const { system, gathered, problems } = await read('ccam');
    const { release, concepts } = await system('ccam');
    expect(problems.lines()).toEqual([]);
    expect(release.version()).toBe('2025-01-01');
    const acts = [...concepts.values()].filter(({ code }) => /^[A-Z]{4}\d{3}$/.test(code ?? ''));
    expect([concepts.size, acts.length]).toEqual([10_789, 8593]);
    expect(valuesOf(concepts.get('AAFA001'), 'parent')).toEqual(['000044']);
    expect(valuesOf(concepts.get('000044'), 'notSelectable')).toEqual([true]);
    expect(concepts.get('AAJA001')?.definition).toMatch(/^À l'exclusion de : évacuation\n- de collection/);
    expect(valuesOf(concepts.get('AANL001'), 'inactive')).toEqual([true]);
    expect(gathered.left.map(({ what }) => what)).toContain('LPP, medical devices');
  });

  it('ICD-11: out of its archive, by depth, with blocks that have no block id; its map', async () => {
    const { system, map, problems } = await read('icd11');
    const { release, concepts } = await system('icd-11');
    expect(problems.lines()).toEqual([]);
    expect(release.version()).toBe('2024-01');
    expect(concepts.size).toBe(28 + 1353 + 34_663);
    expect(concepts.get('1A00')?.display).toBe('Cholera');
    expect(valuesOf(concepts.get('1A00'), 'parent')).toEqual(['BlockL2-1A0']);
    expect(valuesOf(concepts.get('BlockL2-1A0'), 'parent')).toEqual(['BlockL1-1A0']);
    expect(valuesOf(concepts.get('BlockL1-1A0'), 'parent')).toEqual(['01']);
    expect(concepts.get('VD04')?.display).toBe('Communicating with - receiving - spoken messages [WHODAS]');
    expect([...concepts.values()].filter((one) => valuesOf(one, 'notSelectable').length > 0)).toHaveLength(
      1381,
    );
    const { elements } = await map('cim-10-icd-11');
    expect(elements).toHaveLength(12_301);
    expect(elements.find(({ code }) => code === 'A00.0')?.target).toMatchObject([
      { code: '1A00&XN8P1', equivalence: 'relatedto' },
    ]);
    expect(elements.filter(({ target }) => target[0]?.equivalence === 'unmatched')).toHaveLength(254);
  });

  it('BDPM: each file in its encoding; drugs, boxes, substances, and both maps', async () => {
    const { system, map, problems } = await read('bdpm');
    const { concepts } = await system('bdpm');
    expect(problems.lines()).toEqual([]);
    expect(concepts.size).toBe(15_848);
    expect(concepts.get('60002283')).toMatchObject({
      display: 'ANASTROZOLE ACCORD 1 mg, comprimé pelliculé',
      designation: [{ value: 'ANASTROZOLE', use: { code: 'substance' } }],
    });
    expect(valuesOf(concepts.get('62869109'), 'route')).toEqual(['orale']);
    expect(valuesOf(concepts.get('69103878'), 'route')).toEqual(['cutanée', 'orale', 'sublinguale']);
    expect([...concepts.values()].filter((one) => valuesOf(one, 'inactive').length > 0)).toHaveLength(1000);
    const boxes = (await system('cip')).concepts;
    expect(boxes.size).toBe(20_899);
    expect(boxes.get('3400949497294')?.display).toBe(
      'ANASTROZOLE ACCORD 1 mg, comprimé pelliculé, plaquette(s) PVC PVDC aluminium de 30 comprimé(s)',
    );
    expect((await map('cip-bdpm')).elements[0]).toEqual({
      code: '3400949497294',
      target: [{ code: '60002283', equivalence: 'wider' }],
    });
    const classes = (await map('bdpm-atc')).elements;
    expect(classes.find(({ code }) => code === '60005856')?.target).toMatchObject([{ code: 'A02BA03' }]);
  });

  it('ATC: as far as French drug files tell, and says what has no title', async () => {
    const { system } = await read('ccam/ucd_tot_table.json.gz', 'bdpm/CIS_MITM.txt');
    const { release, concepts } = await system('atc');
    expect(release).toMatchObject({ isWhole: false });
    expect(concepts.get('L01AD02')?.display).toBe('LOMUSTINE');
    expect(valuesOf(concepts.get('L01AD02'), 'parent')).toEqual(['L01AD']);
    expect(valuesOf(concepts.get('L01AD'), 'notSelectable')).toEqual([true]);
    expect(concepts.get('L')?.display).toBe('Antinéoplasiques et agents immunomodulants');
    const untitled = [...concepts.values()].filter(({ display }) => display === undefined).length;
    expect(release.remarks()[0]).toContain(`${untitled} of ${concepts.size} codes have no title`);
  });

  it('LOINC: two tables whose columns differ are one, with a French variant', async () => {
    const { system, problems } = await read('loinc');
    const { release, concepts } = await system('loinc');
    expect(problems.lines()).toEqual([]);
    expect(release.version()).toBe('2.56');
    const numbers = ['LoincTableCoreTiny.csv', 'hapi-Loinc.csv'].flatMap((name) =>
      readFileSync(path.join(official, 'loinc', name), 'utf8').match(/^"\d+-\d"/gm),
    );
    expect(concepts.size).toBe(new Set(numbers).size);
    expect(concepts.get('10000-8')?.display).toBe('R wave duration in lead AVR');
    expect(valuesOf(concepts.get('10013-1'), 'EXAMPLE_UCUM_UNITS')).toEqual(['mV']);
    expect(release.remarks()).toEqual(['4 French names are of codes that the table does not have']);
  });

  it('SNOMED CT: terms, what is preferred, parents, and what is not active any more', async () => {
    const { system, problems } = await read('snomed-rf2/src/main');
    const { release, concepts } = await system('snomed-ct');
    expect(problems.lines()).toEqual([]);
    expect(release.version()).toBe('http://snomed.info/sct/900000000000207008/version/20180731');
    expect(concepts.size).toBe(103);
    expect(concepts.get('138875005')?.display).toBe('SNOMED CT Concept');
    expect(concepts.get('138875005')?.designation).toContainEqual({
      language: 'en',
      use: expect.objectContaining({ code: '900000000000003001' }) as unknown,
      value: 'SNOMED CT Concept (SNOMED RT+CTV3)',
    });
    expect(
      concepts
        .get('138875005')
        ?.designation?.map(({ value }) => value)
        .join(),
    ).not.toContain('2002-2013');
    expect(valuesOf(concepts.get('106237007'), 'parent').length).toBeGreaterThan(0);
    expect([...concepts.values()].some((one) => valuesOf(one, 'inactive').length > 0)).toBe(true);
  });

  it('SNOMED CT: a Full says what its Snapshot says', async () => {
    const at = 'snomed-rf2/src/main/resources/dummy-snomed-content/RF2Release';
    const [full, snapshot] = await Promise.all(
      ['Full', 'Snapshot'].map(
        async (kind) => (await (await read(`${at}/${kind}`)).system('snomed-ct')).concepts,
      ),
    );
    const both = [...(full?.keys() ?? [])].filter((code) => snapshot?.has(code));
    expect(both.length).toBeGreaterThan(95);
    const differing = both.filter(
      (code) => JSON.stringify(full?.get(code)?.display) !== JSON.stringify(snapshot?.get(code)?.display),
    );
    expect(differing).toEqual([]);
  });

  it('UCUM: units, and metric ones with their prefixes', async () => {
    const { system, problems } = await read('ucum');
    const { release, concepts } = await system('ucum');
    expect(problems.lines()).toEqual([]);
    expect(release.version()).toBe('2.2');
    expect(['m', 'mmol', 'mg', 'kPa', '[degF]', 'mm[Hg]'].filter((code) => !concepts.has(code))).toEqual([]);
    expect(concepts.get('cd')?.display).toBe('candela');
    expect(concepts.get('mg')?.display).toBe('milligram');
    expect(concepts.get('[degF]')?.designation?.[0]?.value).toBe('°F');
  });

  it('communes: with arrondissements, and delegated ones', async () => {
    const { system, problems } = await read('cog');
    const { release, concepts } = await system('communes');
    expect(problems.lines()).toEqual([]);
    expect(release.version()).toBe('2020');
    expect(concepts.size).toBe(37_235);
    expect(concepts.get('01001')?.display).toBe("L'Abergement-Clémenciat");
    expect(valuesOf(concepts.get('69381'), 'parent')).toEqual(['69123']);
    expect(concepts.has('2A004')).toBe(true);
  });

  it('knows every folder: what is not read is said', async () => {
    const { gathered, problems } = await read(
      ...readdirSync(official).filter((name) => !['snomed-rf2'].includes(name)),
    );
    expect(problems.lines()).toEqual([]);
    const unread = gathered.left.map(({ name }) => path.relative(official, name).split('/')[0]);
    expect([...new Set(unread)].sort()).toEqual(['ansm', 'ccam', 'names']);
  });
});
