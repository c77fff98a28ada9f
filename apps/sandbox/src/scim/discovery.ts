import { clinicalSchema, knownRoles, userSchema } from './user.ts';

/** What this service can do (RFC 7643, 5). */
export const serviceProviderConfig = (base: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'OAuth bearer token',
      description: 'An access token of the background client of the embedded OpenID provider',
      specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

export const resourceTypes = (base: string) => [
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    description: 'Accounts of the embedded OpenID provider',
    schema: userSchema,
    schemaExtensions: [{ schema: clinicalSchema, required: false }],
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
  },
];

const attribute = (name: string, more: object = {}) => ({
  name,
  type: 'string',
  multiValued: false,
  description: '',
  required: false,
  caseExact: false,
  mutability: 'readOnly',
  returned: 'default',
  uniqueness: 'none',
  ...more,
});
/** Given when the account is made. */
const once = { mutability: 'immutable' };

export const schemas = (base: string) => [
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id: userSchema,
    name: 'User',
    description: 'Account',
    attributes: [
      attribute('userName', {
        description: 'What the person types to sign in',
        required: true,
        uniqueness: 'server',
        ...once,
      }),
      attribute('displayName', { description: 'Title, given and family name' }),
      attribute('name', {
        type: 'complex',
        description: 'Parts of the name',
        ...once,
        subAttributes: [
          attribute('formatted'),
          ...['familyName', 'givenName', 'honorificPrefix'].map((name) => attribute(name, once)),
        ],
      }),
      attribute('active', {
        type: 'boolean',
        description: 'Whether the person can sign in',
        mutability: 'readWrite',
      }),
      attribute('roles', {
        type: 'complex',
        multiValued: true,
        description: 'Roles in the applications, as the roles claim has them',
        mutability: 'readWrite',
        subAttributes: [
          attribute('value', {
            description: 'Name of the role',
            caseExact: true,
            canonicalValues: knownRoles,
            mutability: 'readWrite',
          }),
          attribute('primary', { type: 'boolean', description: 'The first role' }),
        ],
      }),
    ],
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${userSchema}` },
  },
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id: clinicalSchema,
    name: 'Clinical user',
    description: 'Tie to the record',
    attributes: [
      attribute('fhirUser', {
        description: 'Relative reference of the Practitioner or Patient the person is',
        caseExact: true,
        ...once,
      }),
    ],
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${clinicalSchema}` },
  },
];
