import type { Binary } from '@medplum/fhirtypes';
import { badRequest } from '../outcome.ts';
import { json, type FhirAnswer, type FhirCall } from './call.ts';
import { contentOf } from './negotiate.ts';

/** A Binary that is written as the bytes it holds: https://hl7.org/fhir/R4/binary.html#rest */
export function binaryOf(call: FhirCall, bytes: Buffer): Binary {
  const contentType = call.headers['content-type'] ?? 'application/octet-stream',
    context = call.headers['x-security-context'];
  if (bytes.length === 0) throw badRequest('A Binary has content');
  const id = call.path[1];
  return {
    resourceType: 'Binary',
    ...(id === undefined ? {} : { id }),
    contentType,
    ...(context === undefined ? {} : { securityContext: { reference: context } }),
    data: bytes.toString('base64'),
  };
}

/** Whether a request writes a Binary as bytes: it is sent to where Binaries are kept, and does not say that it is FHIR. */
export function isBinaryContent({ method, path, headers }: FhirCall): boolean {
  if (path[0] !== 'Binary') return false;
  const isWritten = (method === 'POST' && path.length === 1) || (method === 'PUT' && path.length === 2);
  return isWritten && !['fhir', 'json'].includes(contentOf(headers['content-type']));
}

/** What a Binary holds, as it is, where the caller takes it so. A reader is told to run nothing of it. */
export function nativeAnswer(answer: FhirAnswer, isNative: (contentType: string) => boolean): FhirAnswer {
  if (answer.status !== 200 || typeof answer.body !== 'string') return answer;
  const { resourceType, contentType, data } = JSON.parse(answer.body) as Binary;
  if (resourceType !== 'Binary' || !contentType || !isNative(contentType)) return answer;
  return {
    ...json(200, null, {
      ...answer.headers,
      'content-type': contentType,
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': 'attachment',
    }),
    body: Buffer.from(data ?? '', 'base64'),
  };
}

/** Reads and versions of one Binary. */
export const isBinaryRead = ({ method, path }: FhirCall): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  path[0] === 'Binary' &&
  path[1] !== undefined &&
  !path[1].startsWith('_') &&
  (path.length === 2 || (path.length === 4 && path[2] === '_history'));
