import { z } from 'zod';

const schema = z.object({
  DECISION_SUPPORT_PORT: z.coerce.number().int().min(0).max(65535).default(3040),
  HOST: z.string().default('127.0.0.1'),
  /** What a client shows as a bearer token. */
  CDS_TOKEN: z.string().min(32),
  /** Folder of the files that importers write (`npm run interactions`); read again when they change. */
  DECISION_SUPPORT_DATA: z.string().min(1).default('.data/decision-support'),
  /** Which estimate of the kidneys' function doses are judged by, where the laboratory's is not meant. */
  RENAL_DOSE_EQUATION: z.enum(['cockcroft', 'laboratory']).default('cockcroft'),
  /** An estimate or a creatinine older than this says nothing of today. */
  RENAL_DAYS: z.coerce.number().int().positive().max(3_660).default(90),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type DecisionSupportEnv = z.infer<typeof schema>;

/** Reads and checks the environment; throws one error naming every wrong setting. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): DecisionSupportEnv {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(
    `decision support settings: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`,
  );
}
