import type { Weakening } from '../weakening.ts';

const guarded = 'src/access/guarded-fhir.ts',
  content = 'src/features/documents/content.ts',
  csrf = 'src/http/csrf.ts',
  live = 'src/features/live/router.ts',
  trpc = 'src/trpc.ts';

const input: Weakening[] = [
  {
    id: 'ids-are-not-checked',
    edits: [
      {
        file: 'src/patient-input.ts',
        find: 'z.string().regex($pattern)',
        replace: "z.string().catch('nobody')",
      },
    ],
    breaks: ['2 search'],
  },
  {
    id: 'a-search-without-its-words',
    edits: [
      {
        file: 'src/features/patients/search.ts',
        within: 'searchesFor',
        find: 'if (names.length === 1 && birthdate === undefined) return $searches;',
        replace: "if (first !== '' && birthdate === undefined) return [{ _sort: 'family' }];",
      },
      {
        file: 'src/features/patients/search.ts',
        within: 'searchesFor',
        find: '{ birthdate, identifier, name: names }',
        replace: '{ birthdate }',
      },
    ],
    breaks: ['3 oracles: words'],
  },
  {
    id: 'any-name-of-a-type',
    edits: [
      {
        file: 'src/features/record/schema.ts',
        within: 'typeInput',
        find: 'z.string().regex($pattern)',
        replace: 'z.string()',
      },
    ],
    breaks: [
      '5 operations and types: $everything',
      '5 operations and types: Patient/x',
      '5 operations and types: $graphql',
      '5 operations and types: $export',
      '5 operations and types: Observation',
      '5 operations and types: ../',
      '5 operations and types: Condition',
    ],
  },
  {
    id: 'any-type-of-the-record',
    edits: [{ file: 'src/features/record/router.ts', within: 'known', body: 'return type;' }],
    breaks: [
      '5 operations and types: Bundle',
      '5 operations and types: Group',
      '5 operations and types: Parameters',
      '5 operations and types: AuditEvent',
      '5 operations and types: Subscription',
      '5 operations and types: OperationOutcome',
    ],
  },
  {
    id: 'batches-without-a-limit',
    edits: [{ file: 'src/trpc-options.ts', find: 'maxBatchSize: 12', replace: 'maxBatchSize: 1000' }],
    breaks: ['6 batches'],
  },
  {
    id: 'whether-there-is-such-a-patient-is-told',
    edits: [
      {
        file: trpc,
        within: 'guarded',
        find: 'if (!verdict.allow) $refusal;',
        replace: "if (patientId !== null) await ctx.reads().read('Patient', patientId);\n$found",
      },
    ],
    breaks: ['8 existence'],
  },
  {
    id: 'no-limit-of-size',
    edits: [{ file: 'src/server.ts', find: 'bodyLimit: 1_048_576', replace: 'bodyLimit: 500_000_000' }],
    breaks: ['25 size'],
  },
  {
    id: 'a-token-in-the-answer',
    edits: [
      {
        file: 'src/features/session/router.ts',
        find: 'username: session.username',
        replace: 'username: `${session.username} ${await session.accessToken()}`',
      },
    ],
    breaks: ['tokens: no answer'],
  },
];

const files: Weakening[] = [
  {
    id: 'files-without-a-sandbox',
    edits: [
      {
        file: content,
        find: "\"default-src 'none'; sandbox; frame-ancestors 'none'\"",
        replace: '"frame-ancestors \'self\'"',
      },
    ],
    breaks: ['13 scripts'],
  },
  {
    id: 'attachments-are-fetched',
    edits: [
      {
        file: content,
        within: 'load',
        find: 'if (binaryId === null) throw new Refusal(422, $word);',
        replace:
          "if (binaryId === null) return { bytes: Buffer.from(await (await fetch(attachment.url ?? '')).arrayBuffer()), attachment, resources, title };",
      },
    ],
    breaks: ['14 forged requests: an attachment'],
  },
  {
    id: 'any-binary',
    edits: [
      {
        file: guarded,
        within: 'file',
        find: 'owners.length === 0 || shown.includes(null) || !file',
        replace: '!file',
      },
    ],
    breaks: [
      '14 forged requests: a Binary',
      '14 files: of a Binary that says nothing of itself and a document of somebody else',
    ],
  },
  {
    id: 'binaries-without-labels',
    edits: [
      {
        file: 'src/access/chart-guard.ts',
        within: 'chartGuard',
        find: 'isPermitted(file, obligations) ? file : null',
        replace: 'file',
      },
    ],
    breaks: ['14 forged requests: a Binary of another patient’s'],
  },
  {
    id: 'files-for-other-sites',
    edits: [
      {
        file: content,
        find: "site !== undefined && site !== 'same-origin' && site !== 'none'",
        replace: "site === ''",
      },
    ],
    breaks: ['16 cross-site: a file'],
  },
  {
    id: 'files-without-a-trail',
    edits: [
      {
        file: content,
        find: 'await services.audit.record({ ...opened, basis: $basis, emergency: $emergency, resources: $resources });',
        replace: 'void file.resources;',
      },
    ],
    breaks: ['24 trail: a file'],
  },
];

const liveUpdates: Weakening[] = [
  {
    id: 'every-change-is-told',
    edits: [
      {
        file: live,
        within: 'chart',
        find: 'await permitted(services.capabilities.liveChanges, change, features, verdicts)',
        replace: 'features',
      },
    ],
    breaks: ['23 live: a patient'],
  },
  {
    id: 'the-banner-of-everybody',
    edits: [
      { file: live, within: 'chart', find: "verdicts.get('summary.read')?.allow", replace: 'verdicts' },
    ],
    breaks: ['23 live: a secretary'],
  },
  {
    id: 'who-is-here-for-everybody',
    edits: [
      {
        file: 'src/features/live/enter.ts',
        within: 'enter',
        find: "!rights['patients.search'] || !chart.allow",
        replace: '!rights',
      },
      { file: 'src/features/live/here.ts', within: 'colleaguesOf', find: '!chart.allow', replace: '!chart' },
    ],
    breaks: ['23 live: who is in a chart'],
  },
  {
    id: 'a-stream-is-decided-once',
    edits: [{ file: live, within: 'decide', find: 'services.accessFor(session)', replace: 'ctx.access' }],
    breaks: ['23 live: a stream'],
  },
];

const sites: Weakening[] = [
  {
    id: 'no-check-of-the-site',
    edits: [{ file: csrf, within: 'problem', body: 'void [request, ours, path]; return null;' }],
    breaks: [
      '16 cross-site: a sibling',
      '16 cross-site: another',
      '16 cross-site: no header',
      '16 cross-site: an opaque',
    ],
  },
  {
    id: 'every-origin',
    edits: [
      {
        file: csrf,
        within: 'problem',
        find: "if (origin !== undefined && origin !== ours) return 'origin';",
        replace: '',
      },
    ],
    breaks: ['16 cross-site: an opaque'],
  },
  {
    id: 'no-header-of-ours',
    edits: [{ file: csrf, within: 'problem', find: "return 'header';", replace: 'return null;' }],
    breaks: ['16 cross-site: no header'],
  },
  {
    id: 'paths-as-they-are-written',
    edits: [{ file: csrf, find: "(request.routeOptions.url ?? '').startsWith('/trpc')", replace: 'false' }],
    breaks: ['16 cross-site: an encoded'],
  },
  {
    id: 'a-write-is-a-query',
    edits: [
      {
        file: 'src/features/vitals/router.ts',
        within: 'vitalsRouter.record',
        find: '$procedure.input(recordInput).mutation($work)',
        replace: '$procedure.input(recordInput).query($work)',
      },
      {
        file: 'src/declared.ts',
        within: 'problemOf',
        find: "type !== 'mutation'",
        replace: "type !== 'mutation' && path !== 'vitals.record'",
      },
    ],
    breaks: ['16 cross-site: a mutation'],
  },
  {
    id: 'any-name-of-the-host',
    edits: [{ file: csrf, within: 'hostCheck', find: 'isProbe($path)', replace: "host !== ''" }],
    breaks: ['20 headers'],
  },
];

const sessions: Weakening[] = [
  {
    id: 'the-session-before-stays',
    edits: [
      {
        file: 'src/session/store.ts',
        within: 'create',
        find: 'if (previousCookie) await this.endByCookie(previousCookie, $reason);',
        replace: 'void previousCookie;',
      },
    ],
    breaks: ['17 sessions'],
  },
  {
    id: 'logout-tokens-are-believed',
    edits: [
      {
        file: 'src/session/provider.ts',
        within: 'verify',
        body: "void [options, keys]; const [protectedHeader, payload] = token.split('.').map((part, i) => (i < 2 ? JSON.parse(Buffer.from(part, 'base64url').toString()) : null)); return { protectedHeader, payload } as JWTVerifyResult;",
      },
    ],
    breaks: ['18 logout'],
  },
  {
    id: 'a-logout-of-the-provider-ends-nothing',
    edits: [
      {
        file: 'src/session/store.ts',
        within: 'endByProvider',
        find: 'await this.end($ids, $reason);',
        replace: '',
      },
    ],
    breaks: ['21 revoked'],
  },
];

export const ofTheEdges: readonly Weakening[] = [...input, ...files, ...liveUpdates, ...sites, ...sessions];
