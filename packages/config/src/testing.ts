import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { copyDatabaseImage } from './database-image.ts';
import { codeFlow, systemToken, type TokenSet } from './oidc-flow.ts';
import { freePort, root, startServer, testSecrets } from './server-process.ts';

export { freePort, testSecrets } from './server-process.ts';

export interface RunningSandbox {
  baseUrl: string;
  fhirUrl: string;
  issuer: string;
  dicomwebUrl: string;
  dataDir: string;
  env: Record<string, string>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/**
 * Starts the embedded servers as a process of their own on a free loopback port, with an empty data folder (and the
 * prepared tables in it) unless `dataDir` is given. Tests reach them over HTTP only. `kill` is SIGKILL and keeps the folder.
 */
export async function startTestSandbox(
  options: { dataDir?: string; env?: Record<string, string> } = {},
): Promise<RunningSandbox> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'keneyapp-sandbox-')));
  const database = path.join(dataDir, 'fhir/db');
  if (!existsSync(database)) await copyDatabaseImage('sandbox', database);
  // The application's own addresses are registered with the provider before the application runs.
  const [front, internal] = [await freePort(), await freePort()];
  const env = {
    ...testSecrets,
    PUBLIC_URL: `http://localhost:${front}`,
    BFF_INTERNAL_URL: `http://127.0.0.1:${internal}`,
    SANDBOX_PORT: '0',
    SANDBOX_DATA: dataDir,
    ...options.env,
  };
  const { address: baseUrl, end } = await startServer('apps/sandbox/src/server.ts', env);
  return {
    baseUrl,
    dataDir,
    env,
    fhirUrl: `${baseUrl}/fhir`,
    issuer: `${baseUrl}/oidc`,
    dicomwebUrl: `${baseUrl}/dicom-web`,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** An account as an administrator of the identity provider makes it, with the password of the demonstration. */
export async function newSandboxAccount(
  sandbox: RunningSandbox,
  { username, role, fhirUser }: { username: string; role: string; fhirUser: string },
): Promise<void> {
  const response = await fetch(`${sandbox.baseUrl}/scim/v2/Users`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await sandboxSystemToken(sandbox)}`,
      'content-type': 'application/scim+json',
    },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: username,
      name: { familyName: username, givenName: 'Dominique' },
      roles: [{ value: role }],
      'urn:keneyapp:params:scim:schemas:extension:clinical:1.0:User': { fhirUser },
    }),
  });
  if (response.status !== 201) throw new Error(`no account ${username}: ${response.status}`);
}

/** A bearer token of the sandbox's background client: what seed and import use. */
export function sandboxSystemToken(sandbox: RunningSandbox): Promise<string> {
  return systemToken(
    sandbox.issuer,
    sandbox.env['OIDC_SYSTEM_CLIENT_ID'] ?? '',
    sandbox.env['OIDC_SYSTEM_CLIENT_SECRET'] ?? '',
  );
}

/** Tokens of a person of infra/demo/accounts.json, by the real code flow. */
export function sandboxTokens(sandbox: RunningSandbox, username: string): Promise<TokenSet> {
  return codeFlow(
    {
      issuer: sandbox.issuer,
      clientId: sandbox.env['OIDC_CLIENT_ID'] ?? '',
      clientSecret: sandbox.env['OIDC_CLIENT_SECRET'] ?? '',
      redirectUri: `${sandbox.env['PUBLIC_URL']}/api/auth/callback/oidc`,
    },
    username,
  );
}

/**
 * Makes members of staff (accounts of infra/demo/accounts.json) the care team of patients: without a tie the policy opens
 * a chart to nobody. Arranged over FHIR, like everything else a test needs.
 */
export async function entrustPatients(
  sandbox: RunningSandbox,
  patientIds: readonly string[],
  usernames: readonly string[] = ['medecin', 'infirmier', 'radiologue', 'pharmacien'],
): Promise<void> {
  const accounts = JSON.parse(await readFile(path.join(root, 'infra/demo/accounts.json'), 'utf8')) as {
    username: string;
    fhirUser: string | null;
  }[];
  const participant = accounts
    .filter((account) => usernames.includes(account.username))
    .map(({ fhirUser }) => ({ member: { reference: fhirUser } }));
  const authorization = `Bearer ${await sandboxSystemToken(sandbox)}`;
  for (const id of patientIds) {
    const body = JSON.stringify({
      resourceType: 'CareTeam',
      id: `team-${id}`,
      status: 'active',
      subject: { reference: `Patient/${id}` },
      participant,
    });
    const response = await fetch(`${sandbox.fhirUrl}/CareTeam/team-${id}`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/fhir+json' },
      body,
    });
    if (!response.ok) throw new Error(`CareTeam of ${id}: ${response.status} ${await response.text()}`);
  }
}

export interface RunningBff {
  /** Public front door; its address is the one registered with the sandbox's provider, so browsers' origins match. */
  url: string;
  internalUrl: string;
  env: Record<string, string>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Settings of a BFF on a test sandbox, with an empty database in memory and no web server. */
export function bffSettings(
  sandbox: Pick<RunningSandbox, 'env' | 'issuer' | 'fhirUrl' | 'dicomwebUrl'>,
): Record<string, string> {
  const publicUrl = sandbox.env['PUBLIC_URL'] ?? '';
  return {
    ...testSecrets,
    PORT: new URL(publicUrl).port,
    PUBLIC_URL: publicUrl,
    WEB_URL: '',
    BFF_INTERNAL_URL: sandbox.env['BFF_INTERNAL_URL'] ?? '',
    OIDC_ISSUER: sandbox.issuer,
    FHIR_URL: sandbox.fhirUrl,
    TERMINOLOGY_URL: sandbox.fhirUrl,
    DICOMWEB_URL: sandbox.dicomwebUrl,
    USER_DIRECTORY: `scim:${new URL('../scim/v2', `${sandbox.issuer}/`).href}`,
    DATABASE_URL: 'pglite:memory',
    DATA_KEY: randomBytes(32).toString('base64'),
    AUDIT_SIGNING_KEY: randomBytes(32).toString('base64'),
    // what can be booked in the demo hospital
    AGENDA_SETUP: path.resolve(import.meta.dirname, '../../../infra/demo/agenda.json'),
    // tests share a record, each with an agenda of its own
    SLOT_DAYS: '0',
    AUDIT_ANCHOR_FILE: path.join(tmpdir(), `keneyapp-anchors-${randomBytes(6).toString('hex')}.jsonl`),
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    // what a test asks in a second nobody asks in a minute; tests of limits set their own
    RATE_LIMIT_FACTOR: '100',
    // tests share the accounts of the demonstration
    SESSIONS_PER_PERSON: '1000',
  };
}

/**
 * Starts the BFF as a process of its own against a test sandbox, with an empty database (a folder that goes with it) and no
 * web server unless `env` says otherwise; `root` runs another copy of the sources, `log` is a file for what it says. A second
 * BFF of the same sandbox needs its own PORT and BFF_INTERNAL_URL in `env`: `besideIt` has them.
 */
export async function startTestBff(
  sandbox: Pick<RunningSandbox, 'env' | 'issuer' | 'fhirUrl' | 'dicomwebUrl'>,
  options: { env?: Record<string, string>; root?: string; log?: string } = {},
): Promise<RunningBff> {
  const folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-bff-'));
  const env: Record<string, string> = {
    ...bffSettings(sandbox),
    DATABASE_URL: `pglite:${folder}/bff`,
    AUDIT_ANCHOR_FILE: `${folder}/anchors.jsonl`,
    ...options.env,
  };
  const database = /^pglite:(?!memory$)(.*)/.exec(env['DATABASE_URL'] ?? '')?.[1];
  if (database && !existsSync(database)) await copyDatabaseImage('bff', database);
  const { address: url, end } = await startServer('apps/bff/src/server.ts', env, {
    cwd: options.root,
    log: options.log,
  });
  const leave = async (signal: NodeJS.Signals) => {
    await end(signal);
    await rm(folder, { recursive: true, force: true });
  };
  return {
    url,
    internalUrl: env['BFF_INTERNAL_URL'] ?? '',
    env,
    stop: () => leave('SIGTERM'),
    kill: () => leave('SIGKILL'),
  };
}

/** Ports of its own for a BFF beside the one its sandbox knows: it hears neither of logouts nor of changes from it. */
export const besideIt = async (): Promise<Record<string, string>> => ({
  PORT: String(await freePort()),
  BFF_INTERNAL_URL: `http://127.0.0.1:${await freePort()}`,
});

/** A signed-in visitor: the headers every call to /trpc and /bff needs. */
export interface Visitor {
  cookie: string;
  headers: Record<string, string>;
  tokens: TokenSet;
}

/** Signs a person of infra/demo/accounts.json in as the web does: the code flow over HTTP, then the tokens handed to the BFF. */
export async function signInOverHttp(
  bff: RunningBff,
  sandbox: RunningSandbox,
  username: string,
  previousCookie: string | null = null,
): Promise<Visitor> {
  const tokens = await sandboxTokens(sandbox, username);
  const response = await postTokens(bff, tokens, previousCookie);
  if (response.status !== 201)
    throw new Error(`the BFF refused the tokens: ${response.status} ${await response.text()}`);
  const { cookie } = (await response.json()) as { cookie: string };
  const name = bff.env['PUBLIC_URL']?.startsWith('https:') ? '__Host-keneya-session' : 'keneya-session';
  return {
    cookie,
    tokens,
    headers: { cookie: `${name}=${cookie}`, origin: bff.env['PUBLIC_URL'] ?? '', 'x-keneya-request': '1' },
  };
}

/** What the web server posts to the BFF's internal listener after sign-in. */
export function postTokens(
  bff: RunningBff,
  tokens: TokenSet,
  previousCookie: string | null = null,
  changes: Record<string, unknown> = {},
): Promise<Response> {
  const body = {
    idToken: tokens.id_token,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    expiresAt: Math.floor(Date.now() / 1000) + tokens.expires_in,
    refreshExpiresAt: null,
    previousCookie,
    remoteAddress: '192.0.2.7',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    ...changes,
  };
  return fetch(`${bff.internalUrl}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-keneya-internal': bff.env['INTERNAL_SECRET'] ?? '' },
    body: JSON.stringify(body),
  });
}

/** One tRPC query over HTTP, for tests that look at the raw answer. */
export function callQuery(
  bff: RunningBff,
  visitor: Visitor | null,
  path: string,
  input?: unknown,
): Promise<Response> {
  const search = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  return fetch(`${bff.url}/trpc/${path}${search}`, {
    headers: { 'x-keneya-request': '1', ...visitor?.headers },
  });
}

export function callMutation(
  bff: RunningBff,
  visitor: Visitor | null,
  path: string,
  input?: unknown,
): Promise<Response> {
  return fetch(`${bff.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'x-keneya-request': '1', 'content-type': 'application/json', ...visitor?.headers },
    body: JSON.stringify(input ?? null),
  });
}
