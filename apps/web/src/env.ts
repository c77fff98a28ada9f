import 'server-only';
import { z } from 'zod';

const schema = z.object({
  /** Where server components reach the BFF: the front door itself, on the loopback or inside the cluster. */
  BFF_URL: z.url().default('http://127.0.0.1:3000'),
});

export type WebEnv = z.infer<typeof schema>;

let checked: WebEnv | undefined;

/** The settings of the web server, checked once; throws one error naming every wrong setting. */
export function env(): WebEnv {
  if (checked) return checked;
  const parsed = schema.safeParse(process.env);
  if (!parsed.success) throw new Error(`Web settings: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`);
  return (checked = parsed.data);
}
