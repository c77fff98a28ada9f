import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3020),
  HOST: z.string().default('127.0.0.1'),
  /** `postgresql://…`; where the BFF has its own PGlite, the engine runs inside of the BFF. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be postgresql://…'),
  /** Role that owns the schema `appointments` and migrates it; then the role of DATABASE_URL changes no table. */
  DATABASE_MIGRATION_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  /** What the BFF shows, as a bearer token. */
  APPOINTMENTS_TOKEN: z.string().min(32),
  /** Whose public holidays close what does not say otherwise. */
  HOLIDAY_ZONE: z.enum(['metropole', 'alsace-moselle']).default('metropole'),
  /** How long a freed place is kept for whom it is offered to. */
  OFFER_MINUTES: z.coerce.number().int().min(1).max(10_080).default(60),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(1).max(200).default(10),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type AppointmentsEnv = z.infer<typeof schema>;

/** Reads and checks the environment; throws one error naming every wrong setting. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): AppointmentsEnv {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(
    `appointments settings: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`,
  );
}
