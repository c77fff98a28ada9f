// Long because its cases share one application and one record, which take seconds to start.
import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { Visitor } from '@keneyapp/config/testing';
import { describe, expect, it } from 'vitest';
import type { AppRouter } from '../../app-router.ts';
import { careTeamOf } from '../../testing-access.ts';
import type { inferRouterOutputs } from '@trpc/server';
import type { IdentityFile, PatientBanner, PatientSearchResult, RecentPatient } from './view.ts';
import {
  type SummaryView,
  bff,
  counter,
  doctor,
  secretary,
  patient,
  admin,
  matricule,
  ins,
  people,
  requestsOf,
  call,
  search,
  found,
} from './testing-patients.ts';

describe('searching for a patient', () => {
  it.each<[string, string[]]>([
    ['durand', ['pat-demo']],
    ['DURAND jeanne', ['pat-demo']],
    ['jean dur', ['pat-demo']],
    ['lemoine', ['pat-demo']],
    ['marie durand', ['pat-demo']],
    ['martin', ['m1', 'm4', 'm2', 'm3']],
    ['martin claire', ['m1']],
    ['claire martin 12/05/1985', ['m1']],
    ['martin 1985', ['m1', 'm2']],
    ['eli', ['m3']],
    ['elise', ['m3']],
    ['le gall', ['g1']],
    ['gall', ['g1']],
    ['yann le gall', ['g1']],
    ['malkowska', ['p1']],
    ['wislawa', ['p1']],
    ['ornano', ['o1']],
    ['berthelot eleonore', ['o1']],
    ["d'ornano", ['o1']],
    ['14/03/1957', ['pat-demo']],
    ['1957-03-14', ['pat-demo']],
    ['14031957', ['pat-demo']],
    ['14 mars 1957', ['pat-demo']],
    ['03/1957', ['pat-demo']],
    ['1984', ['x1']],
    ['800100001', ['pat-demo']],
    ['IPP-m1', ['m1']],
    ['ipp-M1', ['m1']],
    ['zzz', []],
    ['', []],
    ['durand 01/01/1950', []],
  ])('%j finds %j', async (query, ids) => {
    expect(await found(query)).toEqual(ids);
  });

  it('finds a matricule with or without blanks and key, and says when the key is wrong', async () => {
    expect(await found(ins)).toEqual(['pat-demo']);
    expect(await found(ins.replace(/^(.)(..)(..)(.{5})(...)(..)$/, '$1 $2 $3 $4 $5 $6'))).toEqual([
      'pat-demo',
    ]);
    expect(await found(matricule)).toEqual(['pat-demo']);
    const wrong = await search(matricule + String((Number(ins.slice(13)) % 97) + 1).padStart(2, '0'));
    expect([wrong.hint, wrong.hits.map((h) => h.id)]).toEqual(['ins-key', ['pat-demo']]);
  });
  it('shows no matricule in its list, also of who was found by it', async () => {
    const { hits } = await search(ins);
    expect(JSON.stringify(hits)).not.toContain(matricule);
    expect(JSON.stringify(await call<RecentPatient[]>(doctor, 'patients.recent', undefined))).not.toContain(
      matricule,
    );
  });
  it('marks nobody for the family name that was looked for', async () => {
    expect((await search('martin')).hits.map(({ id, isHomonym }) => [id, isHomonym])).toEqual([
      ['m1', false],
      ['m4', false],
      ['m2', false],
      ['m3', false],
    ]);
  });
  it('marks what answered and tells where people are', async () => {
    const {
      hits: [hit],
      understood,
    } = await search('lemoine 03/1957');
    expect(hit).toMatchObject({
      birthName: 'Durand',
      usedName: 'Lemoine',
      givenNames: ['Jeanne', 'Marie'],
      ipp: '800100001',
      insStatus: 'QUAL',
      location: { service: 'Cardiologie', bed: 'Lit 12' },
    });
    expect(hit?.matched).toEqual([
      { field: 'usedName', index: 0, start: 0, length: 7 },
      { field: 'birthDate', index: 0, start: 0, length: 7 },
    ]);
    expect(understood).toMatchObject({ names: ['lemoine'], birthDate: '1957-03' });
  });
  it.each([
    '💥',
    '%',
    '_',
    "o'",
    '\\',
    '"',
    '(',
    ',',
    '|',
    '$',
    '*',
    '\u0000',
    '/',
    '..',
    '1/2/3/4',
    "'; DROP TABLE resource; --",
    'é'.repeat(200),
    '9'.repeat(200),
    'name:contains=x',
    '&_id=pat-demo',
  ])('bears %j', async (junk) => {
    await expect(search(junk)).resolves.toMatchObject({ hits: expect.any(Array) as unknown });
  });
  it('says when there are more than shown', async () => {
    await expect(
      call<PatientSearchResult>(doctor, 'patients.search', { query: 'martin', limit: 2 }),
    ).resolves.toMatchObject({ hasMore: true, hits: [{ id: 'm1' }, { id: 'm4' }] });
  });
  it('is for staff only', async () => {
    await expect(search('durand', patient)).rejects.toMatchObject({ code: 'FORBIDDEN', reason: 'role' });
    await expect(search('durand', admin)).rejects.toMatchObject({ code: 'FORBIDDEN', reason: 'role' });
    await expect(call(null, 'patients.search', { query: 'durand' })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
  });
});

describe('the banner', () => {
  const banner = (who: Visitor, patientId = 'pat-demo') =>
    call<PatientBanner>(who, 'patients.banner', { patientId });
  it('has identity, place, allergies worst first, weight and flags', async () => {
    const { identity, clinical: seen } = await banner(doctor);
    expect(identity).toMatchObject({
      birthName: 'Durand',
      usedName: 'Lemoine',
      ins: { value: ins, kind: 'test' },
      insStatus: 'QUAL',
    });
    expect(seen).toMatchObject({
      failed: [],
      location: { service: 'Cardiologie', bed: 'Lit 12', encounterId: 'e1' },
      allergies: { state: 'known', failed: false },
      weight: { amount: { value: 67.74, digits: '67.74', code: 'kg' }, date: '2026-10-01T08:00:00Z' },
    });
    expect(seen?.allergies.items.map((a) => [a.substance.text, a.rank, a.reactions[0]?.text])).toEqual([
      ['Amoxicilline', 3, 'Urticaire'],
      ['Pollen', 1, undefined],
    ]);
    expect(seen?.flags).toEqual([expect.objectContaining({ kind: 'isolation', text: 'Isolement contact' })]);
  });
  it('shows a secretary who it is and nothing else, and asks the server for nothing else', async () => {
    const seen = await banner(secretary);
    await expect(requestsOf(() => banner(secretary))).resolves.toEqual(['POST /fhir']);
    expect(seen).toMatchObject({ identity: { birthName: 'Durand' }, clinical: null });
    expect(JSON.stringify(seen)).not.toMatch(/Amoxicilline|Pollen|67|Isolement|Cardiologie|Lit 12/);
    const hits = await search('durand', secretary);
    expect(hits.hits).toEqual([expect.objectContaining({ id: 'pat-demo', location: null })]);
    // the beginnings of names, then their middles; never an encounter
    await expect(requestsOf(() => search('durand', secretary))).resolves.toEqual([
      'POST /fhir',
      'POST /fhir',
    ]);
    await expect(call(secretary, 'summary.get', { patientId: 'pat-demo' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      reason: 'role',
    });
  });
  it('shows a patient the own record and no other', async () => {
    await expect(banner(patient)).resolves.toMatchObject({
      identity: { id: 'pat-demo' },
      clinical: { allergies: { state: 'known' } },
    });
    await expect(banner(patient, 'm1')).rejects.toMatchObject({
      code: 'FORBIDDEN',
      reason: 'not-own-record',
    });
    await expect(banner(patient, 'nobody')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
  it('says when there is nobody, and bears a bare record', async () => {
    await expect(banner(doctor, 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(banner(doctor, 'x1')).resolves.toMatchObject({
      identity: { birthName: 'Sansdate', givenNames: [], birthDate: '1984' },
      clinical: {
        allergies: { state: 'not-recorded', items: [] },
        weight: null,
        flags: [],
        location: null,
        failed: [],
      },
    });
  });
});

describe('the identity page', () => {
  const identity = (who: Visitor, patientId = 'pat-demo') =>
    call<IdentityFile>(who, 'patients.identity', { patientId });
  it('tells who treats somebody, who is close to them and who pays; a secretary nothing that carries a label', async () => {
    const seen = await identity(doctor);
    expect(seen).toMatchObject({
      details: {
        addresses: [{ lines: ['3 rue du Port', '37000 Tours'] }],
        practitioners: [{ name: 'Dr Claire Moreau' }],
      },
      coverages: [{ payors: ['CPAM'], number: '257' }],
      failed: [],
    });
    expect(seen.contacts.map(({ name, isTrusted }) => [name, isTrusted])).toEqual([
      ['Bastien Lemoine', true],
      ['Discret', false],
    ]);
    const told = await identity(secretary);
    // what has no place of its own on the page is for who opens charts: nobody knows what it tells
    expect(JSON.stringify(seen)).toMatch(/Culte.*Intime.*Handicap/);
    expect(JSON.stringify(told)).not.toMatch(/Culte|Intime|Handicap/);
    const bare = { extras: [] };
    expect(told).toEqual({
      ...seen,
      details: { ...seen.details, ...bare },
      contacts: seen.contacts.slice(0, 1).map((one) => ({ ...one, ...bare })),
      coverages: seen.coverages.map((one) => ({ ...one, ...bare })),
    });
    expect((await identity(patient)).coverages).toHaveLength(1);
  });
  it('has nothing of a chart that is closed to a reader of charts, or of another’s', async () => {
    const closed = { details: null, contacts: [], coverages: [], failed: [] };
    await expect(identity(doctor, 'stranger')).resolves.toEqual(closed);
    await expect(identity(patient, 'm1')).rejects.toMatchObject({ reason: 'not-own-record' });
    await expect(identity(admin)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

it('opens a chart with two requests to the FHIR server and one round trip', async () => {
  const input = encodeURIComponent(
    JSON.stringify({ 0: { patientId: 'pat-demo' }, 1: { patientId: 'pat-demo' } }),
  );
  const ask = () =>
    fetch(`${bff.url}/trpc/patients.banner,summary.get?batch=1&input=${input}`, { headers: doctor.headers });
  const [banner, summary] = (await (await ask()).json()) as [
    { result: { data: PatientBanner } },
    { result: { data: SummaryView } },
  ];
  expect(banner.result.data.identity.id).toBe('pat-demo');
  expect(summary.result.data.allergies.items).toHaveLength(2);
  await expect(requestsOf(ask)).resolves.toEqual(['POST /fhir', 'POST /fhir']);
});

it('answers every list of the chart from one request after that of the decision, with what references lead to', async () => {
  type Lists = inferRouterOutputs<AppRouter>;
  const input = { patientId: 'pat-demo' };
  const problems = await call<Lists['problems']['list']>(doctor, 'problems.list', input);
  expect([problems.current.map((p) => [p.name.text, p.recorder]), problems.past]).toEqual([
    [['Asthme', 'Dr Claire Moreau']],
    [],
  ]);
  const allergies = await call<Lists['allergies']['list']>(doctor, 'allergies.list', input);
  expect([allergies.state, allergies.current.map((a) => a.id)]).toEqual(['known', ['al2', 'al1']]);
  const medications = await call<Lists['medications']['list']>(doctor, 'medications.list', input);
  expect(medications.current).toEqual([
    expect.objectContaining({ inn: 'bisoprolol', brand: 'Cardensiel', prescriber: 'Dr Claire Moreau' }),
  ]);
  expect(medications.past).toEqual([expect.objectContaining({ source: 'statement', status: 'completed' })]);
  const encounters = await call<Lists['encounters']['list']>(doctor, 'encounters.list', input);
  expect(encounters).toMatchObject({
    total: 1,
    truncated: false,
    items: [{ id: 'e1', isCurrent: true, place: { service: 'Cardiologie', bed: 'Lit 12' } }],
  });
  const immunizations = await call<Lists['immunizations']['list']>(doctor, 'immunizations.list', input);
  expect(immunizations.items).toEqual([
    expect.objectContaining({ vaccine: { text: 'Vaccin grippal', codes: [] }, date: '2026-10-15' }),
  ]);
  for (const path of [
    'problems.list',
    'allergies.list',
    'medications.list',
    'encounters.list',
    'immunizations.list',
  ]) {
    // its own, after one for the decision
    await expect(
      requestsOf(() => call(doctor, path, input)),
      path,
    ).resolves.toHaveLength(2);
    await expect(call(secretary, path, input), path).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
});

it('takes queries by POST, so that what is searched for is in no address, and no endless batch', async () => {
  const response = await fetch(`${bff.url}/trpc/patients.search`, {
    method: 'POST',
    headers: { ...doctor.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'durand' }),
  });
  await expect(response.json()).resolves.toMatchObject({ result: { data: { hits: [{ id: 'pat-demo' }] } } });
  const many = Array.from({ length: 40 }, () => 'patients.recent').join(',');
  expect((await fetch(`${bff.url}/trpc/${many}?batch=1&input={}`, { headers: doctor.headers })).status).toBe(
    400,
  );
});

it('remembers the charts a person opened, latest first, each person their own', async () => {
  for (const patientId of ['m1', 'p1', 'm1']) await call(doctor, 'patients.banner', { patientId });
  const recent = await call<RecentPatient[]>(doctor, 'patients.recent');
  expect(recent.slice(0, 2).map((r) => [r.id, r.birthName])).toEqual([
    ['m1', 'Martin'],
    ['p1', 'Małkowska'],
  ]);
  expect(recent.filter((r) => r.id === 'm1')).toHaveLength(1);
  expect((await call<RecentPatient[]>(secretary, 'patients.recent')).map((r) => [r.id, r.location])).toEqual([
    ['pat-demo', null],
  ]);
  await expect(call(patient, 'patients.recent')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('names what is missing when a part of the server fails, and is an outage when all of it does', async () => {
  const real = counter.listeners('request')[0] as (...args: unknown[]) => void;
  counter.removeAllListeners('request');
  counter.on('request', (req, res) => {
    let body = '';
    req.on('data', (c: Buffer) => (body += c.toString()));
    req.on('end', () => {
      // the application reads for itself as well, one resource at a time
      if (body === '') return void res.writeHead(500).end();
      const entries = (JSON.parse(body) as Bundle).entry ?? [];
      const isForDecision = body.includes('consent-kind'); // answers, or there is no decision and nothing at all
      const found = (url = ''): Resource[] =>
        url.startsWith('CareTeam') ? [careTeamOf('pat-demo', 'Practitioner/pract-medecin')] : [];
      const entry = entries.map(({ request }) =>
        isForDecision
          ? {
              response: { status: '200' },
              resource: {
                resourceType: 'Bundle',
                type: 'searchset',
                entry: found(request?.url).map((resource) => ({ resource })),
              },
            }
          : request?.url?.startsWith('Patient')
            ? {
                response: { status: '200' },
                resource: { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: people[0] }] },
              }
            : { response: { status: '500' } },
      );
      res
        .writeHead(200, { 'content-type': 'application/fhir+json' })
        .end(JSON.stringify({ resourceType: 'Bundle', type: 'batch-response', entry }));
    });
  });
  await expect(
    call<PatientBanner>(doctor, 'patients.banner', { patientId: 'pat-demo' }),
  ).resolves.toMatchObject({
    identity: { birthName: 'Durand' },
    clinical: {
      failed: ['allergies', 'weight', 'flags', 'location', 'monitoring'],
      allergies: { failed: true, state: 'not-recorded' },
    },
  });
  const summary = await call<SummaryView>(doctor, 'summary.get', { patientId: 'pat-demo' });
  expect(
    Object.values(summary).every(
      (section: { failed: boolean; items: unknown[] }) => section.failed && section.items.length === 0,
    ),
  ).toBe(true);
  counter.removeAllListeners('request');
  counter.on('request', (req) => req.socket.destroy());
  await expect(call(doctor, 'patients.banner', { patientId: 'pat-demo' })).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    requestId: expect.stringMatching(/./) as unknown,
  });
  counter.removeAllListeners('request');
  counter.on('request', real);
});
