import {
  birthDateOf,
  checkIns,
  insSystems,
  isUnknownPlace,
  spellTraits,
  unknownPlaceCode,
  type StrictTraits,
} from '@keneyapp/clinical';
import { z } from 'zod';
import type { BffEnv } from '../env.ts';
import { differencesOf } from './compare.ts';
import type { Insi, InsiAnswer, InsiAway, InsiIdentity } from './insi.ts';

const timeoutMs = 5_000;
/** A person is a few hundred bytes. */
const maxBytes = 20_000;

const identitySchema = z.object({
  matricule: z.string(),
  oid: z.string(),
  birthName: z.string().min(1).max(200),
  givenNames: z.array(z.string().min(1).max(200)).max(50),
  birthDate: z.iso.date(),
  sex: z.enum(['M', 'F']),
  birthPlaceCode: z.string().max(5).nullable().optional(),
});
const answerSchema = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('one'), identity: identitySchema }),
  z.object({ answer: z.literal('none') }),
  z.object({ answer: z.literal('several') }),
]);

const away = (reason: InsiAway): InsiAnswer => ({ answer: 'away', reason });
const nowhere: Insi = {
  isConfigured: false,
  byTraits: () => Promise.resolve(away('not-configured')),
  verify: () => Promise.resolve(away('not-configured')),
};

/** INSi behind a connector that speaks JSON (docs/insi.md); without INSI_URL it is away. */
export function connectInsi(env: Pick<BffEnv, 'INSI_URL' | 'INSI_TOKEN'>): Insi {
  const { INSI_URL: url, INSI_TOKEN: token } = env;
  if (url === undefined) return nowhere;
  const ask = (path: string, body: object, traits: StrictTraits): Promise<InsiAnswer> =>
    answerOf({ url: `${url.replace(/\/$/, '')}/${path}`, token, body, traits });
  return {
    isConfigured: true,
    byTraits: (traits) => ask('by-traits', questionOf(traits), traits),
    verify: ({ matricule, oid }, traits) => ask('verify', { matricule, oid, ...questionOf(traits) }, traits),
  };
}

function questionOf(asked: StrictTraits): object {
  const { birthName, firstGivenName, birthDate, sex, birthPlace } = spellTraits(asked);
  return {
    birthName,
    givenName: firstGivenName,
    birthDate: birthDate.written,
    sex: sex === 'male' ? 'M' : 'F',
    ...(isUnknownPlace(birthPlace.code) ? {} : { birthPlaceCode: birthPlace.code }),
  };
}

interface Question {
  url: string;
  token: string | undefined;
  body: object;
  traits: StrictTraits;
}

async function answerOf({ url, token, body, traits }: Question): Promise<InsiAnswer> {
  // the service knows two sexes: who asks without one would ask about somebody else
  if (traits.sex === 'unknown') return away('refused');
  let text: string;
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return away(response.status >= 500 || response.status === 429 ? 'unreachable' : 'refused');
    }
    const read = await bounded(response);
    if (read === null) return away('unintelligible');
    text = read;
  } catch (error) {
    return away(error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable');
  }
  return understood(text, traits) ?? away('unintelligible');
}

/** The text of an answer; null when it is longer than an answer can be. */
async function bounded(response: Response): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function understood(text: string, asked: StrictTraits): InsiAnswer | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return null;
  if (parsed.data.answer !== 'one') return parsed.data;
  const identity = identityOf(parsed.data.identity);
  if (!identity) return null;
  const differs = differencesOf(asked, identity.traits);
  return differs.length === 0 ? { answer: 'one', identity } : { answer: 'close', identity, differs };
}

function identityOf(read: z.infer<typeof identitySchema>): InsiIdentity | null {
  const ins = checkIns(read.matricule);
  const birthDate = birthDateOf(read.birthDate);
  const isKnownOid = Object.values(insSystems).some((system) => system === `urn:oid:${read.oid}`);
  if (!ins.ok || !birthDate || !isKnownOid) return null;
  const givenNames = read.givenNames;
  return {
    matricule: ins.matricule,
    oid: read.oid,
    traits: spellTraits({
      birthName: read.birthName,
      givenNames,
      firstGivenName: givenNames[0] ?? '',
      birthDate,
      sex: read.sex === 'M' ? 'male' : 'female',
      birthPlace: { code: read.birthPlaceCode ?? unknownPlaceCode, name: null },
    }),
  };
}
