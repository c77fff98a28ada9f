import { z } from 'zod';
import { roles } from './access/roles.ts';

const key32 = z.base64().refine((v) => Buffer.from(v, 'base64').length === 32, 'must be 32 bytes in base64');
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

const settings = z.object({
  /** Port of the public front door. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** Address people type, without trailing slash; https turns on `__Host-` cookies and HSTS. */
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  /** The Next.js server; everything that is not the BFF's own is passed to it. Empty behind a gateway that does so itself. */
  WEB_URL: z.union([z.url(), z.literal('')]).default('http://127.0.0.1:3001'),
  /** Loopback or cluster-internal listener on which the web server deposits tokens after sign-in. */
  BFF_INTERNAL_URL: z.url().default('http://127.0.0.1:3003'),
  /** PEM files: the internal listener then speaks TLS, and BFF_INTERNAL_URL is https. */
  INTERNAL_TLS_CERT: z.string().min(1).optional(),
  INTERNAL_TLS_KEY: z.string().min(1).optional(),
  /** Address under which the FHIR server reaches an internal listener, when it is shared by several processes; without it each process has its own BFF_INTERNAL_URL called. */
  LIVE_HOOK_URL: z.url().optional(),
  OIDC_ISSUER: z.url(),
  OIDC_CLIENT_ID: z.string().default('keneyapp'),
  OIDC_CLIENT_SECRET: z.string().min(16),
  /** Client of our own background work: reads the record, keeps our Subscriptions, writes nothing of a chart. */
  OIDC_BACKGROUND_CLIENT_ID: z.string().default('keneyapp-background'),
  OIDC_BACKGROUND_CLIENT_SECRET: z.string().min(16),
  /** Client that administers accounts at USER_DIRECTORY, and sees no record. */
  OIDC_DIRECTORY_CLIENT_ID: z.string().default('keneyapp-directory'),
  OIDC_DIRECTORY_CLIENT_SECRET: z.string().min(16).optional(),
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
  /** A terminology server; without it the FHIR server is asked. */
  TERMINOLOGY_URL: z.url().optional(),
  /** What a terminology server of another origin is shown; our own token never goes there. */
  TERMINOLOGY_TOKEN: z.string().min(1).optional(),
  TERMINOLOGY_TIMEOUT_SECONDS: z.coerce.number().positive().max(300).default(20),
  DICOMWEB_URL: z.url(),
  /** A connector to the national service INSi (docs/insi.md); without it identities are registered and never recovered. */
  INSI_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** What that connector asks for. */
  INSI_TOKEN: z.string().min(1).optional(),
  /** Base addresses of CDS Hooks servers that check orders (docs/decision-support.md), comma-separated; without one nothing is checked, and orders say so. */
  CDS_SERVICES: list.pipe(z.array(z.url({ protocol: /^https?$/ }))),
  /** What they are shown: one token for all, or `address=token` for each, comma-separated. */
  CDS_TOKEN: list,
  /** A service that has not answered by then did not check. */
  CDS_TIMEOUT_MS: z.coerce.number().int().min(100).max(10_000).default(1_500),
  /** The hospital's list of drugs (docs/configuration.md): a CSV file; without it no order is said to be of the list or not. */
  FORMULARY_FILE: z.string().min(1).optional(),
  /** The agenda's engine as processes of its own (docs/appointments.md); without it, it runs in this one. */
  APPOINTMENTS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** What these ask for, 32 characters or more. */
  APPOINTMENTS_TOKEN: z.string().min(32).optional(),
  /** A JSON file: what can be booked and when, for an agenda that knows of nothing yet. */
  AGENDA_SETUP: z.string().min(1).optional(),
  /** Days of the agenda that others are shown as Schedule and Slot in the FHIR server, today included; 0: none. */
  SLOT_DAYS: z.coerce.number().int().min(0).max(90).default(28),
  /** Mail server for messages about appointments; TLS anywhere but on this machine. Without it none are sent. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Address that these come from. */
  MAIL_FROM: z.email().optional(),
  /** A gateway that sends SMS (docs/appointments.md), for patients without an e-mail address. Without it none are sent. */
  SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** What it asks for, needed with it. */
  SMS_TOKEN: z.string().min(1).optional(),
  /** Days before an appointment on which patients are reminded of it; 0: never. */
  REMINDER_DAYS: z.coerce.number().int().min(0).max(30).default(2),
  /** An OPA server that runs policies/; without it the BFF evaluates the compiled policy itself. */
  OPA_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** What that server asks for, 32 characters or more. */
  OPA_TOKEN: z.string().min(32).optional(),
  /** `pglite:<folder>` (embedded, one process) or `postgresql://…` (several processes). */
  DATABASE_URL: z
    .string()
    .regex(/^(pglite:|postgres(ql)?:\/\/)/)
    .default('pglite:.data/bff'),
  /** `redis://…` or `rediss://…`: limits over several processes; without it each counts for itself. */
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
  AUDIT_SIGNING_KEY: key32,
  /** Where each checkpoint is written outside the database. */
  /** Years that records of the trail are kept; the database takes out nothing that is younger than ten, whatever stands here. */
  AUDIT_KEPT_YEARS: z.coerce.number().int().min(10).max(100).default(20),
  AUDIT_ANCHOR_FILE: z.string().min(1).default('.data/audit-anchors.jsonl'),
  /** 32 random bytes, base64: encrypts tokens and drafts at rest, marks rows that give rights. */
  DATA_KEY: key32,
  /** Keys that were DATA_KEY before, comma-separated: they read, and what they encrypted is encrypted again with DATA_KEY. */
  DATA_KEYS_OLD: list.pipe(z.array(key32)),
  /** What the web server (and the embedded identity provider) shows the internal listener. */
  INTERNAL_SECRET: z.string().min(32),
  /**
   * Addresses and networks of gateways in front of us whose X-Forwarded-For is believed, one by one; none by default. Whole
   * classes of addresses (`uniquelocal`) are not taken: everybody in a cluster or a hospital has one.
   */
  TRUSTED_PROXIES: list.pipe(
    z.array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.literal('loopback')], {
        error: 'must be addresses or networks',
      }),
    ),
  ),
  /** `development` lets the web's reload socket through and shows causes of errors. */
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  SESSION_IDLE_MINUTES: z.coerce.number().positive().default(30),
  SESSION_ABSOLUTE_HOURS: z.coerce.number().positive().default(12),
  /** At the head of every document that is made of a chart. */
  HOSPITAL_NAME: z.string().min(1).max(200).default('KeneyApp'),
  /** One line: where it is, and whom to call, in messages to patients. */
  HOSPITAL_ADDRESS: z.string().min(1).max(200).optional(),
  HOSPITAL_TELEPHONE: z.string().min(1).max(30).optional(),
  /** Commune of the hospital, where children are born: code of the COG and name (`37261 Tours`). */
  HOSPITAL_COMMUNE: z
    .string()
    .regex(/^(?:\d{2}|2[AB])\d{3} \S.{0,99}$/, { error: 'must be a code of the COG and a name' })
    .optional(),
  /** So many sessions one person may have at a time; one more ends the oldest. */
  SESSIONS_PER_PERSON: z.coerce.number().int().min(1).max(10_000).default(5),
  /** What changes who may see a record, and what takes data out, asks for a sign-in that is no older than this. */
  FRESH_SIGN_IN_MINUTES: z.coerce.number().positive().max(1_440).default(15),
  /** Roles that get in with a second factor alone, comma-separated (`admin,dpo`); none by default. */
  SECOND_FACTOR_ROLES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(roles))),
  /** The `acr` by which the identity provider says that there was a second factor. */
  SECOND_FACTOR_ACR: z.string().min(1).max(200).default('https://refeds.org/profile/mfa'),
  /** Days without a sign of it, and days in all, after which a stay without end ties nobody to the patient any more. */
  STAY_UNSEEN_DAYS: z.coerce.number().positive().max(3_660).default(90),
  STAY_LONGEST_DAYS: z.coerce.number().positive().max(36_600).default(365),
  /** Multiplies every limit of requests and of searches for people; for load tests, and hospitals whose people need more. */
  RATE_LIMIT_FACTOR: z.coerce.number().positive().max(10_000).default(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

const schema = settings
  .refine((env) => env.SMTP_URL === undefined || env.MAIL_FROM !== undefined, {
    path: ['MAIL_FROM'],
    error: 'is needed with SMTP_URL',
  })
  .refine((env) => env.SMS_URL === undefined || env.SMS_TOKEN !== undefined, {
    path: ['SMS_TOKEN'],
    error: 'is needed with SMS_URL',
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
