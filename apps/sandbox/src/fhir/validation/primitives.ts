import { Decimal } from '@keneyapp/fhir-client/json';

/** https://hl7.org/fhir/R4/datatypes.html#primitive; `null` where the value is one, else what is wrong with it. */
export function primitiveProblem(type: string, value: unknown): string | null {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'true or false is needed';
    case 'decimal':
      return typeof value === 'number' || value instanceof Decimal ? null : 'a number is needed';
    case 'integer':
      return wholeProblem(value, -2_147_483_648);
    case 'unsignedInt':
      return wholeProblem(value, 0);
    case 'positiveInt':
      return wholeProblem(value, 1);
    default:
      return textProblem(type, value);
  }
}

function wholeProblem(value: unknown, least: number): string | null {
  if (typeof value !== 'number' || !Number.isInteger(value)) return 'a whole number is needed';
  return value >= least && value <= 2_147_483_647
    ? null
    : `a whole number from ${least} to 2147483647 is needed`;
}

/** As XML Schema means a space, which the expressions of the specification are written in: a no-break space is none. */
const spaceless = /^[^ \t\r\n]+$/;
const forms: Record<string, RegExp> = {
  uri: spaceless,
  url: spaceless,
  canonical: spaceless,
  oid: /^urn:oid:[0-2](\.(0|[1-9]\d*))+$/,
  uuid: /^urn:uuid:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  id: /^[A-Za-z0-9.-]{1,64}$/,
  code: /^[^ \t\r\n]+([ \t\r\n][^ \t\r\n]+)*$/,
  time: /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?$/,
};
const moment = {
  date: /^(\d{4})(-(\d\d)(-(\d\d))?)?$/,
  dateTime:
    /^(\d{4})(-(\d\d)(-(\d\d)(T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d))?)?)?$/,
  instant:
    /^(\d{4})(-(\d\d)(-(\d\d)(T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d))))$/,
};

function textProblem(type: string, value: unknown): string | null {
  if (typeof value !== 'string') return 'text is needed';
  if (value === '') return 'an empty text is not allowed';
  if (type === 'base64Binary') return isBase64(value) ? null : 'base64 is needed';
  if (type === 'date' || type === 'dateTime' || type === 'instant') return momentProblem(type, value);
  const form = forms[type];
  if (form) return form.test(value) ? null : `not a ${type}`;
  if (value.length > 1024 * 1024 && type !== 'xhtml') return 'a text of more than 1 MB is not allowed';
  return value.trim() === '' ? 'text of spaces alone is not allowed' : null;
}

function momentProblem(type: keyof typeof moment, value: string): string | null {
  const found = moment[type].exec(value);
  if (!found)
    return /T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value)
      ? `a ${type} with a time needs its zone`
      : `not a ${type}`;
  const [, year, , month = '01', , day = '01'] = found;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return year !== '0000' &&
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= days
    ? null
    : 'there is no such day';
}

/** Line breaks and spaces are ignored: https://hl7.org/fhir/R4/datatypes.html#base64Binary */
function isBase64(text: string): boolean {
  const bare = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  if (bare.length === 0 || bare.length % 4 !== 0) return false;
  const end = bare.endsWith('==') ? bare.length - 2 : bare.endsWith('=') ? bare.length - 1 : bare.length;
  for (let i = 0; i < end; i += 1) if (!base64Codes[bare.charCodeAt(i)]) return false;
  return true;
}
const base64Codes: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9+/]/.test(String.fromCharCode(code)),
);
