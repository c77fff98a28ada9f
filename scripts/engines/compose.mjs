import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatEnv } from '../lib/profile.mjs';
import { certificate } from './gateway.mjs';
import { realm } from './keycloak.mjs';
import { render } from './plan.mjs';
import { roleStatements } from './postgres.mjs';

/** Known by this name to browsers and containers alike: an issuer is compared to the letter. */
const keycloakUrl = 'http://keycloak.localhost:8081';
const publicUrl = 'https://localhost:8086';

/**
 * The files of infra/ filled in for infra/compose/compose.yaml: the same templates, other addresses.
 * @param {import('./plan.mjs').Plan} plan @returns {string} the folder
 */
export function composeConfig(plan) {
  const { secrets } = plan,
    folder = path.join(plan.dir, 'compose');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  certificate(plan);
  const vars = {
    ...plan.vars,
    PUBLIC_URL: publicUrl,
    GATEWAY_URL: publicUrl,
    GATEWAY_HOST: new URL(publicUrl).host,
    BACKCHANNEL_URL: 'http://gateway:8089',
    OIDC_ISSUER: `${keycloakUrl}/realms/keneyapp`,
    HAPI: 'hapi:8080',
    ORTHANC: 'orthanc:8042',
    ORTHANC_HOST: '0.0.0.0',
    ORTHANC_PORT: '8042',
    ORTHANC_DATA: '/var/lib/orthanc/db',
    LISTEN_GATEWAY: '0.0.0.0:8086',
    LISTEN_DICOMWEB: '0.0.0.0:8087',
    LISTEN_BFF_INTERNAL: '0.0.0.0:8089',
    BFF_1: 'bff-1:3000',
    BFF_2: 'bff-2:3000',
    BFF_1_INTERNAL: 'bff-1:3003',
    BFF_2_INTERNAL: 'bff-2:3003',
    NGINX_DIR: '/run/nginx',
    TLS_DIR: '/tls',
    REDIS_HOST: '0.0.0.0',
    REDIS_PORT: '6379',
    REDIS_DIR: '/tmp',
  };
  const oidc = {
    OIDC_ISSUER: vars.OIDC_ISSUER,
    OIDC_CLIENT_ID: 'keneyapp',
    OIDC_CLIENT_SECRET: secrets['OIDC_CLIENT_SECRET'] ?? '',
  };
  /** @type {Record<string, string>} */
  const files = {
    'nginx.conf': render('nginx/nginx.conf', vars),
    'orthanc.json': render('orthanc/orthanc.json', vars),
    'redis.conf': render('engines/redis.conf', vars),
    'keneyapp-realm.json': realm(vars),
    'databases.sql': roleStatements(secrets)
      .map((statement) => `${statement};\n`)
      .join(''),
    'bff.env': formatEnv({
      ...oidc,
      PUBLIC_URL: publicUrl,
      WEB_URL: 'http://web:3001',
      BFF_INTERNAL_URL: 'http://0.0.0.0:3003',
      LIVE_HOOK_URL: 'http://gateway:8089',
      // the gateway, which has this address in compose.yaml
      TRUSTED_PROXIES: '172.28.10.2',
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      SESSIONS_PER_PERSON: '20',
      ...given('SECOND_FACTOR_ROLES'),
      OIDC_BACKGROUND_CLIENT_SECRET: secrets['OIDC_BACKGROUND_CLIENT_SECRET'] ?? '',
      OIDC_DIRECTORY_CLIENT_SECRET: secrets['OIDC_DIRECTORY_CLIENT_SECRET'] ?? '',
      USER_DIRECTORY: `keycloak:${keycloakUrl}/admin/realms/keneyapp`,
      FHIR_URL: 'http://hapi:8080/fhir',
      // another terminology server, where the environment names one
      TERMINOLOGY_URL: 'http://hapi:8080/fhir',
      ...given('TERMINOLOGY_URL', 'TERMINOLOGY_TOKEN', 'TERMINOLOGY_TIMEOUT_SECONDS'),
      DICOMWEB_URL: 'http://gateway:8087/dicom-web',
      // a connector to the national service, where the hospital has one
      ...given('INSI_URL', 'INSI_TOKEN'),
      ...given(
        'SMTP_URL',
        'MAIL_FROM',
        'REMINDER_DAYS',
        'SMS_URL',
        'SMS_TOKEN',
        'SLOT_DAYS',
        'HOSPITAL_ADDRESS',
        'HOSPITAL_TELEPHONE',
      ),
      OPA_URL: 'http://opa:8181',
      OPA_TOKEN: secrets['OPA_TOKEN'] ?? '',
      REDIS_URL: `redis://:${secrets['REDIS_PASSWORD']}@redis:6379`,
      DATABASE_URL: `postgresql://keneyapp:${secrets['BFF_DATABASE_PASSWORD']}@postgres/keneyapp`,
      DATABASE_MIGRATION_URL: `postgresql://keneyapp_owner:${secrets['BFF_OWNER_PASSWORD']}@postgres/keneyapp`,
      APPOINTMENTS_URL: 'http://appointments:3020',
      APPOINTMENTS_TOKEN: secrets['APPOINTMENTS_TOKEN'] ?? '',
      DATA_KEY: secrets['DATA_KEY'] ?? '',
      ...(secrets['DATA_KEYS_OLD'] ? { DATA_KEYS_OLD: secrets['DATA_KEYS_OLD'] } : {}),
      INTERNAL_SECRET: secrets['INTERNAL_SECRET'] ?? '',
      AUDIT_SIGNING_KEY: secrets['AUDIT_SIGNING_KEY'] ?? '',
      AUDIT_ANCHOR_FILE: '/anchors/audit-anchors.jsonl',
    }),
    'appointments.env': formatEnv({
      APPOINTMENTS_TOKEN: secrets['APPOINTMENTS_TOKEN'] ?? '',
      DATABASE_URL: `postgresql://appointments:${secrets['APPOINTMENTS_DATABASE_PASSWORD']}@postgres/appointments`,
      DATABASE_MIGRATION_URL: `postgresql://appointments_owner:${secrets['APPOINTMENTS_OWNER_PASSWORD']}@postgres/appointments`,
      ...given('HOLIDAY_ZONE', 'OFFER_MINUTES'),
    }),
    'web.env': formatEnv({
      ...oidc,
      PUBLIC_URL: publicUrl,
      BFF_INTERNAL_URL: 'http://gateway:8089',
      NEXTAUTH_SECRET: secrets['NEXTAUTH_SECRET'] ?? '',
      INTERNAL_SECRET: secrets['INTERNAL_SECRET'] ?? '',
    }),
    'hapi.env': formatEnv({
      HAPI_BASE_URL: 'http://hapi:8080/fhir',
      HAPI_DATABASE_URL: 'jdbc:postgresql://postgres/hapi',
      HAPI_DATABASE_PASSWORD: secrets['HAPI_DATABASE_PASSWORD'] ?? '',
      OIDC_ISSUER: vars.OIDC_ISSUER,
      HOOK_ORIGINS: 'http://gateway:8089',
    }),
    '.env': formatEnv({
      CONFIG_DIR: folder,
      POSTGRES_PASSWORD: secrets['POSTGRES_PASSWORD'] ?? '',
      KEYCLOAK_DATABASE_PASSWORD: secrets['KEYCLOAK_DATABASE_PASSWORD'] ?? '',
      KEYCLOAK_ADMIN_PASSWORD: secrets['KEYCLOAK_ADMIN_PASSWORD'] ?? '',
      OPA_TOKEN: secrets['OPA_TOKEN'] ?? '',
    }),
  };
  // the gateway's own user reads its key
  mkdirSync(path.join(folder, 'tls'), { recursive: true });
  for (const name of ['gateway.pem', 'gateway.key'])
    writeFileSync(path.join(folder, 'tls', name), readFileSync(path.join(plan.dir, 'tls', name)), {
      mode: 0o644,
    });
  // read by the servers' own users inside the containers; the folder itself is closed to others
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(folder, name), text, { mode: name.endsWith('.env') ? 0o600 : 0o644 });
  return folder;
}

/** Settings that the environment of this command gives. @param {...string} names @returns {Record<string, string>} */
function given(...names) {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value ? [[name, value]] : [];
    }),
  );
}
