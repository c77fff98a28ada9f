import { DirectoryError, type DirectoryProblem } from './directory.ts';

const timeoutMs = 8_000;
/** More than a page of people with everything a provider keeps of them. */
const maxBytes = 4_000_000;

interface DirectoryAnswer {
  status: number;
  body: unknown;
  etag: string | null;
  /** Where what was made stands. */
  location: string | null;
}
export type DirectoryRequest = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options?: { body?: unknown; type?: string; ifMatch?: string },
) => Promise<DirectoryAnswer>;

const problems: Record<number, DirectoryProblem> = {
  400: 'invalid',
  401: 'refused',
  403: 'refused',
  404: 'not-found',
  409: 'changed',
  412: 'changed',
};

/** Calls below one base address with the background client's token; redirects are not followed. Rejects with DirectoryError. */
export function directoryRequests(base: string, token: () => Promise<string>): DirectoryRequest {
  return async (method, path, { body, type = 'application/json', ifMatch } = {}) => {
    let response: Response;
    try {
      response = await fetch(`${base}${path}`, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          authorization: `Bearer ${await token()}`,
          accept: type,
          ...(body === undefined ? {} : { 'content-type': type }),
          ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const content = await bounded(response);
      if (response.ok)
        return {
          status: response.status,
          body: content === '' ? null : (JSON.parse(content) as unknown),
          etag: response.headers.get('etag'),
          location: response.headers.get('location'),
        };
    } catch (cause) {
      throw new DirectoryError('away', { cause });
    }
    // what it wrote stays out of our errors: it may name people
    throw new DirectoryError(problems[response.status] ?? 'away', {
      cause: new Error(`status ${response.status}`),
    });
  };
}

/** Of a request that makes something: what is in the way is there already. */
export const made = (answer: Promise<DirectoryAnswer>): Promise<DirectoryAnswer> =>
  answer.catch((error: unknown) => {
    throw error instanceof DirectoryError && error.problem === 'changed'
      ? new DirectoryError('taken', { cause: error })
      : error;
  });

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
