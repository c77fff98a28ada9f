import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connectFhir, FhirError, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import { leftOut } from '@keneyapp/config/left-out';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken } from '@keneyapp/config/testing';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rankedHits } from './hits.ts';
import { patientNumbers } from './numbers.ts';
import { readQuery } from './query.ts';
import { findPatients } from './search.ts';

/** What people type, against a server that knows the search parameters of FHIR R4 and no others of ours. */
const folder = path.resolve(import.meta.dirname, '../../../../../../shared/data/found/search-joined-names');
const missing = existsSync(folder) ? null : '../shared/data/found is missing';
const today = { year: 2026, month: 11, day: 24 };
const now = new Date('2026-11-24T10:00:00Z');
let server: FhirServer;
let fhir: FhirClient;

const person = (id: string, family: string, given: string[], more: Partial<Patient> = {}) => ({
  resourceType: 'Patient' as const,
  id: `typed-${id}`,
  gender: 'female' as const,
  birthDate: '1957-03-14',
  name: [{ use: 'official' as const, family, given }],
  ...more,
});
const ipp = (value: string) => ({ identifier: [{ system: 'https://keneyapp.example/ipp', value }] });
const people: (Patient & { id: string })[] = [
  person('durand', 'Zzdurand', ['Zzjeanne'], {
    ...ipp('860100001'),
    name: [
      { use: 'official', family: 'Zzdurand', given: ['Zzjeanne'] },
      { use: 'usual', family: 'Zzlemoine', given: ['Zzjeanne'] },
    ],
  }),
  person('twin', 'Zbebe2', ['Awa']),
  person('guessan', 'Z’Zguessan', ['Awa']),
  person('gall', 'Zle Gall', ['Yann']),
  person('santos', 'Zdos Santos', ['Ana']),
  person('pierre', 'Zroux', ['Zjean-Pierre']),
  person('exupery', 'Saint-Zexupéry', ['Antoine']),
  person('year', 'Zyear', ['Paul'], { birthDate: '1984' }),
  person('month', 'Zyear', ['Marc'], { birthDate: '1984-07' }),
  person('other', 'Zyear', ['Luc'], { birthDate: '1985' }),
  person('day', 'Zyear', ['Jean'], { birthDate: '1984-01-01' }),
];

beforeAll(async () => {
  const sandbox = await sharedSandbox();
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  for (const one of people) await fhir.update(one);
  if (missing === null) {
    const { entry = [] } = JSON.parse(
      readFileSync(path.join(folder, 'names.json'), 'utf8'),
    ) as Bundle<Patient>;
    for (const { resource } of entry) if (resource?.id) await fhir.update(resource);
  }
});
afterAll(() => server.close());

async function find(typed: string): Promise<string[]> {
  const query = readQuery(typed, today);
  const { candidates } = await findPatients(fhir, query, 20, patientNumbers(fhir));
  return rankedHits(candidates, query, now).map((hit) => hit.id.replace('typed-', ''));
}

describe('what people type', () => {
  it.each([
    ['Mme Zzdurand', 'durand'],
    ['M. ZZDURAND', 'durand'],
    ['Docteur zzdurand zzjeanne', 'durand'],
    ['née zzlemoine', 'durand'],
    ['zzdurand née le 14/03/1957', 'durand'],
    ['IPP 860100001', 'durand'],
    ['ipp:860100001', 'durand'],
    ['8601', 'durand'],
    ['IPP 8601', 'durand'],
    ['zzdurand 8601', 'durand'],
    ['8602', ''],
    ['zzjeanne zzdurant', 'durand'],
    ['zzduran zzjeanne', 'durand'],
    ['zzdruand', 'durand'],
    ['zzdurrand', 'durand'],
    ['zzlemoyne', 'durand'],
    ['zbebe2', 'twin'],
    ['Zbebe2 awa', 'twin'],
    ['zzguessan', 'guessan'],
    ["z'zguessan", 'guessan'],
    ['zlegall', 'gall'],
    ['zdossantos', 'santos'],
    ['zdossant', 'santos'],
    ['zjeanpierre zroux', 'pierre'],
    ['zjeanpierre', 'pierre'],
    ['st zexupery', 'exupery'],
    ['stzexupery', ''],
    ['saint zexupery', 'exupery'],
    ['saintzexupery', 'exupery'],
  ])('%s', async (typed, first) => {
    expect((await find(typed))[0] ?? '').toBe(first);
  });
  it('a day, where the year or the month alone is known, and nobody of another', async () => {
    expect((await find('zyear 12/07/1984')).sort()).toEqual(['month', 'year']);
    expect((await find('zyear 01/01/1984')).sort()).toEqual(['day', 'year']);
    expect((await find('zyear 07/1984')).sort()).toEqual(['month', 'year']);
  });
  it.each(['Zqarvo', 'Zjotimel', 'Zbuporage', 'Zfudilomacente', 'Zkemulivorandazubekirtan'])(
    '%s with one letter off, wherever it is',
    async (family) => {
      const id = `typed-off-${family.length}`;
      await fhir.update({ ...person('off', family, ['Awa']), id });
      const name = family.toLowerCase();
      const wrong = [...name].flatMap((letter, at) => {
        const [before, behind] = [name.slice(0, at), name.slice(at + 1)];
        const exchanged = `${before}${behind[0] ?? ''}${letter}${behind.slice(1)}`;
        return [`${before}w${behind}`, `${before}${behind}`, `${before}w${letter}${behind}`, exchanged];
      });
      for (const typed of wrong)
        expect({ typed, found: await find(typed) }).toMatchObject({ found: [id.replace('typed-', '')] });
    },
  );
  it('nobody for what is two letters off, nor for a word more', async () => {
    expect(await find('zzdorant')).toEqual([]);
    expect(await find('zzdurand zzalbertine')).toEqual([]);
  });
});

describe('what the server did not answer', () => {
  /** The same server, but for the searches that `isLeftOut` says. */
  const without = (isLeftOut: (params: object) => boolean): Pick<FhirClient, 'batchSearch'> => ({
    batchSearch: async (searches) =>
      (await fhir.batchSearch(searches)).map((answer, i) =>
        isLeftOut(searches[i]?.params ?? {}) ? new FhirError(501, null) : answer,
      ),
  });
  const ask = (typed: string, isLeftOut: (params: object) => boolean) =>
    findPatients(without(isLeftOut) as FhirClient, readQuery(typed, today));

  it('is never "none"', async () => {
    const isMiddle = (params: object) => 'name:contains' in params;
    expect(await ask('zznobody', isMiddle)).toEqual({ candidates: [], hasMore: false, isPartial: true });
    expect(await ask('zznobody', () => false)).toMatchObject({ candidates: [], isPartial: false });
    const found = await ask('zzdurand', isMiddle);
    expect(found.candidates.map((c) => c.patient.id)).toEqual(['typed-durand']);
    expect(found.isPartial).toBe(true);
    await expect(ask('zznobody', () => true)).rejects.toThrow(FhirError);
  });
  it('is little of a long name: it takes few parts to say that there is nobody', async () => {
    const asked: number[] = [];
    const counting = {
      batchSearch: (searches: Parameters<FhirClient['batchSearch']>[0]) => {
        asked.push(searches.length);
        return fhir.batchSearch(searches);
      },
    } as FhirClient;
    const typed = 'Zzqarbelomendi Zzqoterivandol 12/11/1951';
    expect(await findPatients(counting, readQuery(typed, today))).toMatchObject({ candidates: [] });
    expect(asked).toEqual([1, 7]);
  });
  it('is no part of a date: a server may take one bound below it and one above, and no list (HAPI-1924, HAPI-1930)', async () => {
    const isTooMuch = (params: { birthdate?: string | string[] }) => {
      const values = [params.birthdate ?? []].flat();
      const bounds = (...of: string[]) =>
        values.filter((value) => /^\d/.test(value) || of.includes(value.slice(0, 2))).length;
      return (
        bounds('gt', 'ge', 'sa') > 1 ||
        bounds('lt', 'le', 'eb') > 1 ||
        values.some((value) => value.includes(','))
      );
    };
    for (const date of ['12/07/1984', '07/1984', '1984']) {
      expect(await ask(`zznobody zzanywhere ${date}`, isTooMuch)).toEqual({
        candidates: [],
        hasMore: false,
        isPartial: false,
      });
      const { candidates } = await ask(`zyear ${date}`, isTooMuch);
      expect(candidates.map(({ patient }) => patient.birthDate)).toContain('1984');
    }
  });
});

describe.skipIf(missing)(leftOut('names found elsewhere', missing), () => {
  it.each([
    ['zbugobrien', 'zbug-n01'],
    ['jeanchristophe zbugde', 'zbug-n02'],
    ['jeanchristophe', 'zbug-n02'],
    ['zbugsaintetienne', 'zbug-n21'],
    ['zbugannee 12/07/1984', 'zbug-n10'],
    ['李', 'zbug-n19'],
    ['山', 'zbug-n20'],
    ['山田', 'zbug-n20'],
    ['山田太郎', 'zbug-n20'],
    ['山田 太郎', 'zbug-n20'],
    ['太郎山田', 'zbug-n20'],
  ])('%s', async (typed, id) => {
    expect(await find(typed)).toContain(id);
  });
});
