import { systems } from '@keneyapp/fhir-model/systems';
import { signInOverHttp } from '@keneyapp/config/testing';
import { describe, expect, it } from 'vitest';
import { bff, doctor, fhir, localCodes, read, record, sandbox, write } from './testing-terminology.ts';
import type {
  AbbreviationsView,
  CodesView,
  ConceptView,
  FoundConcept,
  HospitalAbbreviations,
  ReleasesView,
  ServiceChoice,
  ServiceFavouritesView,
  Suggestions,
  UncodedView,
} from './view.ts';

const cim = (code: string) => ({ system: systems.cim10, code });
const stored = async () => (await read<AbbreviationsView>('abbreviations')).data;
const save = async (change: (value: HospitalAbbreviations) => HospitalAbbreviations, version?: number) => {
  const view = await stored();
  return write<null>('saveAbbreviations', { value: change(view.hospital), version: version ?? view.version });
};
const suggested = async (text: string, who = doctor) =>
  (await read<Suggestions>('suggest', { field: 'Condition.code', text }, who)).data;

describe('what is for whom', () => {
  it.each(['medecin', 'infirmier', 'secretaire', 'admin', 'dpo', 'patient'])(
    'the keeper’s pages are closed to %s',
    async (username) => {
      const who = await signInOverHttp(bff, sandbox, username);
      const asked: [string, unknown][] = [
        ['releases', undefined],
        ['find', { system: systems.cim10, text: 'infarctus' }],
        ['concept', cim('I10')],
        ['codes', { codes: ['I10'] }],
        ['abbreviations', undefined],
        ['services', undefined],
        ['serviceFavourites', { serviceId: 'cardio' }],
        ['uncoded', undefined],
      ];
      for (const [name, input] of asked)
        expect((await read(name, input, who)).error, name).toMatchObject({
          code: 'FORBIDDEN',
          reason: 'role',
        });
      const choice = { ...cim('I10'), field: 'Condition.code', serviceId: 'cardio', isFavourite: true };
      const value = { own: [], hidden: ['HTA'] };
      expect((await write('setServiceFavourite', choice, who)).error).toMatchObject({ code: 'FORBIDDEN' });
      expect((await write('saveAbbreviations', { value, version: 0 }, who)).error).toMatchObject({
        code: 'FORBIDDEN',
      });
      expect((await stored()).hospital.hidden).toEqual([]);
    },
  );
});

describe('releases', () => {
  it('say how much of what is loaded, what searches it, and what is missing for which field', async () => {
    const { data } = await read<ReleasesView>('releases');
    expect(data.isReachable).toBe(true);
    expect(data.releases.find(({ system }) => system === systems.cim10)).toMatchObject({
      title: 'CIM-10 entière',
      version: '2026',
      isSample: false,
      copyright: 'Essai',
      fields: ['Condition.code'],
      search: 'ready',
    });
    expect(data.releases.find(({ system }) => system === systems.atc)).toMatchObject({ isSample: true });
    expect(data.unfinished).toEqual([]);
    expect(data.missing).toContainEqual({
      system: systems.ccam,
      fields: ['Procedure.code', 'ServiceRequest.code'],
    });
    expect(data.missing.map(({ system }) => system)).not.toContain(systems.cim10);
  });
});

describe('a code', () => {
  it('is found by words and fragments, in one system', async () => {
    const { data } = await read<FoundConcept[]>('find', { system: systems.cim10, text: 'infar myoc' });
    expect(data[0]).toMatchObject({ code: 'I21.9' });
    const ofShort = await read<FoundConcept[]>('find', { system: systems.cim10, text: 'hta' });
    expect(ofShort.data?.map(({ meaning }) => meaning)).toContainEqual({
      short: 'HTA',
      text: expect.stringMatching(/hypertension artérielle/i) as string,
    });
    expect((await read<FoundConcept[]>('find', { system: systems.atc, text: 'infar myoc' })).data).toEqual(
      [],
    );
  });
  it('tells its words, neighbours, maps, short forms, and how often the record has it under any of its addresses', async () => {
    const before = (await read<ConceptView>('concept', cim('I10'))).data;
    expect(before).toMatchObject({
      display: 'Hypertension essentielle (primitive)',
      parents: [{ code: 'IX', display: 'Maladies de l’appareil circulatoire' }],
      children: [],
      moreChildren: 0,
      maps: [{ system: systems.snomed, code: '38341003', equivalence: 'equivalent' }],
    });
    expect(before.designations.map(({ text }) => text)).toContain('Essential (primary) hypertension');
    expect(before.abbreviations).toContain('HTA');
    expect(before.uses).toEqual([{ field: 'Condition.code', count: 0 }]);
    expect((await read<ConceptView>('concept', cim('IX'))).data.children.map(({ code }) => code)).toEqual([
      'I10',
      'I21.9',
    ]);
    await record('Hypertension essentielle (primitive)', cim('I10'));
    // as another system wrote it
    await fhir.create({
      resourceType: 'Condition',
      subject: { reference: 'Patient/p1' },
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10' }] },
    });
    expect((await read<ConceptView>('concept', cim('I10'))).data.uses).toEqual([
      { field: 'Condition.code', count: 2 },
    ]);
  });
  it('of LOINC tells the laboratory’s own codes that are mapped to it, and each of those tells where it leads', async () => {
    const loinc = { system: systems.loinc, code: '2345-7' };
    const local = { system: localCodes, code: 'GLU' };
    expect((await read<ConceptView>('concept', loinc)).data.maps).toMatchObject([
      { ...local, display: 'Glycémie du laboratoire', equivalence: 'narrower' },
    ]);
    expect((await read<ConceptView>('concept', local)).data).toMatchObject({
      ...local,
      display: 'Glycémie du laboratoire',
      maps: [{ ...loinc, display: 'Glucose', equivalence: 'wider' }],
      uses: [],
    });
    expect((await read('concept', { ...local, code: 'NA' })).error).toMatchObject({ code: 'NOT_FOUND' });
  });
  it('that is not loaded is not found, and a code of another system has no short forms of CIM-10', async () => {
    expect((await read('concept', cim('Z99.9'))).error).toMatchObject({ code: 'NOT_FOUND' });
    const { data } = await read<ConceptView>('concept', { system: systems.atc, code: 'C07AB07' });
    expect(data.abbreviations).toEqual([]);
  });
});

describe('abbreviations', () => {
  it('of the hospital lead to their code in the coded field at once, and no longer once they are taken back', async () => {
    expect((await suggested('zqx')).lines).toEqual([]);
    const { error } = await save(({ own, hidden }) => ({
      own: [...own, { short: 'ZQX', meanings: [{ text: 'Zone quelconque', cim10: ['I21.9'] }] }],
      hidden,
    }));
    expect(error).toBeUndefined();
    expect((await suggested('zqx')).lines[0]).toMatchObject({
      code: 'I21.9',
      meaning: { short: 'ZQX', text: 'Zone quelconque' },
    });
    expect(await stored()).toMatchObject({ changedBy: 'Louise Aubert' });
    await save(({ own, hidden }) => ({ own: own.filter(({ short }) => short !== 'ZQX'), hidden }));
    expect((await suggested('zqx')).lines).toEqual([]);
  });
  it('that are shipped are hidden and taken back', async () => {
    expect((await suggested('hta')).lines[0]).toMatchObject({ code: 'I10', meaning: { short: 'HTA' } });
    await save(({ own }) => ({ own, hidden: ['HTA'] }));
    expect((await suggested('hta')).lines.filter(({ meaning }) => meaning)).toEqual([]);
    await save(({ own }) => ({ own, hidden: [] }));
    expect((await suggested('hta')).lines[0]).toMatchObject({ code: 'I10' });
  });
  it('that somebody else saved meanwhile are not written over', async () => {
    const { version } = await stored();
    expect((await save((value) => ({ ...value, hidden: ['IDM'] }))).error).toBeUndefined();
    const late = await save((value) => ({ ...value, hidden: ['BPCO'] }), version);
    expect(late.error).toMatchObject({ code: 'PRECONDITION_FAILED' });
    expect((await stored()).hospital.hidden).toEqual(['IDM']);
    await save((value) => ({ ...value, hidden: [] }));
  });
  it('name no code that the whole classification does not have, and each only once', async () => {
    const of = (short: string, ...cim10: string[]) => ({ short, meanings: [{ text: 'Essai', cim10 }] });
    const unknown = await save(({ hidden }) => ({ own: [of('ZQY', 'I10', 'I99.8')], hidden }));
    expect(unknown.error).toMatchObject({
      code: 'BAD_REQUEST',
      issues: [{ path: ['own', 'ZQY', 'I99.8'], message: 'unknown-code' }],
    });
    expect((await save(({ hidden }) => ({ own: [of('ZQY'), of('zqy')], hidden }))).error).toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect((await save(({ hidden }) => ({ own: [of('ZQY', 'pas un code')], hidden }))).error).toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect((await stored()).hospital.own).toEqual([]);
    expect((await read<CodesView>('codes', { codes: ['I10', 'I99.8'] })).data).toEqual({
      codes: [
        { code: 'I10', display: 'Hypertension essentielle (primitive)' },
        { code: 'I99.8', display: null },
      ],
      release: 'whole',
    });
  });
});

describe('favourites of a service', () => {
  const choice = (code: string, isFavourite: boolean, serviceId = 'cardio') => ({
    ...cim(code),
    field: 'Condition.code',
    serviceId,
    isFavourite,
  });
  const kept = async (serviceId: string) =>
    (await read<ServiceFavouritesView>('serviceFavourites', { serviceId })).data.favourites;

  it('come first for who works there, for nobody else, and are taken away again', async () => {
    expect((await read<ServiceChoice[]>('services')).data).toEqual([
      { id: 'cardio', name: 'Cardiologie' },
      { id: 'urgences', name: 'Urgences' },
    ]);
    expect((await write('setServiceFavourite', choice('E11.9', true))).error).toBeUndefined();
    expect(await kept('cardio')).toEqual([
      { field: 'Condition.code', ...cim('E11.9'), display: 'Diabète sucré de type 2, sans complication' },
    ]);
    expect(await kept('urgences')).toEqual([]);
    expect((await suggested('')).lines).toContainEqual(
      expect.objectContaining({ code: 'E11.9', isFavourite: true }),
    );
    const nurse = await signInOverHttp(bff, sandbox, 'infirmier2');
    expect((await suggested('', nurse)).lines).toEqual([]);
    await write('setServiceFavourite', choice('E11.9', false));
    expect(await kept('cardio')).toEqual([]);
  });
  it('are codes that are loaded, of a service that there is', async () => {
    expect((await write('setServiceFavourite', choice('I99.8', true))).error).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await write('setServiceFavourite', choice('I10', true, 'nowhere'))).error).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await kept('nowhere')).toEqual([]);
  });
});

describe('words without a code', () => {
  it('are counted however they are written, and tell of nobody', async () => {
    await record('Syndrome de Tralala', null);
    await record('syndrome de  tralala', null);
    await record('Autre chose', null);
    const { data, status } = await read<UncodedView>('uncoded');
    expect(status).toBe(200);
    expect(data.isTruncated).toBe(false);
    expect(data.lines.slice(0, 2)).toMatchObject([
      { field: 'Condition.code', count: 2 },
      { text: 'Autre chose', count: 1 },
    ]);
    expect(data.lines[0]?.text.toLowerCase()).toContain('tralala');
    expect(data.lines[0]?.latest).toMatch(/^\d{4}-\d\d-\d\dT/);
    // neither whose they are nor where they stand
    expect(JSON.stringify(data)).not.toMatch(/Nomsecret|Zoé|p1\b|Patient\/|Condition\/|Moreau/);
    expect(Object.keys(data.lines[0] ?? {}).sort()).toEqual(['count', 'field', 'latest', 'text']);
  });
});
