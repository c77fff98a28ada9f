import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, fhirOf, idsOf, type Fhir } from './fhir-over-http.ts';

/** A decimal is what was written: https://hl7.org/fhir/R4/datatypes.html#decimal */
let fhir: Fhir;
beforeAll(async () => {
  fhir = await fhirOf(await sharedSandbox());
});

const observation = (id: string, value: string, more = '') =>
  `{"resourceType":"Observation","id":"${id}","status":"final","code":{"text":"n"},"valueQuantity":{"value":${value},"unit":"x","system":"urn:units","code":"u"}${more}}`;
const numbersOf = (text: string) =>
  [...text.matchAll(/"value":(-?\d[\d.eE+-]*)/g)].map(([, number]) => number);

const texts = [
  '1.00',
  '7.40',
  '0.10',
  '1.2E+2',
  '1e-7',
  '0.0000001',
  '12345678901234567890',
  '12345678901234567890.123',
  '0.1234567890123456789',
  '-0',
  '-0.0',
  '100',
  '5.35',
  '1e400',
];

describe('the digits of a decimal', () => {
  it.each(texts)('%s are kept by a write, a read, a search, a version, a Bundle and a part', async (text) => {
    const id = `digits-${texts.indexOf(text)}`;
    const more = `,"component":[{"code":{"text":"c"},"valueQuantity":{"value":${text}}}]`;
    const written = await fhir('PUT', `/Observation/${id}`, observation(id, text, more));
    expect([written.status < 300, numbersOf(written.text)], written.text.slice(0, 200)).toEqual([
      true,
      [text, text],
    ]);
    for (const address of [
      `/Observation/${id}`,
      `/Observation/${id}/_history`,
      `/Observation?_id=${id}`,
      `/Observation/${id}/_history/1`,
      `/Observation/${id}?_elements=value,component`,
      `/Observation?_id=${id}&_elements=value,component`,
    ])
      expect(numbersOf((await fhir('GET', address)).text), address).toEqual([text, text]);
    const bundle = JSON.stringify(
      bundleOf('transaction', [
        { method: 'PUT', url: `Observation/${id}-t`, resource: { resourceType: 'X' } },
      ]),
    );
    await fhir('POST', '/', bundle.replace('{"resourceType":"X"}', observation(`${id}-t`, text)));
    expect(numbersOf((await fhir('GET', `/Observation/${id}-t`)).text)).toEqual([text]);
  });

  it('are kept by a patch, where it touches them and where it does not', async () => {
    await fhir('PUT', '/Observation/patched', observation('patched', '1.00'));
    const patch = (body: string, type = 'application/json-patch+json') =>
      fhir('PATCH', '/Observation/patched', body, { 'content-type': type });
    expect(numbersOf((await patch('[{"op":"replace","path":"/status","value":"amended"}]')).text)).toEqual([
      '1.00',
    ]);
    expect(
      numbersOf(
        (
          await patch(
            '[{"op":"test","path":"/valueQuantity/value","value":1},{"op":"replace","path":"/valueQuantity/value","value":2.50}]',
          )
        ).text,
      ),
    ).toEqual(['2.50']);
    const byPath = (part: string) =>
      patch(
        `{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},${part}]}]}`,
        'application/fhir+json',
      );
    expect(
      numbersOf(
        (
          await byPath(
            '{"name":"path","valueString":"Observation.status"},{"name":"value","valueCode":"final"}',
          )
        ).text,
      ),
    ).toEqual(['2.50']);
    expect(
      numbersOf(
        (
          await byPath(
            '{"name":"path","valueString":"Observation.value"},{"name":"value","valueQuantity":{"value":3.000}}',
          )
        ).text,
      ),
    ).toEqual(['3.000']);
  });

  it('are no whole numbers', async () => {
    const { status, body } = await fhir(
      'POST',
      '/Patient',
      '{"resourceType":"Patient","multipleBirthInteger":1.0}',
    );
    expect([status, body.issue?.[0]?.expression]).toEqual([400, ['Patient.multipleBirthInteger']]);
  });

  it('of a large body are kept too', async () => {
    const many = Array.from(
      { length: 12_000 },
      (_, i) =>
        `{"code":{"text":"component ${i} with some words to be longer"},"valueQuantity":{"value":${i}.50}}`,
    );
    const text = observation('large', '1.00', `,"component":[${many.join(',')}]`);
    expect(text.length).toBeGreaterThan(1_048_576);
    expect((await fhir('PUT', '/Observation/large', text)).status).toBe(201);
    const numbers = numbersOf((await fhir('GET', '/Observation/large')).text);
    expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([12_001, '1.00', '11999.50']);
    const wrong = await fhir(
      'PUT',
      '/Observation/large',
      text.replace('{"text":"component 7000', '{"nonsense":1,"text":"component 7000'),
    );
    expect([wrong.status, wrong.body.issue?.[0]?.expression?.[0]]).toEqual([
      422,
      'Observation.component[7000].code.nonsense',
    ]);
    expect((await fhir('PUT', '/Observation/large', text.slice(0, -1))).status).toBe(400);
  });
});

describe('a search by a number', () => {
  it('means its precision', async () => {
    const stored = [
      '5.35',
      '5.4',
      '5.40',
      '5.44',
      '5.45',
      '99.5',
      '100',
      '100.49',
      '100.5',
      '12345678901234567890',
      '0.1',
    ];
    for (const [i, text] of stored.entries())
      await fhir('PUT', `/Observation/precise-${i}`, observation(`precise-${i}`, text));
    const found = async (value: string) =>
      idsOf(
        (
          await fhir(
            'GET',
            `/Observation?value-quantity=${value}|urn:units|u&_id=${stored.map((_, i) => `precise-${i}`).join(',')}&_sort=_id&_count=50`,
          )
        ).body,
      ).map((id) => stored[Number(id.slice(8))]);
    expect((await found('5.4')).sort()).toEqual(['5.35', '5.4', '5.40', '5.44']);
    expect(await found('5.40')).toEqual(['5.4', '5.40']);
    expect((await found('5.35')).sort()).toEqual(['5.35']);
    expect((await found('100')).sort()).toEqual(['100', '100.49', '99.5']);
    expect(await found('100.00')).toEqual(['100']);
    expect(await found('12345678901234567890')).toEqual(['12345678901234567890']);
    expect(await found('0.1')).toEqual(['0.1']);
    expect((await found('ge5.45')).length).toBe(6);
    expect(await found('lt5.35')).toEqual(['0.1']);
    expect((await found('ne5.4')).sort()).toEqual([
      '0.1',
      '100',
      '100.49',
      '100.5',
      '12345678901234567890',
      '5.45',
      '99.5',
    ]);
    for (const odd of ['5.', '.', '', '1,', '0x10', '1e', '+5'])
      expect((await fhir('GET', `/Observation?value-quantity=${encodeURIComponent(odd)}`)).status, odd).toBe(
        400,
      );
  });
});
