import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const accountSchema = z.object({
  username: z.string(), role: z.string(), fhirUser: z.string().nullable(), family: z.string(), given: z.string(), prefix: z.string(),
});
export type DemoAccount = z.infer<typeof accountSchema>;

/** The one password of every demonstration account; it is printed by `npm run demo`. */
const demoPassword = 'demo';

const file = path.resolve(import.meta.dirname, '../../../../infra/demo/accounts.json');

/** Accounts of infra/demo/accounts.json by user name; the user name is the OIDC subject. */
export function readAccounts(): Map<string, DemoAccount> {
  const list = z.array(accountSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
  return new Map(list.map((account) => [account.username, account]));
}

/** Claims of the ID token and of userinfo. */
export function claimsOf(account: DemoAccount) {
  return {
    sub: account.username, preferred_username: account.username, given_name: account.given, family_name: account.family,
    name: [account.prefix, account.given, account.family].filter(Boolean).join(' '),
    roles: [account.role], fhirUser: account.fhirUser,
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compared in constant time, for unknown names too, so that the answer's time does not tell which names exist. */
export function passwordMatches(account: DemoAccount | undefined, password: string): boolean {
  return timingSafeEqual(digest(password), digest(demoPassword)) && account !== undefined;
}
