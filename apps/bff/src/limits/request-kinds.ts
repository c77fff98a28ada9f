import type { FastifyRequest } from 'fastify';

/**
 * How many a minute: of one session, and of one address for those who have none (a hospital may share an address). More
 * than a person with all their screens open comes to; `perAddress` alone: not worth looking for a session.
 */
interface RequestKind {
  perSession?: number;
  perAddress: number;
}
export const requestKinds = {
  /** Calls, each of a batch counted. A chart is ten of them. */
  calls: { perSession: 1_200, perAddress: 600 },
  /** What the browser asks of its session, files of documents, exports. */
  actions: { perSession: 600, perAddress: 600 },
  /** A study has thousands of frames, and somebody scrolls through several. */
  images: { perSession: 30_000, perAddress: 600 },
  pages: { perSession: 600, perAddress: 1_200 },
  /** Signing in: several requests each, before anybody has a session. */
  'sign-in': { perAddress: 600 },
  /** Scripts and styles of the web and of the viewer. */
  assets: { perAddress: 30_000 },
  health: { perAddress: 1_200 },
} as const satisfies Record<string, RequestKind>;
export type KindOfRequest = keyof typeof requestKinds;

/** Null: what only says that this process is there. `url` of the route decides, so that `/%74rpc` is a call too. */
export function kindOf(request: FastifyRequest): KindOfRequest | null {
  const route = request.routeOptions.url ?? '';
  if (route === '/api/alive') return null;
  if (route === '/api/health') return 'health';
  if (isBelow(route, '/trpc')) return 'calls';
  if (isBelow(route, '/bff')) return 'actions';
  if (isBelow(route, '/dicom-web')) return 'images';
  if (isBelow(route, '/ohif')) return 'assets';
  // the web's, by its address as it is written; what the web may read otherwise than we do is a page
  const path = request.url.split('?', 1)[0] ?? '';
  if (/%|\\|\/\/|\/\./.test(path)) return 'pages';
  if (isBelow(path, '/api/auth')) return 'sign-in';
  return isBelow(path, '/_next/static') || isBelow(path, '/pdfjs') ? 'assets' : 'pages';
}

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Calls in the address of a batch: `/trpc/a.b,c.d`. */
export function callsIn(url: string): number {
  const names = (url.split('?', 1)[0] ?? '').replaceAll(/%2c/gi, ',');
  return names.split(',').length;
}
