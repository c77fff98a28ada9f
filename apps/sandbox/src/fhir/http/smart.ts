/** https://hl7.org/fhir/smart-app-launch/conformance.html, of the identity provider whose tokens are taken here. */
export const smartConfiguration = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/jwks`,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  grant_types_supported: ['authorization_code', 'client_credentials'],
  code_challenge_methods_supported: ['S256'],
  response_types_supported: ['code'],
  scopes_supported: ['openid', 'profile', 'fhirUser', 'offline_access'],
  capabilities: ['sso-openid-connect', 'client-confidential-symmetric'],
});
