import { createServer, type IncomingMessage } from 'node:http';

/**
 * The part of Keycloak's administration interface that a user directory needs, with the answers of Keycloak 26.7.3 as
 * they were recorded (attributes of users, empty 204s, error bodies), over a state of its own.
 */
export interface FakeKeycloak {
  adminUrl: string;
  token: string;
  loggedOut: string[];
  users: KeycloakUser[];
  /** Of the realm, the latest first. */
  events: KeycloakEvent[];
  /** Users who were sent a link; null: the realm has no mail server. */
  invited: string[] | null;
  stop(): Promise<void>;
}
/** An EventRepresentation, as Keycloak 26 gives it. */
interface KeycloakEvent {
  id?: string;
  time: number;
  type: string;
  userId?: string;
  ipAddress?: string;
  error?: string;
  details?: Record<string, string>;
}
export interface KeycloakUser {
  id: string;
  username: string;
  firstName: string;
  lastName: string;
  enabled: boolean;
  attributes: Record<string, string[]>;
  direct: string[];
  ofGroups: string[];
}

type NewUser = Omit<KeycloakUser, 'id' | 'direct' | 'ofGroups'> & { credentials?: { value?: string }[] };
interface Answer {
  status: number;
  body?: unknown;
  location?: string;
}

const realmRoles = [
  'default-roles-trial',
  'offline_access',
  'uma_authorization',
  'doctor',
  'nurse',
  'secretary',
  'patient',
  'dpo',
  'admin',
];
const roleOf = (name: string) => ({
  id: `role-${name}`,
  name,
  composite: name === 'default-roles-trial',
  clientRole: false,
  containerId: 'd43285d7-8cd1-48e9-9f4e-87782e555b18',
});
const fold = (text: string) => text.toLowerCase();

export async function startFakeKeycloak(users: KeycloakUser[]): Promise<FakeKeycloak> {
  const token = 'service-account-token',
    loggedOut: string[] = [],
    events: KeycloakEvent[] = [];
  const server = createServer(
    (request, response) =>
      void (async () => {
        const { status, body, location }: Answer =
          request.headers.authorization === `Bearer ${token}`
            ? route(request.method ?? '', new URL(request.url ?? '/', 'http://fake'), await jsonOf(request))
            : { status: 401, body: { error: 'HTTP 401 Unauthorized' } };
        response
          .writeHead(status, {
            ...(body === undefined ? {} : { 'content-type': 'application/json;charset=UTF-8' }),
            ...(location === undefined ? {} : { location }),
          })
          .end(body === undefined ? undefined : JSON.stringify(body));
      })(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const fake: FakeKeycloak = {
    adminUrl: `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/admin/realms/trial`,
    token,
    loggedOut,
    users,
    events,
    invited: [],
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;

  function route(method: string, url: URL, sent: unknown): Answer {
    const [first, id = '', ...below] = url.pathname
      .replace('/admin/realms/trial/', '')
      .split('/')
      .map(decodeURIComponent);
    if (first === 'roles')
      return realmRoles.includes(id)
        ? { status: 200, body: { ...roleOf(id), attributes: {} } }
        : { status: 404, body: { error: 'Could not find role' } };
    if (first === 'events') {
      const { type, dateFrom = '', first: from = '0', max = '100' } = Object.fromEntries(url.searchParams);
      const found = events.filter(
        (event) => event.type === type && event.time >= Date.parse(`${dateFrom}T00:00:00Z`),
      );
      return { status: 200, body: found.slice(Number(from), Number(from) + Number(max)) };
    }
    if (first !== 'users') return { status: 404, body: { error: 'Realm not found.' } };
    if (method === 'POST' && id === '') return create(sent as NewUser);
    if (id === '' || id === 'count') {
      const search = (url.searchParams.get('search') ?? '*').replaceAll('*', ''),
        from = Number(url.searchParams.get('first') ?? 0),
        max = Number(url.searchParams.get('max') ?? 100);
      const found = users.filter((u) =>
        search
          .split(' ')
          .every((part) =>
            [u.username, u.firstName, u.lastName].some((text) => fold(text).includes(fold(part))),
          ),
      );
      return {
        status: 200,
        body: id === 'count' ? found.length : found.slice(from, from + max).map(representation),
      };
    }
    const user = users.find((u) => u.id === id);
    if (!user) return { status: 404, body: { error: 'User not found' } };
    const path = `${method} ${below.join('/')}`;
    if (path === 'GET ') return { status: 200, body: representation(user) };
    if (path === 'PUT ') {
      const { enabled, attributes } = sent as Partial<KeycloakUser>;
      Object.assign(user, {
        ...(enabled === undefined ? {} : { enabled }),
        ...(attributes ? { attributes } : {}),
      });
      return { status: 204 };
    }
    if (path === 'DELETE ') {
      users.splice(users.indexOf(user), 1);
      return { status: 204 };
    }
    if (path === 'PUT execute-actions-email') {
      if (!fake.invited)
        return { status: 500, body: { errorMessage: 'Failed to send execute actions email' } };
      fake.invited.push(user.username);
      return { status: 204 };
    }
    if (path === 'POST logout') {
      loggedOut.push(user.username);
      return { status: 204 };
    }
    if (path === 'GET role-mappings/realm')
      return { status: 200, body: ['default-roles-trial', ...user.direct].map(roleOf) };
    if (path === 'GET role-mappings/realm/composite')
      return {
        status: 200,
        body: [...new Set([...realmRoles.slice(0, 3), ...user.direct, ...user.ofGroups])].map(roleOf),
      };
    const names = Array.isArray(sent)
      ? sent.map((role: { id?: string; name?: string }) =>
          role.id === `role-${role.name}` ? (role.name ?? '') : '',
        )
      : [];
    if (!names.every((name) => realmRoles.includes(name)))
      return { status: 404, body: { error: 'Role not found' } };
    if (path === 'POST role-mappings/realm') {
      user.direct = [...new Set([...user.direct, ...names])];
      return { status: 204 };
    }
    if (path === 'DELETE role-mappings/realm') {
      user.direct = user.direct.filter((name) => !names.includes(name));
      return { status: 204 };
    }
    return { status: 405, body: { error: 'HTTP 405 Method Not Allowed' } };
  }

  /** As Keycloak documents it; not recorded. */
  function create({ username, firstName, lastName, enabled, attributes = {}, credentials }: NewUser): Answer {
    if (users.some((u) => u.username === username))
      return { status: 409, body: { errorMessage: 'User exists with same username' } };
    if (credentials?.some(({ value = '' }) => value.length < 12))
      return { status: 400, body: { error: 'invalidPasswordMinLengthMessage' } };
    const id = `id-${username}`;
    users.push({ id, username, firstName, lastName, enabled, attributes, direct: [], ofGroups: [] });
    return { status: 201, location: `http://fake/admin/realms/trial/users/${id}` };
  }
}

const representation = ({ direct: _direct, ofGroups: _ofGroups, ...user }: KeycloakUser) => ({
  ...user,
  emailVerified: true,
  createdTimestamp: 1_795_607_491_041,
  totp: false,
  disableableCredentialTypes: [],
  requiredActions: [],
  notBefore: 0,
  access: { manage: true },
});

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
