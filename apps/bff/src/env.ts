import { z } from 'zod';

const schema = z.object({
  /** Port of the public front door. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** Address people type, without trailing slash; https turns on `__Host-` cookies and HSTS. */
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  /** The Next.js server; everything that is not the BFF's own is passed to it. Empty behind a gateway that does so itself. */
  WEB_URL: z.union([z.url(), z.literal('')]).default('http://127.0.0.1:3001'),
  /** Loopback or cluster-internal listener on which the web server deposits tokens after sign-in. */
  BFF_INTERNAL_URL: z.url().default('http://127.0.0.1:3003'),
  /** Address under which the FHIR server reaches an internal listener, when it is shared by several processes; without it each process has its own BFF_INTERNAL_URL called. */
  LIVE_HOOK_URL: z.url().optional(),
  OIDC_ISSUER: z.url(),
  OIDC_CLIENT_ID: z.string().default('keneyapp'),
  OIDC_CLIENT_SECRET: z.string().min(16),
  OIDC_SYSTEM_CLIENT_ID: z.string().default('keneyapp-system'),
  OIDC_SYSTEM_CLIENT_SECRET: z.string().min(16),
  /** Claim that holds the roles, a dotted path: `roles` (sandbox), `realm_access.roles` (Keycloak). */
  OIDC_ROLES_CLAIM: z.string().default('roles'),
  FHIR_URL: z.url(),
  /** A FHIR server that has not answered by then is treated as away: people hear of it instead of waiting. */
  FHIR_TIMEOUT_SECONDS: z.coerce.number().positive().max(300).default(10),
  /** Where accounts are administered: `scim:<url>` (SCIM 2.0, `/Users` below it) or `keycloak:https://…/admin/realms/<realm>`. Without it accounts are administered elsewhere. */
  USER_DIRECTORY: z
    .string()
    .regex(/^(scim|keycloak):https?:\/\/\S+$/, 'must be scim:<url> or keycloak:<url>')
    .optional(),
  TERMINOLOGY_URL: z.url().optional(),
  DICOMWEB_URL: z.url(),
  /** An OPA server that runs policies/; without it the BFF evaluates the compiled policy itself. */
  OPA_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** `pglite:<folder>` (embedded, one process) or `postgresql://…` (several processes). */
  DATABASE_URL: z
    .string()
    .regex(/^(pglite:|postgres(ql)?:\/\/)/)
    .default('pglite:.data/bff'),
  /** `redis://…` or `rediss://…`: limits and live updates over several processes; without it each counts for itself. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//)
    .optional(),
  /** PostgreSQL role that owns the tables and runs the migrations; then the role of DATABASE_URL can only add to the audit trail. */
  DATABASE_MIGRATION_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  /** 32 random bytes, base64: signs the checkpoints of the audit trail (Ed25519). */
  AUDIT_SIGNING_KEY: z
    .base64()
    .refine((v) => Buffer.from(v, 'base64').length === 32, 'must be 32 bytes in base64'),
  /** Where each checkpoint is written outside the database. */
  /** Years that records of the trail are kept; the database takes out nothing that is younger than ten, whatever stands here. */
  AUDIT_KEPT_YEARS: z.coerce.number().int().min(10).max(100).default(20),
  AUDIT_ANCHOR_FILE: z.string().min(1).default('.data/audit-anchors.jsonl'),
  /** 32 random bytes, base64: encrypts tokens and drafts at rest. */
  DATA_KEY: z.base64().refine((v) => Buffer.from(v, 'base64').length === 32, 'must be 32 bytes in base64'),
  /** Addresses of gateways in front of us whose X-Forwarded-For is believed, as proxy-addr names them; none by default. */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  /** `development` lets the web's reload socket through and shows causes of errors. */
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  SESSION_IDLE_MINUTES: z.coerce.number().positive().default(30),
  SESSION_ABSOLUTE_HOURS: z.coerce.number().positive().default(12),
  /** Multiplies every limit of requests and of searches for people; for load tests, and hospitals whose people need more. */
  RATE_LIMIT_FACTOR: z.coerce.number().positive().max(10_000).default(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type BffEnv = z.infer<typeof schema>;

/** Reads and checks the environment; throws one error naming every wrong setting. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): BffEnv {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(
    `BFF settings: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`,
  );
}
