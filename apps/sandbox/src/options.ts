import type { SandboxEnv } from './env.ts';

/**
 * What every embedded server is given. `issuer` is the OIDC issuer; the other servers accept only its bearer tokens.
 * Paths: /oidc, /fhir (terminology operations too), /dicom-web, /scim/v2.
 */
export interface SandboxOptions {
  env: SandboxEnv;
  baseUrl: string;
  issuer: string;
}
