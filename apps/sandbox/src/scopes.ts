/** SMART scopes of version 1 (`user/Observation.read`) and 2 (`system/*.cruds`), as infra/engines/hapi reads them. */
const form = /^(user|system)\/(\*|[A-Za-z]+)\.(\*|read|write|[cruds]+)$/;
/** What belongs to the installation, and not to a person. */
const ofInstallation = new Set(['Subscription', 'SearchParameter', 'CodeSystem', 'ValueSet', 'ConceptMap']);
/** Operations that read what they are asked about and nothing else. */
const plainOperations = new Set([
  ...['$expand', '$lookup', '$validate-code', '$translate', '$subsumes', '$validate', '$find-matches'],
  ...['$lastn', '$match', '$meta'],
]);

/** A right that a request needs; `type` null: of all types. `changes` is the type that a write is about. */
interface Need {
  type: string | null;
  isWrite: boolean;
  changes?: string | null;
}

function covers(scope: string, { type, isWrite, changes = type }: Need): boolean {
  const [, who, of, rights = ''] = form.exec(scope) ?? [];
  if (who === undefined) return false;
  if (isWrite && changes !== null && ofInstallation.has(changes) && who !== 'system') return false;
  if (of !== '*' && of !== type) return false;
  if (rights === '*') return true;
  if (rights === 'read' || rights === 'write') return (rights === 'write') === isWrite;
  return isWrite
    ? rights.includes('c') && rights.includes('u')
    : rights.includes('r') && rights.includes('s');
}
const isCovered = (scopes: readonly string[], need: Need): boolean =>
  scopes.some((scope) => covers(scope, need));

export interface Asked {
  method: string;
  /** Decoded segments below the base. */
  path: readonly string[];
  /** Names of its parameters. */
  parameters: readonly string[];
  body: unknown;
}

/** Whether scopes cover a FHIR request: each part of a Bundle is looked at as if it had come alone. */
export function coversFhir(scopes: readonly string[], asked: Asked): boolean {
  const { method, path, body } = asked;
  if (method === 'POST' && path.length === 0) {
    const { entry } = (body ?? {}) as { entry?: unknown };
    if (!Array.isArray(entry)) return isCovered(scopes, { type: null, isWrite: true });
    return entry.every((part: unknown) => {
      const inner = partOf(part);
      // what is no request is refused in its place by the server, to whom may do everything
      return inner ? coversFhir(scopes, inner) : scopes.includes('system/*.*');
    });
  }
  return isCovered(scopes, needOf(asked));
}

/** A part of a Bundle as a request of its own; null for what is none (an address elsewhere, a Bundle in a Bundle). */
function partOf(part: unknown): Asked | null {
  const { request, resource } = (part ?? {}) as {
    request?: { method?: unknown; url?: unknown };
    resource?: { resourceType?: unknown };
  };
  if (typeof request?.method !== 'string' || typeof request.url !== 'string') return null;
  const [at = '', query = ''] = request.url.split('?');
  const path = at.split('/').filter(Boolean);
  const [type = ''] = path;
  if (!/^[A-Z][A-Za-z]+$|^\$/.test(type) || at.includes(':') || resource?.resourceType === 'Bundle')
    return null;
  // what is written is what stands in the part, whatever its address says
  if (resource && typeof resource.resourceType === 'string' && resource.resourceType !== type) {
    const isPatchOrInput = ['Parameters', 'Binary'].includes(resource.resourceType);
    if (!isPatchOrInput) return null;
  }
  const parameters = [...new URLSearchParams(query).keys()];
  return { method: request.method.toUpperCase(), path, parameters, body: resource };
}

function needOf({ method, path, parameters }: Asked): Need {
  const type = path[0] !== undefined && /^[A-Z]/.test(path[0]) ? path[0] : null;
  const operation = path.find((segment) => segment.startsWith('$'));
  const reads = method === 'GET' || method === 'HEAD';
  if (operation !== undefined) {
    const isPlain = plainOperations.has(operation);
    // $everything, $graphql and the like bring along whatever there is
    const isWrite = !isPlain && !reads && operation !== '$everything';
    return { type: isPlain ? type : null, isWrite, changes: type };
  }
  const isSearch = reads || (method === 'POST' && path.at(-1) === '_search');
  // what is included, or asked about by a chain, is of other types
  const reachesFurther = parameters.some((name) => /^_(rev)?include|^_has\b|[.]/.test(name));
  return { type: isSearch && reachesFurther ? null : type, isWrite: !isSearch };
}

/** Images: looking asks for the right to read all, storing for that to write. */
export const coversImages = (scopes: readonly string[], method: string): boolean =>
  isCovered(scopes, { type: null, isWrite: method !== 'GET' && method !== 'HEAD' });

/** Of the client that administers accounts, and of the one that sets an installation up. */
export const coversAccounts = (scopes: readonly string[]): boolean =>
  scopes.includes('accounts') || scopes.includes('system/*.*');
