import { parseJson, parseWithDigits } from '@keneyapp/fhir-client/json';
import type { Observation } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { canonicalJson, hashOfResource } from './canonical-json.ts';

const text =
  '{"valueQuantity":{"unit":"mmol/L","value":1.00},"resourceType":"Observation","status":"final","meta":{"versionId":"2"},"note":[{"text":"é \\" \\n"}],"contained":[],"component":[{"valueInteger":-0},{"valueDecimal":1E+3}]}';

it('is one text whatever the order, with every digit, without what is empty and without meta', () => {
  const expected =
    '{"component":[{"valueInteger":-0},{"valueDecimal":1E+3}],"note":[{"text":"é \\" \\n"}],"resourceType":"Observation","status":"final","valueQuantity":{"unit":"mmol/L","value":1.00}}';
  expect(canonicalJson(parseWithDigits(text) as Observation)).toBe(expected);
  expect(canonicalJson(parseJson(text) as Observation)).toBe(expected);
});
it('has the hash that other programs calculate', () => {
  // printf '{"resourceType":"Observation","status":"final"}' | sha256sum
  expect(hashOfResource({ status: 'final', resourceType: 'Observation' } as Observation)).toBe(
    '9b8e7dfb246ffdf22d2e01df9fba970a53618b5228d0e8bbdc61655ca2acf859',
  );
});
it.each([
  ['a digit', text.replace('1.00', '1.0')],
  [
    'the order of a list',
    text.replace('{"valueInteger":-0},{"valueDecimal":1E+3}', '{"valueDecimal":1E+3},{"valueInteger":-0}'),
  ],
  ['a word', text.replace('final', 'amended')],
  ['an empty text', text.replace('mmol/L', '')],
])('tells %s apart', (_what, other) => {
  expect(canonicalJson(parseWithDigits(other) as Observation)).not.toBe(
    canonicalJson(parseWithDigits(text) as Observation),
  );
});
