import { FhirFailure } from '../outcome.ts';
import { splitOnce } from './address.ts';

/** A media type as it is named in a header or in `_format`. */
interface MediaType {
  type: string;
  parameters: ReadonlyMap<string, string>;
}

function mediaType(text: string): MediaType {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  return {
    type: type.toLowerCase(),
    parameters: new Map(
      parameters.map((part) => {
        const [name, value = ''] = splitOnce(part, '=');
        return [name.trim().toLowerCase(), value.trim().replace(/^"|"$/g, '')];
      }),
    ),
  };
}

const fhirJson = new Set([
  'application/fhir+json',
  'application/json',
  'application/json+fhir',
  'text/json',
  'json',
]);
/** What says plainly that FHIR is meant, and not whatever a Binary holds. */
const saysFhir = new Set(['application/fhir+json', 'application/json+fhir', 'json']);
const isR4 = ({ parameters }: MediaType): boolean => {
  const version = parameters.get('fhirversion');
  return version === undefined || /^4\.0(\.\d+)?$/.test(version);
};

/**
 * What an answer may be: FHIR as JSON, or (`native`) a Binary as the bytes it holds where the caller named no FHIR format
 * (https://hl7.org/fhir/R4/binary.html#rest). Throws 406 when neither is wanted: no XML, no Turtle, no other FHIR version.
 */
export function formatOf(
  accept: string | undefined,
  format: string | undefined,
): { isNative(contentType: string): boolean } {
  const wanted = (format !== undefined ? [format.replace(/ /g, '+')] : (accept ?? '*/*').split(','))
    .map(mediaType)
    .filter(({ type, parameters }) => type !== '' && !/^0(\.0*)?$/.test(parameters.get('q') ?? '1'));
  const takes = ({ type }: MediaType) => type === '*/*' || type === 'application/*' || fhirJson.has(type);
  const isFhir = wanted.length === 0 || wanted.some((one) => takes(one) && isR4(one));
  const named = wanted.some((one) => saysFhir.has(one.type) && isR4(one));
  const isNative = (contentType: string) =>
    format === undefined && !named && wanted.some(({ type }) => matches(type, mediaType(contentType).type));
  if (!isFhir && (format !== undefined || wanted.every((one) => isOtherFhir(one) || takes(one))))
    throw notAcceptable();
  return {
    isNative: (contentType) => {
      if (isNative(contentType)) return true;
      if (!isFhir) throw notAcceptable();
      return false;
    },
  };
}

const isOtherFhir = ({ type }: MediaType): boolean =>
  /[/+](xml|turtle)$|^(xml|ttl|html|text\/html)$/.test(type);
const matches = (range: string, type: string): boolean =>
  range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));

const notAcceptable = () =>
  new FhirFailure(406, 'not-supported', 'Only JSON of FHIR 4.0 is spoken here (application/fhir+json)');

/** Whether a body is FHIR as JSON, a form, or bytes of something else. Throws 415 for another FHIR version or character set. */
export function contentOf(header: string | undefined): 'fhir' | 'json' | 'patch' | 'form' | 'other' {
  if (header === undefined) return 'json';
  const media = mediaType(header);
  const charset = media.parameters.get('charset')?.toLowerCase();
  const refuse = (text: string) => new FhirFailure(415, 'not-supported', text);
  if (media.type === 'application/x-www-form-urlencoded') return 'form';
  if (media.type === 'application/json-patch+json') return 'patch';
  if (!fhirJson.has(media.type)) return 'other';
  if (!isR4(media)) throw refuse('Only FHIR 4.0 is understood');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw refuse('Only UTF-8 is understood');
  return saysFhir.has(media.type) ? 'fhir' : 'json';
}
