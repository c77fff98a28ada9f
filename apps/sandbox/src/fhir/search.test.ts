import { startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, fhirOf, idsOf, typesOf, type Fhir } from './fhir-over-http.ts';

let sandbox: RunningSandbox, fhir: Fhir;
const loinc = 'http://loinc.org',
  ucum = 'http://unitsofmeasure.org';
const put = (resource: { resourceType: string; id: string } & Record<string, unknown>) => ({
  method: 'PUT',
  url: `${resource.resourceType}/${resource.id}`,
  resource,
});
const lab = (id: string, patient: string, code: string, value: number, day: string, more: object = {}) =>
  put({
    resourceType: 'Observation',
    id,
    status: 'final',
    subject: { reference: `Patient/${patient}` },
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' },
        ],
      },
    ],
    code: { coding: [{ system: loinc, code, display: `Test ${code}` }], text: 'Potassium sérique' },
    effectiveDateTime: day,
    valueQuantity: { value, unit: 'mmol/L', system: ucum, code: 'mmol/L' },
    ...more,
  });

beforeAll(async () => {
  sandbox = await startTestSandbox();
  fhir = await fhirOf(sandbox);
  const answer = await fhir(
    'POST',
    '/',
    bundleOf('transaction', [
      put({ resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Øster', given: ['Łucja'] }] }),
      put({ resourceType: 'Organization', id: 'hospital', name: 'Hôpital Cœur' }),
      put({
        resourceType: 'Organization',
        id: 'unit',
        name: 'Cardiologie',
        partOf: { reference: 'Organization/hospital' },
      }),
      put({
        resourceType: 'Patient',
        id: 'p1',
        name: [{ use: 'official', family: 'Lefèvre-D’Aubigné', given: ['Jean-Pierre', 'Émile'] }],
        gender: 'male',
        birthDate: '1984-07-12',
        identifier: [{ system: 'urn:ipp', value: '001' }],
        generalPractitioner: [{ reference: 'Practitioner/doc' }],
        managingOrganization: { reference: 'Organization/unit' },
      }),
      put({
        resourceType: 'Patient',
        id: 'p2',
        name: [{ family: 'Martin', given: ['Zoé'] }],
        gender: 'female',
        birthDate: '1984',
        identifier: [{ value: '001' }],
      }),
      put({
        resourceType: 'Patient',
        id: 'p3',
        name: [{ family: 'Ångström', given: ['Anders'] }],
        birthDate: '1990-01-31',
        meta: { tag: [{ system: 'urn:t', code: 'vip' }] },
      }),
      lab('k1', 'p1', '2823-3', 3.4, '2026-01-10T08:00:00Z'),
      lab('k2', 'p1', '2823-3', 4.4, '2026-02-10T08:00:00+01:00'),
      lab('k3', 'p1', '2823-3', 5.9, '2026-03-10'),
      lab('na', 'p1', '2951-2', 140, '2026-02-10', { valueQuantity: { value: 140, unit: 'mEq/L' } }),
      lab('k4', 'p2', '2823-3', 4.1, '2026-02-11'),
      lab('bp', 'p1', '85354-9', 0, '2026-02-01', {
        valueQuantity: undefined,
        component: [
          {
            code: { coding: [{ system: loinc, code: '8480-6' }] },
            valueQuantity: { value: 150, unit: 'mmHg', system: ucum, code: 'mm[Hg]' },
          },
          {
            code: { coding: [{ system: loinc, code: '8462-4' }] },
            valueQuantity: { value: 80, unit: 'mmHg', system: ucum, code: 'mm[Hg]' },
          },
        ],
      }),
      put({
        resourceType: 'DiagnosticReport',
        id: 'r1',
        status: 'final',
        code: { coding: [{ system: loinc, code: '24323-8' }] },
        subject: { reference: 'Patient/p1' },
        result: [{ reference: 'Observation/k1' }, { reference: 'Observation/na' }],
      }),
      put({
        resourceType: 'Encounter',
        id: 'e1',
        status: 'finished',
        class: { code: 'AMB' },
        subject: { reference: 'Patient/p1' },
        period: { start: '2026-01-01', end: '2026-01-20' },
      }),
      put({
        resourceType: 'Encounter',
        id: 'e2',
        status: 'in-progress',
        class: { code: 'IMP' },
        subject: { reference: 'Patient/p2' },
        period: { start: '2026-02-01' },
      }),
      put({
        resourceType: 'ValueSet',
        id: 'vs',
        status: 'active',
        url: 'http://example.org/fhir/ValueSet/one',
      }),
    ]),
  );
  expect(answer.status).toBe(200);
});
afterAll(async () => {
  await sandbox.stop();
});

const found = async (query: string) => idsOf((await fhir('GET', query)).body).sort();

describe('a search by', () => {
  it.each<[string, string, string[]]>([
    ['the beginning of a name, without accents or case', '/Patient?name=LEFEVRE', ['p1']],
    ['a hyphenated name written with a space', '/Patient?family=lefevre%20d%27aubigne', ['p1']],
    ['fragments in any order', '/Patient?name:contains=mil&name:contains=fev', ['p1']],
    ['a fragment of two letters', '/Patient?name:contains=zo', ['p2']],
    ['letters that do not decompose', '/Practitioner?name=oster', ['doc']],
    ['and others', '/Practitioner?given=lucja', ['doc']],
    ['ligatures', '/Organization?name:contains=coeur', ['hospital']],
    ['an exact name', '/Patient?given:exact=Zoé', ['p2']],
    ['a name that is not exact', '/Patient?given:exact=zoe', []],
    ['one of several names', '/Patient?family=martin,angstrom', ['p2', 'p3']],
    ['a percent sign', '/Patient?name:contains=%25', []],
    ['an identifier with its system', '/Patient?identifier=urn:ipp|001', ['p1']],
    ['an identifier of any system', '/Patient?identifier=001', ['p1', 'p2']],
    ['an identifier without a system', '/Patient?identifier=|001', ['p2']],
    ['a system alone', '/Patient?identifier=urn:ipp|', ['p1']],
    ['a code', '/Observation?code=2823-3&patient=p1', ['k1', 'k2', 'k3']],
    ['codes', `/Observation?code=${loinc}|2823-3,${loinc}|2951-2&patient=p1`, ['k1', 'k2', 'k3', 'na']],
    [
      'a code with its implied system',
      '/Patient?gender=http://hl7.org/fhir/administrative-gender|male',
      ['p1'],
    ],
    ['words of a code', '/Observation?code:text=serique&patient=p2', ['k4']],
    ['what a code is not', '/Patient?gender:not=male', ['p2', 'p3']],
    ['what is missing', '/Patient?gender:missing=true', ['p3']],
    ['what is not missing', '/Patient?gender:missing=false', ['p1', 'p2']],
    ['a tag', '/Patient?_tag=urn:t|vip', ['p3']],
    ['a birth date', '/Patient?birthdate=1984-07-12', ['p1']],
    ['a year of birth', '/Patient?birthdate=1984', ['p1', 'p2']],
    ['before and after', '/Patient?birthdate=gt1984-01-01&birthdate=lt1989', ['p1', 'p2']],
    ['an instant in another zone', '/Observation?date=2026-02-10T07:00:00Z', ['k2']],
    ['a day', '/Observation?date=2026-02-10', ['k2', 'na']],
    ['from a day on', '/Observation?date=ge2026-02-11', ['k3', 'k4']],
    ['a period that starts after', '/Encounter?date=sa2026-01-25', ['e2']],
    ['an open period', '/Encounter?date=2030', []],
    ['overlap with an open period', '/Encounter?date=ge2030', ['e2']],
    ['ended before', '/Encounter?date=eb2026-02-01', ['e1']],
    ['a quantity', '/Observation?value-quantity=5.9', ['k3']],
    ['a quantity of less precision', '/Observation?value-quantity=4&code=2823-3', ['k2', 'k4']],
    ['a quantity with its unit', `/Observation?value-quantity=gt4|${ucum}|mmol/L`, ['k2', 'k3', 'k4']],
    ['a quantity with a plain unit', '/Observation?value-quantity=140||mEq/L', ['na']],
    ['code and value', '/Observation?code-value-quantity=2823-3$lt3.5', ['k1']],
    ['code and value of one component', '/Observation?component-code-value-quantity=8480-6$gt140', ['bp']],
    ['not of two', '/Observation?component-code-value-quantity=8462-4$gt140', []],
    ['a reference', '/Observation?subject=Patient/p2', ['k4']],
    ['an id of a reference', '/Observation?patient=p2', ['k4']],
    ['a typed reference', '/Observation?subject:Patient=p2', ['k4']],
    ['a chain', '/Observation?patient.name=martin', ['k4']],
    ['a typed chain', '/Observation?subject:Patient.identifier=urn:ipp|001&code=2951-2', ['na']],
    ['a chain of two', '/Encounter?patient.organization.name=cardio', ['e1']],
    ['a chain of three', '/Encounter?patient.organization.partof.name=hopital', ['e1']],
    ['what points here', '/Patient?_has:Observation:patient:code=2951-2', ['p1']],
    [
      'what points here, twice',
      '/Practitioner?_has:Patient:general-practitioner:_has:Encounter:patient:status=finished',
      ['doc'],
    ],
    ['ids', '/Patient?_id=p1,p3', ['p1', 'p3']],
    ['a url', '/ValueSet?url=http://example.org/fhir/ValueSet/one', ['vs']],
    ['the beginning of a url', '/ValueSet?url:below=http://example.org/fhir', ['vs']],
    ['the last change', '/Patient?_lastUpdated=gt2020-01-01&_id=p1', ['p1']],
  ])('%s', async (_name, query, ids) => {
    expect(await found(query)).toEqual(ids);
  });

  it('an absolute reference of this server', async () => {
    expect(await found(`/Observation?subject=${sandbox.fhirUrl}/Patient/p2`)).toEqual(['k4']);
  });
});

describe('answers', () => {
  it('are sorted', async () => {
    const order = async (sort: string) =>
      idsOf((await fhir('GET', `/Observation?patient=p1&code=2823-3&_sort=${sort}`)).body);
    expect(await order('date')).toEqual(['k1', 'k2', 'k3']);
    expect(await order('-date')).toEqual(['k3', 'k2', 'k1']);
    expect(await order('-value-quantity')).toEqual(['k3', 'k2', 'k1']);
    expect(idsOf((await fhir('GET', '/Patient?_sort=family')).body)).toEqual(['p3', 'p1', 'p2']);
    expect(idsOf((await fhir('GET', '/Patient?_sort=-birthdate,_id')).body)).toEqual(['p3', 'p1', 'p2']);
    expect(idsOf((await fhir('GET', '/Patient?_sort=gender,-_id')).body)).toEqual(['p2', 'p1', 'p3']); // without a gender: last
  });

  it('come in pages that neither repeat nor lose', async () => {
    const seen: string[] = [];
    let url: string | undefined = '/Observation?_sort=-date&_count=2';
    while (url) {
      const { body } = await fhir('GET', url);
      expect(idsOf(body).length).toBeLessThanOrEqual(2);
      seen.push(...idsOf(body));
      url = body.link?.find((l) => l.relation === 'next')?.url?.slice(sandbox.fhirUrl.length);
    }
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
  });

  it('give the total when asked, and the count alone', async () => {
    expect((await fhir('GET', '/Observation?_count=2')).body.total).toBeUndefined();
    expect((await fhir('GET', '/Observation?_count=2&_total=accurate')).body.total).toBe(6);
    const { body } = await fhir('GET', '/Observation?_summary=count&patient=p1');
    expect([body.total, body.entry]).toEqual([5, undefined]);
  });

  it('bring what they point to and what points to them', async () => {
    const included = (
      await fhir(
        'GET',
        '/DiagnosticReport?_include=DiagnosticReport:result&_include=DiagnosticReport:subject&_include:iterate=Patient:general-practitioner',
      )
    ).body;
    expect(typesOf(included).sort()).toEqual([
      'DiagnosticReport',
      'Observation',
      'Observation',
      'Patient',
      'Practitioner',
    ]);
    expect(included.total).toBe(1);
    expect(
      typesOf(
        (await fhir('GET', '/Patient?_id=p2&_revinclude=Observation:subject&_revinclude=Encounter:patient'))
          .body,
      ).sort(),
    ).toEqual(['Encounter', 'Observation', 'Patient']);
    expect(typesOf((await fhir('GET', '/Encounter?_id=e1&_include=*')).body)).toEqual([
      'Encounter',
      'Patient',
    ]);
    expect(
      typesOf(
        (
          await fhir(
            'GET',
            '/Patient?_id=p1&_include=Patient:organization&_include:iterate=Organization:partof',
          )
        ).body,
      ),
    ).toHaveLength(3);
  });

  it('are cut down to elements or the summary, and say so', async () => {
    const only = async (query: string) =>
      (await fhir('GET', query)).body.entry?.[0]?.resource as unknown as Record<string, unknown> & {
        meta: { tag: { code: string }[] };
      };
    const elements = await only('/Observation?_id=k1&_elements=valueQuantity');
    expect(Object.keys(elements).sort()).toEqual([
      'code',
      'id',
      'meta',
      'resourceType',
      'status',
      'valueQuantity',
    ]);
    expect(elements.meta.tag[0]?.code).toBe('SUBSETTED');
    expect(Object.keys(await only('/Patient?_id=p1&_summary=true'))).not.toContain('generalPractitioner');
    expect(Object.keys(await only('/Patient?_id=p1&_summary=text'))).not.toContain('name');
  });

  it('may be asked by POST', async () => {
    const { body } = await fhir('POST', '/Patient/_search?_count=5', 'name=martin&gender=female', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(idsOf(body)).toEqual(['p2']);
  });

  it('refuse unknown parameters, or leave them out on request and say so', async () => {
    const refused = await fhir('GET', '/Patient?nonsense=1');
    expect(refused.status).toBe(400);
    expect(refused.body.issue?.[0]?.diagnostics).toMatch(/nonsense.*birthdate/s);
    const lenient = (
      await fhir('GET', '/Patient?nonsense=1&family=martin', undefined, { prefer: 'handling=lenient' })
    ).body;
    expect(idsOf(lenient)).toEqual(['p2']);
    expect(lenient.link?.[0]?.url).not.toContain('nonsense');
  });

  it.each([
    '/Patient?birthdate=yesterday',
    '/Patient?_sort=nonsense',
    '/Patient?_count=many',
    '/Observation?value-quantity=high',
    '/Patient?_include=Patient',
    '/Patient?name:unheard=x',
    '/Patient?gender:missing=perhaps',
    '/Observation?subject.nonsense=1',
    '/Patient?_has:Foo:bar:code=1',
    '/Observation?code-value-quantity=1',
    '/Patient?_total=all',
    '/Patient?_summary=x',
    '/Patient?name=',
  ])('%s is refused', async (query) => {
    expect((await fhir('GET', query)).status).toBe(400);
  });
});

it('$everything gives the whole record once, and what it points to', async () => {
  const { body } = await fhir('GET', '/Patient/p1/$everything');
  expect(typesOf(body).sort()).toEqual([
    'DiagnosticReport',
    'Encounter',
    'Observation',
    'Observation',
    'Observation',
    'Observation',
    'Observation',
    'Organization',
    'Patient',
    'Practitioner',
  ]);
  expect(typesOf((await fhir('GET', '/Patient/p1/$everything?_type=Encounter')).body)).toEqual(['Encounter']);
  expect(
    typesOf(
      (await fhir('GET', '/Patient/p1/$everything?_type=Observation&start=2026-02-05&end=2026-02-28')).body,
    ),
  ).toHaveLength(2);
  expect((await fhir('GET', '/Patient/nobody/$everything')).status).toBe(404);
});
