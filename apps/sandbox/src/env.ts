import { z } from 'zod';

const schema = z.object({
  /** TCP port of all embedded servers; 0 takes a free one. Loopback only. */
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65535).default(3002),
  /** Public address, without trailing slash; the OIDC issuer is `${SANDBOX_URL}/oidc`. Default http://localhost:<port>. */
  SANDBOX_URL: z.url().optional(),
  /** Folder of everything that is kept: fhir/ (PGlite), dicom/ (files and index), oidc/. */
  SANDBOX_DATA: z.string().default('.data/sandbox'),
  /** `postgresql://…` puts the FHIR store there instead of the embedded database below SANDBOX_DATA. */
  SANDBOX_FHIR_DATABASE: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  /** Front door of the application: redirect URIs and back-channel logout are registered on it. */
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  BFF_INTERNAL_URL: z.url().default('http://127.0.0.1:3003'),
  /** What the internal listener asks of whoever calls it. */
  INTERNAL_SECRET: z.string().min(32),
  OIDC_CLIENT_ID: z.string().default('keneyapp'),
  OIDC_CLIENT_SECRET: z.string().min(16),
  /** Client of the import and seed commands (client credentials). */
  OIDC_SYSTEM_CLIENT_ID: z.string().default('keneyapp-system'),
  OIDC_SYSTEM_CLIENT_SECRET: z.string().min(16),
  /** Roles that are asked for a second factor, comma-separated (`admin,dpo`); the BFF holds them to it by a setting of the same name. */
  SECOND_FACTOR_ROLES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  /** Client of the BFF's own background work: reads the record, keeps its Subscriptions. */
  OIDC_BACKGROUND_CLIENT_ID: z.string().default('keneyapp-background'),
  OIDC_BACKGROUND_CLIENT_SECRET: z.string().min(16),
  /** Client with which the BFF administers accounts. */
  OIDC_DIRECTORY_CLIENT_ID: z.string().default('keneyapp-directory'),
  OIDC_DIRECTORY_CLIENT_SECRET: z.string().min(16),
  /** Where the demonstration's e-mails are read; linked from the sign-in page. */
  MAIL_PAGE_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
});

export type SandboxEnv = z.infer<typeof schema>;

/** Reads and checks the environment; throws one error naming every wrong setting. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): SandboxEnv {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(
    `Sandbox settings: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`,
  );
}
