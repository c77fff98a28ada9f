import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inRoot } from '../lib/paths.mjs';
import { realm } from './keycloak.mjs';

interface Execution {
  flowAlias?: string;
  authenticator?: string;
  authenticatorConfig?: string;
}
interface Realm {
  passwordPolicy: string;
  browserFlow: string;
  attributes: Record<string, string>;
  authenticationFlows: { alias: string; authenticationExecutions: Execution[] }[];
  authenticatorConfig: { alias: string; config: Record<string, string> }[];
  clientScopes: { name: string; protocolMappers?: { protocolMapper: string }[] }[];
  clients: { clientId: string; defaultClientScopes: string[]; attributes: Record<string, string> }[];
  roles: { realm: { name: string; composites?: { realm: string[] } }[] };
  users: { username: string; credentials?: { value?: string; secretData?: string }[] }[];
}
/** Every `${…}` filled in with something. */
const vars = new Proxy<Record<string, string>>({}, { get: () => 'http://x', has: () => true });
const made = () => JSON.parse(realm(vars)) as Realm;

beforeEach(() => vi.stubEnv('SECOND_FACTOR_ROLES', ''));
afterEach(() => vi.unstubAllEnvs());

describe('the realm', () => {
  it('names only flows and settings that it has', () => {
    const { authenticationFlows, authenticatorConfig, browserFlow } = made();
    const flows = authenticationFlows.map(({ alias }) => alias),
      settings = authenticatorConfig.map(({ alias }) => alias);
    const executions = authenticationFlows.flatMap((flow) => flow.authenticationExecutions);
    expect(flows).toEqual(
      expect.arrayContaining([browserFlow, ...executions.flatMap((e) => e.flowAlias ?? [])]),
    );
    expect(settings.toSorted()).toEqual(executions.flatMap((e) => e.authenticatorConfig ?? []).toSorted());
  });

  it('tells how surely somebody was identified, and asks for the second factor by default', () => {
    const { attributes, clients, clientScopes } = made();
    const levels = JSON.parse(attributes['acr.loa.map'] ?? '') as Record<string, number>;
    const client = clients.find(({ clientId }) => clientId === 'keneyapp');
    expect(levels[client?.attributes['default.acr.values'] ?? '']).toBe(2);
    const mappers = clientScopes
      .filter(({ name }) => client?.defaultClientScopes.includes(name))
      .flatMap((scope) => scope.protocolMappers ?? []);
    expect(mappers.map((m) => m.protocolMapper)).toEqual(
      expect.arrayContaining(['oidc-acr-mapper', 'oidc-amr-mapper']),
    );
  });

  it('gives second-factor to nobody but the roles that are named', () => {
    const holders = () => made().roles.realm.flatMap((role) => (role.composites ? [role.name] : []));
    expect(holders()).toEqual([]);
    vi.stubEnv('SECOND_FACTOR_ROLES', 'admin, dpo');
    expect(holders().toSorted()).toEqual(['admin', 'dpo']);
    expect(made().roles.realm.find((role) => role.name === 'admin')?.composites).toEqual({
      realm: ['second-factor'],
    });
  });

  it('holds passwords to twelve characters and a list of usual ones; those of the demonstration come hashed, past it', () => {
    const { passwordPolicy, users } = made();
    for (const rule of ['length(12)', 'notUsername', 'notContainsUsername', 'passwordHistory(5)'])
      expect(passwordPolicy).toContain(rule);
    expect(passwordPolicy).toContain('passwordBlacklist(keneyapp.txt)');
    const people = users.filter(({ credentials }) => credentials);
    expect(people.length).toBeGreaterThan(10);
    for (const { username, credentials } of people) {
      expect(credentials?.[0]?.value, username).toBeUndefined();
      expect(credentials?.[0]?.secretData, username).toMatch(/^\{"value":"[\w+/=]{88}","salt":/);
    }
    // compared in small letters; what is shorter is refused by its length
    const blocked = readFileSync(inRoot('infra/keycloak/password-blacklist.txt'), 'utf8').trim().split('\n');
    expect(blocked.filter((word) => word !== word.toLowerCase() || word.length < 12)).toEqual([]);
    expect(blocked).toEqual(expect.arrayContaining(['motdepasse12', 'azertyuiop12']));
  });
});
