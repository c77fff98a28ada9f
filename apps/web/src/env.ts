import 'server-only';
import { z } from 'zod';

const schema = z.object({
  /** Address people type, without trailing slash; https turns on `__Host-` cookies. */
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  /** The BFF's internal listener (loopback or inside the cluster): sign-in hands over its tokens there, server components call /trpc there. */
  BFF_INTERNAL_URL: z.url().default('http://127.0.0.1:3003'),
  /** What the internal listener asks of whoever calls it; the same as the BFF's. */
  INTERNAL_SECRET: z.string().min(32),
  OIDC_ISSUER: z.url(),
  OIDC_CLIENT_ID: z.string().default('keneyapp'),
  OIDC_CLIENT_SECRET: z.string().min(16),
  /** What is asked of the provider at sign-in. */
  OIDC_SCOPE: z.string().default('openid profile fhirUser user/*.*'),
  /** `acr_values` of a sign-in: the level that roles with a second factor reach. Not asked for when empty. */
  OIDC_ACR_VALUES: z.string().max(500).default(''),
  /** Encrypts the short-lived cookies of a sign-in under way (state, nonce, PKCE). */
  NEXTAUTH_SECRET: z.string().min(32),
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
});

export type WebEnv = z.infer<typeof schema>;

let checked: WebEnv | undefined;

/** The settings of the web server, checked once; throws one error naming every wrong setting. */
export function env(): WebEnv {
  if (checked) return checked;
  const parsed = schema.safeParse(process.env);
  if (!parsed.success)
    throw new Error(
      `Web settings: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`,
    );
  // next-auth reads this name itself; with it, no request can tell it another address
  process.env['NEXTAUTH_URL'] = parsed.data.PUBLIC_URL;
  return (checked = parsed.data);
}
