import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findServers } from './settings.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['of the FHIR server itself: our own token', {}, { url: 'http://fhir.example/fhir', token: null }],
  [
    'of the same origin: our own token',
    { TERMINOLOGY_URL: 'http://fhir.example/terms' },
    { url: 'http://fhir.example/terms', token: null },
  ],
  [
    'of another origin: none',
    { TERMINOLOGY_URL: 'https://terms.example/fhir' },
    { url: 'https://terms.example/fhir', token: '' },
  ],
  [
    'of another origin: the one that is configured for it',
    { TERMINOLOGY_URL: 'https://terms.example/fhir', TERMINOLOGY_TOKEN: 'theirs' },
    { url: 'https://terms.example/fhir', token: 'theirs' },
  ],
])('a terminology server %s', (_, settings, wanted) => {
  const env = {
    KENEYAPP_DATA: folder,
    OIDC_ISSUER: 'http://login.example',
    OIDC_SYSTEM_CLIENT_SECRET: 'x',
    FHIR_URL: 'http://fhir.example/fhir',
    DICOMWEB_URL: 'http://pacs.example',
    ...settings,
  };
  expect(findServers(undefined, env).terminology).toEqual(wanted);
});
