/** A request of ours on one study; `kind` decides what is recorded and how the answer is treated. */
export interface StudyPath {
  kind: 'search' | 'metadata' | 'pixels' | 'preview' | 'export' | 'store';
  study: string;
  /** Null for a whole study or series. */
  instance: string | null;
  upstream: string;
}
export type DicomPath = StudyPath | { kind: 'studies' };

const uid = '[0-9]+(?:\\.[0-9]+)+';
const series = `/series/${uid}`,
  instance = `${series}/instances/${uid}`;

/** Every route that is passed on, below /dicom-web/studies/<uid>; anything else does not exist here. */
const routes: [method: 'GET' | 'POST', kind: StudyPath['kind'], tail: RegExp][] = [
  ['GET', 'search', exactly(`/series`)],
  ['GET', 'search', exactly(`(?:${series})?/instances`)],
  ['GET', 'metadata', exactly(`(?:${series}|${instance})?/metadata`)],
  ['GET', 'pixels', exactly(`${instance}/frames/[1-9][0-9]{0,7}(?:,[1-9][0-9]{0,7}){0,999}`)],
  ['GET', 'pixels', exactly(`${instance}/bulkdata/[0-9A-Za-z]{1,16}(?:/[0-9A-Za-z]{1,16}){0,16}`)],
  ['GET', 'pixels', exactly(`(?:${series}|${instance}|${instance}/frames/[1-9][0-9]{0,7})?/rendered`)],
  ['GET', 'preview', exactly(`(?:${series}|${instance}|${instance}/frames/[1-9][0-9]{0,7})?/thumbnail`)],
  ['GET', 'export', exactly(`(?:${series}|${instance})?`)],
  ['POST', 'store', exactly('')],
];
function exactly(tail: string): RegExp {
  return new RegExp(`^${tail}$`);
}

export const prefix = '/dicom-web';
const studyPath = new RegExp(`^/studies/(${uid})(.*)$`);

/**
 * Reads the path as it came, before any decoding: an encoded slash or dot, a semicolon, a second slash or several UIDs
 * match no route. Null when there is no such route.
 */
export function readPath(method: string, rawPath: string): DicomPath | null {
  if (rawPath.length > 4096 || !rawPath.startsWith(`${prefix}/`)) return null;
  const path = rawPath.slice(prefix.length);
  const asked = method === 'HEAD' ? 'GET' : method;
  if (path === '/studies' && asked === 'GET') return { kind: 'studies' };
  const found = studyPath.exec(path);
  const [, study = '', tail = ''] = found ?? [];
  if (!found || study.length > 64) return null;
  const route = routes.find(([m, , pattern]) => m === asked && pattern.test(tail));
  if (!route || tail.split('/').some((part) => /^[0-9.]+$/.test(part) && part.length > 64)) return null;
  const instance = /\/instances\/([0-9.]+)/.exec(tail)?.[1] ?? null;
  return { kind: route[1], study, instance, upstream: path };
}
