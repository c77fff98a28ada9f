import type { Weakening } from '../weakening.ts';

const trpc = 'src/trpc.ts',
  search = 'src/features/patients/router.ts';

/** What the trail keeps, and the limits of what anybody may ask. */
export const ofTheTrail: readonly Weakening[] = [
  {
    id: 'refusals-without-a-trail',
    edits: [
      {
        file: trpc,
        within: 'guarded',
        find: "await recorded(ctx, { ...entry, outcome: 'denied', reason: $reason });",
        replace: '',
      },
    ],
    breaks: ['24 trail: a refusal'],
  },
  {
    id: 'openings-without-a-trail',
    edits: [
      {
        file: trpc,
        within: 'recorded',
        find: 'await services.audit.record(entry);',
        replace: "if (entry.outcome !== 'success') await services.audit.record(entry);",
      },
    ],
    breaks: ['24 trail: a page'],
  },
  {
    id: 'logs-with-addresses',
    edits: [
      {
        file: 'src/http/request-log.ts',
        find: 'request.log.info({ method: request.method, route, status: $status, ms: $ms }, $said)',
        replace: 'request.log.error({ url: decodeURIComponent(request.url), route }, $said)',
      },
    ],
    breaks: ['24 trail: a line break'],
  },
  {
    id: 'questions-as-they-were-sent',
    edits: [
      {
        file: trpc,
        within: 'asked',
        find: 'const query = askedOf(parsersOf(path), input);',
        replace: 'const query = JSON.stringify(input); void askedOf; void parsersOf; void path;',
      },
    ],
    breaks: ['24 trail: it is not filled'],
  },
  {
    id: 'one-count-for-all-addresses',
    edits: [
      {
        file: 'src/session/failed-sign-ins.ts',
        find: 'tally.written >= maxOfOne || (tally.written > 0 && this.#written >= maxOfAll)',
        replace: 'this.#written >= 120',
      },
    ],
    breaks: ['24 trail: the failures'],
  },
  {
    id: 'images-under-the-first-emergency-access',
    edits: [
      {
        file: 'src/proxy/gate.ts',
        find: "`${session.id} ${study} ${operation} ${decision.grant?.id ?? ''}`",
        replace: '`${session.id} ${study} ${operation}`',
      },
    ],
    breaks: ['24 trail: images'],
  },
  {
    id: 'a-batch-is-one-call',
    edits: [
      {
        file: 'src/limits/requests.ts',
        find: "kind === 'calls' ? callsIn(request.url) : 1",
        replace: "kind === 'calls' && callsIn('') > 1_000 ? 2 : 1",
      },
    ],
    breaks: ['26 floods: calls'],
  },
  {
    id: 'images-are-not-counted',
    edits: [
      {
        file: 'src/limits/request-kinds.ts',
        find: "if (isBelow(route, '/dicom-web')) return 'images';",
        replace: "if (isBelow(route, '/dicom-web')) return null;",
      },
    ],
    breaks: ['26 floods: pages'],
  },
  {
    id: 'refused-passwords-are-left-out',
    edits: [
      {
        file: 'src/session/failed-sign-in.ts',
        find: 'const isWritten = await failed.add({ ...parsed.data, requestId: request.id });',
        replace:
          "const isWritten = parsed.data.reason === 'password' || (await failed.add({ ...parsed.data, requestId: request.id }));",
      },
    ],
    breaks: ['24 trail: a password'],
  },
  {
    id: 'searches-are-not-counted',
    edits: [{ file: search, find: "await lookups.count('searches', ctx.session.userId);", replace: '' }],
    breaks: ['26 enumeration: who'],
  },
  {
    id: 'refusals-go-on-for-ever',
    edits: [{ file: trpc, find: 'if (tooMany) throw tooMany;', replace: '' }],
    breaks: ['26 enumeration: so'],
  },
];
