/** Where the servers are and as whom we speak to them: the standard settings, whatever the profile. */
export interface Connection {
  fhirUrl: string;
  dicomwebUrl: string;
  /** '' where the server is shown none. */
  token(): Promise<string>;
}
export interface ConnectionSettings {
  OIDC_ISSUER: string;
  OIDC_SYSTEM_CLIENT_ID: string;
  OIDC_SYSTEM_CLIENT_SECRET: string;
  FHIR_URL: string;
  DICOMWEB_URL: string;
}

/** Reads the settings; throws one error naming those that are missing. */
export function readSettings(env: Record<string, string | undefined>): ConnectionSettings {
  const settings = {
    OIDC_ISSUER: env['OIDC_ISSUER'] ?? '',
    OIDC_SYSTEM_CLIENT_ID: env['OIDC_SYSTEM_CLIENT_ID'] ?? 'keneyapp-system',
    OIDC_SYSTEM_CLIENT_SECRET: env['OIDC_SYSTEM_CLIENT_SECRET'] ?? '',
    FHIR_URL: env['FHIR_URL'] ?? '',
    DICOMWEB_URL: env['DICOMWEB_URL'] ?? '',
  };
  const missing = Object.entries(settings)
    .filter(([, value]) => value === '')
    .map(([name]) => name);
  if (missing.length > 0) throw new Error(`missing settings: ${missing.join(', ')}`);
  return settings;
}

/** Client credentials through OIDC discovery; the token is renewed half a minute before it ends. */
export function connect(s: ConnectionSettings): Connection {
  let current: { value: string; until: number } | null = null,
    running: Promise<string> | null = null;
  const renew = async (): Promise<string> => {
    const discovery = await json(
        await reach(`${s.OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`),
        'OIDC discovery',
      ),
      endpoint = discovery['token_endpoint'];
    if (typeof endpoint !== 'string') throw new Error('the OIDC discovery document names no token_endpoint');
    const response = await reach(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${encodeURIComponent(s.OIDC_SYSTEM_CLIENT_ID)}:${encodeURIComponent(s.OIDC_SYSTEM_CLIENT_SECRET)}`).toString('base64')}`,
      },
      body: 'grant_type=client_credentials&scope=system%2F*.*',
    });
    const body = await json(response, 'the token endpoint'),
      value = body['access_token'],
      seconds = body['expires_in'];
    if (typeof value !== 'string') throw new Error('the token endpoint gave no access_token');
    current = { value, until: Date.now() + ((typeof seconds === 'number' ? seconds : 60) - 30) * 1000 };
    return value;
  };
  return {
    fhirUrl: s.FHIR_URL.replace(/\/$/, ''),
    dicomwebUrl: s.DICOMWEB_URL.replace(/\/$/, ''),
    token: async () =>
      current && current.until > Date.now()
        ? current.value
        : (running ??= renew().finally(() => {
            running = null;
          })),
  };
}

/** fetch that names the server when it cannot be reached. */
export async function reach(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'error', ...init });
  } catch (error) {
    throw new Error(`${new URL(url).origin} cannot be reached (${reason(error)})`, { cause: error });
  }
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error
    ? 'code' in cause && typeof cause.code === 'string'
      ? cause.code
      : cause.message
    : String(cause);
}

async function json(response: Response, what: string): Promise<Record<string, unknown>> {
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${what} answered ${response.status}`);
  }
  return (await response.json()) as Record<string, unknown>;
}
