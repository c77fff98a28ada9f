import { sharedSandbox } from '@keneyapp/config/shared-servers';
import type { RunningSandbox } from '@keneyapp/config/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, fhirOf, type Fhir, type Reply } from './fhir-over-http.ts';

/** Whatever is sent, the answer is an OperationOutcome that says where the fault is: never 500, never in silence. */
let sandbox: RunningSandbox, fhir: Fhir;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  fhir = await fhirOf(sandbox);
  await fhir('PUT', '/Patient/target', {
    resourceType: 'Patient',
    id: 'target',
    name: [{ family: 'Cible', given: ['A'] }],
  });
});

function named(answer: Reply, place?: string, statuses = [400]): void {
  expect([answer.status, answer.body.resourceType], answer.text.slice(0, 300)).toEqual([
    statuses.includes(answer.status) ? answer.status : statuses[0],
    'OperationOutcome',
  ]);
  expect(answer.body.issue?.[0]?.severity).toBe('error');
  if (place !== undefined) expect(JSON.stringify(answer.body)).toContain(place);
}
const patient = (members: string) => `{"resourceType":"Patient","id":"bad",${members}}`;
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('a resource', () => {
  it.each([
    ['__proto__', patient('"__proto__":{"x":1}'), '__proto__'],
    ['__proto__ further in', patient('"name":[{"__proto__":{"family":"x"}}]'), 'name[0].__proto__'],
    ['constructor', patient('"constructor":"x"'), 'constructor'],
    ['toString', patient('"name":[{"toString":"x"}]'), 'name[0].toString'],
    ['hasOwnProperty', patient('"hasOwnProperty":[1]'), 'hasOwnProperty'],
    ['NUL in a text', patient('"name":[{"family":"a\\u0000b"}]'), 'name[0].family'],
    ['half a character', patient('"name":[{"family":"a\\ud800b"}]'), 'name[0].family'],
    ['deep nesting', patient(`"extension":${deep(3000)}`), 'nested'],
    ['very deep nesting', patient(`"extension":${'['.repeat(100_000)}${']'.repeat(100_000)}`), 'nested'],
    ['null', patient('"gender":null'), 'Patient.gender'],
    ['null in a list', patient('"name":[null]'), 'Patient.name[0]'],
    ['null in a list of texts', patient('"name":[{"given":["a",null]}]'), 'Patient.name[0].given[1]'],
    ['an empty list', patient('"name":[]'), 'Patient.name'],
    ['an empty object', patient('"name":[{}]'), 'Patient.name[0]'],
    ['an empty text', patient('"language":""'), 'Patient.language'],
    ['a list for one', patient('"gender":["male"]'), 'Patient.gender'],
    ['one for a list', patient('"name":{"family":"x"}'), 'Patient.name'],
    ['a number for text', patient('"name":[{"family":5}]'), 'Patient.name[0].family'],
    ['text for a number', patient('"multipleBirthInteger":"5"'), 'Patient.multipleBirthInteger'],
    ['text for a truth', patient('"active":"true"'), 'Patient.active'],
    ['text for an object', patient('"name":["x"]'), 'Patient.name[0]'],
    ['an object for text', patient('"gender":{"x":1}'), 'Patient.gender'],
    ['a number for a resource', patient('"contained":[5]'), 'Patient.contained[0]'],
    [
      'an unknown contained type',
      patient('"contained":[{"resourceType":"Foo"}]'),
      'Patient.contained[0].resourceType',
    ],
    ['a fraction for a whole number', patient('"multipleBirthInteger":1.5'), 'Patient.multipleBirthInteger'],
    ['a huge whole number', patient('"multipleBirthInteger":99999999999'), 'Patient.multipleBirthInteger'],
    ['two choices', patient('"deceasedBoolean":true,"deceasedDateTime":"2020"'), 'Patient.deceasedDateTime'],
    [
      'two choices, one of extensions',
      patient('"deceasedBoolean":true,"_deceasedDateTime":{"id":"x"}'),
      'Patient.deceasedDateTime',
    ],
    ['a time without zone', patient('"deceasedDateTime":"2023-02-01T10:00:00"'), 'Patient.deceasedDateTime'],
    ['a time without seconds', patient('"deceasedDateTime":"2023-02-01T10:00Z"'), 'Patient.deceasedDateTime'],
    ['a day there is not', patient('"birthDate":"2023-02-30"'), 'Patient.birthDate'],
    ['a month there is not', patient('"birthDate":"2023-13"'), 'Patient.birthDate'],
    ['an id of odd letters', '{"resourceType":"Patient","id":"a_b"}', 'Patient.id'],
    [
      'extensions of odd length',
      patient('"name":[{"given":["a"],"_given":[{"id":"x"},{"id":"y"}]}]'),
      'Patient.name[0].given',
    ],
    ['a script', narrative('<script>alert(1)</script>'), 'Patient.text.div'],
    ['a handler', narrative('<p onclick="x()">a</p>'), 'Patient.text.div'],
    ['a hidden address of a script', narrative('<a href=" java&#x73;cript:x()">a</a>'), 'Patient.text.div'],
    ['a form', narrative('<form><input/></form>'), 'Patient.text.div'],
    ['a frame', narrative('<iframe src="http://x.example"></iframe>'), 'Patient.text.div'],
    ['an open element', narrative('<p>a'), 'Patient.text.div'],
    [
      'two roots',
      patient('"text":{"status":"generated","div":"<div>a</div><div>b</div>"}'),
      'Patient.text.div',
    ],
    ['no element', patient('"text":{"status":"generated","div":"a"}'), 'Patient.text.div'],
    [
      'base64 of odd letters',
      '{"resourceType":"Binary","id":"bad","contentType":"text/plain","data":"a b*="}',
      'Binary.data',
    ],
    ['no type', '{"id":"bad"}', 'resourceType'],
    ['a number as type', '{"resourceType":5,"id":"bad"}', 'resourceType'],
    ['the name of a method as type', '{"resourceType":"constructor","id":"bad"}', 'resourceType'],
    ['a list', '[]', ''],
    ['a text', '"x"', ''],
    ['null alone', 'null', ''],
  ])('with %s is refused, by PUT, POST, $validate and in a Bundle', async (_name, body, place) => {
    const type = body.startsWith('{"resourceType":"Binary"') ? 'Binary' : 'Patient';
    named(await fhir('PUT', `/${type}/bad`, body), place);
    named(await fhir('POST', `/${type}`, body), place);
    const entry = `{"resource":${body},"request":{"method":"PUT","url":"${type}/bad"}}`;
    const bundle = (kind: string) => `{"resourceType":"Bundle","type":"${kind}","entry":[${entry}]}`;
    named(await fhir('POST', '/', bundle('transaction')), place);
    const inBatch = await fhir('POST', '/', bundle('batch'));
    expect(
      inBatch.status === 400 || inBatch.body.entry?.[0]?.response?.status === '400',
      inBatch.text.slice(0, 300),
    ).toBe(true);
    const validated = await fhir('POST', `/${type}/$validate`, body);
    expect([200, 400]).toContain(validated.status);
    expect(validated.body.issue?.[0]?.severity).toBe('error');
    expect((await fhir('GET', `/${type}/bad`)).status).toBe(404);
  });

  it.each([
    [
      'a narrative of text',
      narrative(
        '<p class="x">a &amp; b<br/></p><!-- c --><table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
      ),
    ],
    ['an image of its own', narrative('<img src="data:image/png;base64,AAAA" alt="x"/><a href="#x">a</a>')],
    [
      'base64 in lines',
      '{"resourceType":"Binary","id":"fine","contentType":"text/plain","data":"dGV4\\r\\ndGU= "}',
    ],
    [
      'extensions for some of a list',
      patient(
        '"name":[{"given":["a",null],"_given":[null,{"extension":[{"url":"urn:x","valueString":"y"}]}]}]',
      ),
    ],
    ['a choice and its extensions', patient('"deceasedBoolean":true,"_deceasedBoolean":{"id":"x"}')],
  ])('with %s is taken, and comes back as it was sent', async (_name, text) => {
    const sent = JSON.parse(text) as { resourceType: string; id: string };
    expect((await fhir('PUT', `/${sent.resourceType}/fine`, { ...sent, id: 'fine' })).status).toBeLessThan(
      300,
    );
    const { meta: _meta, ...got } = (await fhir('GET', `/${sent.resourceType}/fine?_format=json`)).body;
    expect(got).toEqual({ ...sent, id: 'fine' });
  });
});

function narrative(inner: string): string {
  return patient(
    `"text":{"status":"generated","div":${JSON.stringify(`<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`)}}`,
  );
}

describe('a Bundle', () => {
  const bundle = (entry: string, type = 'batch') =>
    `{"resourceType":"Bundle","type":"${type}","entry":${entry}}`;
  it.each([
    ['a null entry', '[null]', 'Bundle.entry[0]'],
    [
      'a second entry that is null',
      '[{"request":{"method":"GET","url":"Patient/target"}},null]',
      'Bundle.entry[1]',
    ],
    ['an entry that is text', '["x"]', 'Bundle.entry[0]'],
    ['entries that are no list', '{"request":{}}', 'Bundle.entry'],
    ['no entries in a list', '[]', 'Bundle.entry'],
    ['an empty entry', '[{}]', 'Bundle.entry[0]'],
  ])('with %s is refused', async (_name, entry, place) => {
    named(await fhir('POST', '/', bundle(entry)), place);
    named(await fhir('POST', '/', bundle(entry, 'transaction')), place);
  });

  it.each([
    ['no request', '{"resource":{"resourceType":"Patient"}}'],
    ['a number as url', '{"request":{"method":"GET","url":5}}'],
    ['a list as method', '{"request":{"method":["GET"],"url":"Patient"}}'],
    ['an unknown method', '{"request":{"method":"FETCH","url":"Patient"}}'],
    ['an address that is not well encoded', '{"request":{"method":"GET","url":"Patient/%zz"}}'],
    ['a query that is not well encoded', '{"request":{"method":"GET","url":"Patient?name=%e9"}}'],
    ['NUL in the address', '{"request":{"method":"GET","url":"Patient?name=%00"}}'],
    ['a number as condition', '{"request":{"method":"DELETE","url":"Patient/target","ifMatch":1}}'],
    [
      'a condition that cannot be read',
      '{"request":{"method":"DELETE","url":"Patient/target","ifMatch":"1"}}',
    ],
    ['no resource', '{"request":{"method":"POST","url":"Patient"}}'],
    [
      'a patch that is none',
      '{"resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":"AAAA"},"request":{"method":"PATCH","url":"Patient/target"}}',
    ],
    [
      'a patch of another kind',
      '{"resource":{"resourceType":"Binary","contentType":"application/xml","data":"AAAA"},"request":{"method":"PATCH","url":"Patient/target"}}',
    ],
  ])('with %s in an entry says which', async (_name, entry) => {
    const fine = '{"request":{"method":"GET","url":"Patient/target"}}';
    named(
      await fhir('POST', '/', bundle(`[${fine},${entry}]`, 'transaction')),
      'Bundle.entry[1]',
      [400, 405],
    );
    const { body } = await fhir('POST', '/', bundle(`[${fine},${entry}]`));
    expect(body.entry?.[0]?.response?.status).toBe('200');
    expect(body.entry?.[1]?.response?.status).toMatch(/^4/);
    expect(JSON.stringify(body.entry?.[1]?.response?.outcome)).toContain('Bundle.entry[1]');
  });
});

describe('a patch', () => {
  const patch = (body: unknown) =>
    fhir('PATCH', '/Patient/target', body, { 'content-type': 'application/json-patch+json' });
  it.each([
    ['no operation', [null]],
    ['text', ['x']],
    ['an unknown op', [{ op: 'merge', path: '/gender', value: 'male' }]],
    ['op as a number', [{ op: 5, path: '/gender' }]],
    ['no path', [{ op: 'remove' }]],
    ['path as a number', [{ op: 'add', path: 5, value: 1 }]],
    ['a path that is no pointer', [{ op: 'add', path: 'gender', value: 'male' }]],
    ['a bad escape', [{ op: 'add', path: '/a~2b', value: 'male' }]],
    ['no value', [{ op: 'add', path: '/gender' }]],
    ['move without from', [{ op: 'move', path: '/gender' }]],
    ['an object', { op: 'add', path: '/gender', value: 'male' }],
    ['a text', '"x"'],
  ])('with %s is 400', async (_name, body) => named(await patch(body)));
  it.each([
    ['the prototype', [{ op: 'add', path: '/__proto__/x', value: 1 }]],
    ['a constructor', [{ op: 'add', path: '/constructor', value: 1 }]],
    ['a place there is not', [{ op: 'add', path: '/contact/7/gender', value: 'male' }]],
    ['a place in a text', [{ op: 'add', path: '/name/0/family/0', value: 'x' }]],
    ['an index beyond the end', [{ op: 'add', path: '/name/9', value: { family: 'x' } }]],
    ['an index with a zero', [{ op: 'replace', path: '/name/00', value: { family: 'x' } }]],
    ['a name as index', [{ op: 'add', path: '/name/first', value: { family: 'x' } }]],
    ['the end, to remove', [{ op: 'remove', path: '/name/-' }]],
    ['the whole', [{ op: 'replace', path: '', value: {} }]],
    ['the whole, to remove', [{ op: 'remove', path: '' }]],
    ['itself, into itself', [{ op: 'move', from: '/name', path: '/name/0' }]],
    ['a test that fails', [{ op: 'test', path: '/name/0/family', value: 'x' }]],
    ['a test of nothing', [{ op: 'test', path: '/nothing', value: null }]],
    ['a null', [{ op: 'add', path: '/gender', value: null }]],
    ['another id', [{ op: 'replace', path: '/id', value: 'other' }]],
  ])('of %s changes nothing', async (_name, body) => {
    named(await patch(body), undefined, [400, 422]);
    expect((await fhir('GET', '/Patient/target')).body['meta']).toMatchObject({ versionId: '1' });
  });
  it.each([
    ['no path', [{ name: 'type', valueCode: 'delete' }]],
    ['no type', [{ name: 'path', valueString: 'Patient.name' }]],
    [
      'an unknown type',
      [
        { name: 'type', valueCode: 'x' },
        { name: 'path', valueString: 'Patient.name' },
      ],
    ],
    [
      'no value',
      [
        { name: 'type', valueCode: 'replace' },
        { name: 'path', valueString: 'Patient.name' },
      ],
    ],
    [
      'a path that cannot be read',
      [
        { name: 'type', valueCode: 'delete' },
        { name: 'path', valueString: 'Patient.((' },
      ],
    ],
    [
      'a number as path',
      [
        { name: 'type', valueCode: 'delete' },
        { name: 'path', valueInteger: 5 },
      ],
    ],
    [
      'an index that is text',
      [
        { name: 'type', valueCode: 'insert' },
        { name: 'path', valueString: 'Patient.name' },
        { name: 'index', valueInteger: 'x' },
        { name: 'value', valueHumanName: { family: 'x' } },
      ],
    ],
  ])('by FHIRPath with %s is refused', async (_name, part) => {
    named(
      await fhir('PATCH', '/Patient/target', {
        resourceType: 'Parameters',
        parameter: [{ name: 'operation', part }],
      }),
      undefined,
      [400, 422],
    );
  });
});

describe('an address', () => {
  it.each([
    ['GET', '/Patient/%zz'],
    ['GET', '/Patient/%'],
    ['GET', '/Patient?name=%zz'],
    ['GET', '/Patient?name=%00'],
    ['GET', '/Patient?birthdate=%00'],
    ['GET', '/Patient?_id=%00'],
    ['GET', '/Patient//target'],
    ['GET', '/Patient?_count=x'],
    ['GET', '/Patient?_count=-1'],
    ['GET', '/Patient?_sort=nothing'],
    ['GET', '/Patient?_summary=all'],
    ['GET', '/Patient?_page=x'],
    ['GET', '/Patient?constructor=x'],
    ['GET', '/Patient?__proto__=x'],
    ['GET', '/Patient?toString=x'],
    ['GET', '/Patient?_has:constructor:toString:x=1'],
    ['GET', '/Patient?_include=Patient:constructor'],
    ['GET', '/Patient?_sort=constructor'],
    ['GET', '/Observation?value-quantity=abc'],
    ['GET', '/Observation?date=2020-99-99'],
    ['GET', '/Observation?subject.constructor=x'],
    ['GET', '/Patient/_history?_since=yesterday'],
    ['GET', '/Patient/_history?_before=x'],
    ['GET', '/Patient/_history?nonsense=1'],
    ['GET', '/Patient/target/$everything?_since=yesterday'],
    ['GET', '/Patient/target/$everything?start=yesterday'],
    ['GET', '/Patient/target/$everything?nonsense=1'],
    ['GET', '/Patient/target?nonsense=1'],
    ['GET', '/constructor'],
    ['GET', '/__proto__/x'],
    ['GET', '/Patient/target/constructor'],
    ['DELETE', '/Patient/a_b'],
    ['GET', '/Patient/$constructor'],
    ['GET', '/ValueSet/$expand?url=%00'],
    ['GET', '/metadata?mode=nonsense'],
  ])('%s %s is refused', async (method, address) =>
    named(await fhir(method, address), undefined, [400, 404, 410]),
  );

  it('of a form is read like any other', async () => {
    const form = (body: string) =>
      fhir('POST', '/Patient/_search', body, { 'content-type': 'application/x-www-form-urlencoded' });
    named(await form('name=%zz'));
    named(await form('name=%00'));
    expect((await form('family=Cible&_id=target')).body.total).toBe(1);
    named(await fhir('POST', '/Patient/_search', { resourceType: 'Parameters' }), undefined, [415]);
  });
});

describe('a value set', () => {
  it.each(['(', '[a', '*', '\\', '(?<x'])('with the regular expression %s is refused', async (value) => {
    await fhir('PUT', '/CodeSystem/regex', {
      resourceType: 'CodeSystem',
      id: 'regex',
      url: 'urn:regex',
      status: 'active',
      content: 'complete',
      concept: [{ code: 'a' }],
    });
    const answer = await fhir('POST', '/ValueSet/$expand', {
      resourceType: 'Parameters',
      parameter: [
        {
          name: 'valueSet',
          resource: {
            resourceType: 'ValueSet',
            status: 'active',
            compose: {
              include: [{ system: 'urn:regex', filter: [{ property: 'code', op: 'regex', value }] }],
            },
          },
        },
      ],
    });
    named(answer, 'regular expression', [400, 422]);
  });
  it('with odd Parameters is refused', async () => {
    for (const parameter of [
      [null],
      [{}],
      'x',
      [{ name: 5 }],
      [{ name: 'url', valueUri: 5 }],
      [{ name: 'url', valueUri: 'a', valueString: 'b' }],
    ])
      named(
        await fhir('POST', '/ValueSet/$expand', { resourceType: 'Parameters', parameter }),
        'Parameters.parameter',
      );
    named(await fhir('POST', '/ValueSet/$expand', [1]));
    named(await fhir('POST', '/ValueSet/$expand', bundleOf('batch', [])));
  });
});
