/**
 * A FHIR id (https://hl7.org/fhir/R4/datatypes.html#id), and never a path: `.` and `..` are made of its characters. The one
 * place this is written; apart from the client, so that schemas the web imports bring none of it.
 */
export const fhirIdPattern = /^(?!\.+$)[A-Za-z0-9.-]{1,64}$/;

export const isFhirId = (text: unknown): text is string =>
  typeof text === 'string' && fhirIdPattern.test(text);
