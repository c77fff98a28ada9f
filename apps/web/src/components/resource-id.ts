/** An id as addresses carry it (FHIR's, as `fhirIdPattern` of @keneyapp/fhir-client says it), and never a path as `..` would be. */
const resourceId = /^(?!\.+$)[A-Za-z0-9.-]{1,64}$/;

export const isResourceId = (text: unknown): text is string =>
  typeof text === 'string' && resourceId.test(text);
