import type { Weakening } from '../weakening.ts';

/** What lies behind the front door. */
export const ofTheInternals: readonly Weakening[] = [
  {
    id: 'an-internal-listener-for-everybody',
    edits: [
      {
        file: 'src/http/internal-secret.ts',
        within: 'internalSecret',
        find: "request.url.startsWith('/live/fhir/')",
        replace: 'request.url',
      },
    ],
    breaks: ['25 internals: the internal listener'],
  },
  {
    id: 'access-tokens-of-anybody',
    edits: [
      {
        file: 'src/session/provider.ts',
        find: 'await requireSame(verified, accessToken);',
        replace: 'void requireSame; void accessToken;',
      },
    ],
    breaks: ['25 internals: one person'],
  },
  {
    id: 'streams-without-end',
    edits: [
      {
        file: 'src/limits/streams.ts',
        find: '(this.#open.get(name) ?? 0) >= max * this.#factor',
        replace: '(this.#open.get(name) ?? 0) >= max * this.#factor * 1000',
      },
    ],
    breaks: ['25 internals: one session'],
  },
];
