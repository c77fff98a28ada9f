/**
 * Deliberate weaknesses of the BFF: what a slip of a hand could do. Each edit replaces a text that stands exactly once in its
 * file. `breaks` names the cases of e2e/leaks (by the beginning of their titles) that must fail on a build with it;
 * `npm run leaks:prove` sees to it.
 */
interface Edit {
  file: string;
  find: string;
  replace: string;
}
export interface Weakening {
  id: string;
  edits: readonly Edit[];
  breaks: readonly string[];
}

const chartShowsEverything: Edit = {
  file: 'src/access/guarded-fhir.ts',
  find: 'shows: (resource) => isOfChart(resource, patientId) && isPermitted(resource, obligations),',
  replace: 'shows: () => true,',
};
const everythingBelongs: Edit = {
  file: 'src/fhir/compartment.ts',
  find: "if (resource.resourceType === 'Patient') return resource.id === patientId;",
  replace: "if (resource.id !== undefined || patientId === '') return true;",
};
const everybodyMay: Edit = {
  file: 'src/access/access.ts',
  find: 'const first = await this.#options.policy.decide(inputs);',
  replace:
    "const first: Decision[] = inputs.map(() => ({ allow: true, basis: 'role', reasons: [], obligations: { hideLabels: [], releasedOnly: false }, mayBreakGlass: false }));",
};

export const weakenings: readonly Weakening[] = [
  {
    id: 'every-decision-allows',
    edits: [everybodyMay],
    breaks: [
      '1 another patient: summary',
      '1 another patient: problems',
      '1 another patient: allergies',
      '1 another patient: medications',
      '1 another patient: results',
      '1 another patient: vitals',
      '1 another patient: documents',
      '1 another patient: imaging',
      '1 another patient: encounters',
      '1 another patient: immunizations',
      '1 another patient: timeline',
      '1 another patient: record',
      '1 another patient: the banner',
      '1 another patient: one patient',
      '1 another patient: every other',
      '6 batches',
      '8 existence',
      '8 counts',
      '12 hidden',
      '15 addresses: a document',
      '20 headers',
      '21 remembered',
      '21 consent',
      '22 emergency',
      '23 images: a foreign',
      '23 images: frames',
      '23 images: a search',
      '23 images: nobody',
      '23 live',
      '24 trail: a refusal',
    ],
  },
  {
    id: 'a-chart-answers-what-the-server-brings',
    edits: [chartShowsEverything],
    breaks: ['4 includes', '12 hidden: very', '12 hidden: withheld', '12 hidden: a result', '8 counts'],
  },
  {
    id: 'whatever-is-asked-for-belongs-to-the-patient',
    edits: [everythingBelongs],
    breaks: ['1 another patient: read', '10 moving: a version', '11 identity'],
  },
  {
    id: 'lists-ask-for-everybody',
    edits: [
      everythingBelongs,
      {
        file: 'src/fhir/compartment.ts',
        find: "return type === 'Patient' ? { _id: patientId } : { [compartment[type]?.search ?? 'patient']: `Patient/${patientId}` };",
        replace: 'return type === patientId ? { _id: patientId } : {};',
      },
    ],
    breaks: ['3 oracles: parameters'],
  },
  {
    id: 'ids-are-not-checked',
    edits: [
      {
        file: 'src/patient-input.ts',
        find: 'z.string().regex(/^(?!\\.+$)[A-Za-z0-9.-]{1,64}$/)',
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
        find: "if (names.length === 1 && birthdate === undefined) return [{ birthdate, identifier, family: first, _sort: 'family' }, { birthdate, identifier, given: first }];",
        replace: "if (first !== '' && birthdate === undefined) return [{ _sort: 'family' }];",
      },
      {
        file: 'src/features/patients/search.ts',
        find: 'return [{ birthdate, identifier, name: names }];',
        replace: 'return [{ birthdate }];',
      },
    ],
    breaks: ['3 oracles: words'],
  },
  {
    id: 'any-type-of-the-record',
    edits: [
      {
        file: 'src/features/record/schema.ts',
        find: 'export const typeInput = z.object({ type: z.string().regex(/^[A-Z][A-Za-z]{1,39}$/) });',
        replace: 'export const typeInput = z.object({ type: z.string() });',
      },
      {
        file: 'src/features/record/router.ts',
        find: "if (!isRecordType(type)) throw new TRPCError({ code: 'NOT_FOUND', message: 'type' });\n  return type;",
        replace: "return type as Resource['resourceType'];",
      },
    ],
    breaks: ['5 operations and types'],
  },
  {
    id: 'any-parameter-of-images',
    edits: [
      {
        file: 'src/proxy/query.ts',
        find: "if (!known) throw new QueryError('unknown parameter');",
        replace: 'if (!known) continue;',
      },
    ],
    breaks: ['7 links'],
  },
  {
    id: 'one-key-for-all-patients',
    edits: [
      {
        file: 'src/features/vitals/write.ts',
        find: 'update(`${patientId}|${key}`)',
        replace: 'update(patientId === key ? patientId : key)',
      },
    ],
    breaks: ['9 conditional'],
  },
  {
    id: 'measures-of-anybody',
    edits: [
      everythingBelongs,
      {
        file: 'src/features/vitals/write.ts',
        find: "{ _id: ids.join(','), patient: `Patient/${ctx.patientId}`, _count: ids.length }",
        replace: "{ _id: ids.join(','), _count: ids.length }",
      },
      {
        file: 'src/features/vitals/write.ts',
        find: "e.resource?.resourceType === 'Observation' && e.resource.subject?.reference === `Patient/${ctx.patientId}`",
        replace: "e.resource?.resourceType === 'Observation'",
      },
    ],
    breaks: ['10 moving: a measure'],
  },
  {
    id: 'files-without-a-sandbox',
    edits: [
      {
        file: 'src/features/documents/content.ts',
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
        file: 'src/features/documents/content.ts',
        find: "if (binaryId === null) throw new Refusal(422, attachment.url ? 'elsewhere' : 'no-content');",
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
        file: 'src/features/documents/content.ts',
        find: "if (owner !== null && !await isOfThisChart(chart, owner, patientId)) throw new Refusal(404, 'not-found');",
        replace: 'void owner; void isOfThisChart;',
      },
    ],
    breaks: ['14 forged requests: a Binary'],
  },
  {
    id: 'addresses-are-tidied-up',
    edits: [
      everybodyMay,
      {
        file: 'src/proxy/paths.ts',
        find: 'const path = rawPath.slice(prefix.length);',
        replace:
          "const path = new URL(decodeURIComponent(decodeURIComponent(rawPath.replace('%00', ''))).replaceAll('\\\\', '/').replaceAll('//', '/'), 'http://x').pathname.slice(prefix.length);",
      },
    ],
    breaks: ['15 addresses: two'],
  },
  {
    id: 'no-check-of-the-site',
    edits: [
      {
        file: 'src/front/csrf.ts',
        find: 'if (reason) return refuse(request, reply, reason);',
        replace: 'if (reason) request.log.warn({ reason }, refuse.name);',
      },
    ],
    breaks: [
      '16 cross-site: a sibling',
      '16 cross-site: another',
      '16 cross-site: no header',
      '16 cross-site: an opaque',
    ],
  },
  {
    id: 'a-write-is-a-query',
    edits: [
      {
        file: 'src/features/vitals/router.ts',
        find: "patientProcedure('vitals', 'write').meta({ writes: 'C' }).input(recordInput).mutation(",
        replace: "patientProcedure('vitals', 'write').meta({ writes: 'C' }).input(recordInput).query(",
      },
    ],
    breaks: ['16 cross-site: a mutation'],
  },
  {
    id: 'the-session-before-stays',
    edits: [
      {
        file: 'src/session/store.ts',
        find: 'if (previousCookie) await this.endByCookie(previousCookie);',
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
        find: "const { payload } = await jwtVerify(token, keys, { issuer: env.OIDC_ISSUER, audience: env.OIDC_CLIENT_ID, clockTolerance: 10, algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'], ...options });",
        replace:
          "const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload; void options; void jwtVerify;",
      },
    ],
    breaks: ['18 logout'],
  },
  {
    id: 'a-logout-of-the-provider-ends-nothing',
    edits: [
      {
        file: 'src/session/store.ts',
        find: 'await this.end(rows.map((row) => row.id));\n    return rows.map((row) => ({ ...row, role: asRole(row.role) }));',
        replace: 'return rows.map((row) => ({ ...row, role: asRole(row.role) }));',
      },
    ],
    breaks: ['21 revoked'],
  },
  {
    id: 'any-reason-will-do',
    edits: [
      {
        file: 'src/features/emergency/schema.ts',
        find: 'z.string().trim().max(longestReason).refine((text) => substance(text) >= reasonLength, { error: `a reason of ${reasonLength} characters or more, in words` })',
        replace: 'z.string()',
      },
    ],
    breaks: ['22 emergency: a reason'],
  },
  {
    id: 'logs-with-addresses',
    edits: [
      {
        file: 'src/front/request-log.ts',
        find: 'request.log.info({ method: request.method, route,',
        replace: 'request.log.error({ url: decodeURIComponent(request.url), method: request.method, route,',
      },
    ],
    breaks: ['24 trail: a line break'],
  },
  {
    id: 'a-resource-as-it-is',
    edits: [
      {
        file: 'src/access/visible.ts',
        find: "if (resource.resourceType === 'Appointment' && resource.participant.some((p) => isStranger(p.actor))) {",
        replace:
          "if (resource.id !== undefined) return resource;\n  if (resource.resourceType === 'Appointment' && resource.participant.some((p) => isStranger(p.actor))) {",
      },
    ],
    breaks: ['11 identity: the others', '11 identity: what is private'],
  },
  {
    id: 'paths-as-they-are-written',
    edits: [
      {
        file: 'src/front/csrf.ts',
        find: " || (request.routeOptions.url ?? '').startsWith('/trpc')",
        replace: '',
      },
    ],
    breaks: ['16 cross-site: an encoded'],
  },
  {
    id: 'every-change-is-told',
    edits: [
      {
        file: 'src/features/live/router.ts',
        find: 'const told = await permitted(services.systemFhir, change, features, verdicts);',
        replace: 'const told = features; void permitted;',
      },
    ],
    breaks: ['23 live: a patient'],
  },
  {
    id: 'the-banner-of-everybody',
    edits: [
      {
        file: 'src/features/live/router.ts',
        find: "&& (feature !== 'patients' || change.resourceType === 'Patient' || verdicts.get('summary')?.allow)",
        replace: '',
      },
    ],
    breaks: ['23 live: a secretary'],
  },
  {
    id: 'no-limit-of-size',
    edits: [
      {
        file: 'src/server.ts',
        find: 'bodyLimit: 1_048_576, routerOptions',
        replace: 'bodyLimit: 500_000_000, routerOptions',
      },
    ],
    breaks: ['25 size'],
  },
  {
    id: 'a-token-in-the-answer',
    edits: [
      {
        file: 'src/features/session/router.ts',
        find: 'username: session.username,',
        replace: 'username: `${session.username} ${await session.accessToken()}`,',
      },
    ],
    breaks: ['tokens: no answer'],
  },
];
