import { z } from 'zod';
import type { Account, AccountChange } from '../oidc/account.ts';
import { ScimFailure } from './failure.ts';
import { knownRoles } from './user.ts';

const patchSchema = z.object({
  schemas: z
    .array(z.string())
    .refine((list) => list.includes('urn:ietf:params:scim:api:messages:2.0:PatchOp')),
  // names of operations do not depend on case
  Operations: z
    .array(
      z.object({
        op: z
          .string()
          .toLowerCase()
          .pipe(z.enum(['add', 'remove', 'replace'])),
        path: z.string().max(200).optional(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(20),
});
const rolesSchema = z.union([
  z.array(z.object({ value: z.string() })),
  z.object({ value: z.string() }).transform((role) => [role]),
]);

/** What a PATCH (RFC 7644, 3.5.2) asks of an account: `active` and `roles` can be changed, everything else is read-only. */
export function patchOf(body: unknown, account: Account): AccountChange {
  const parsed = patchSchema.safeParse(body);
  if (!parsed.success)
    throw new ScimFailure(
      400,
      `body: ${parsed.error.issues.map((i) => `${i.path.join('.') || 'it'} ${i.message}`).join('; ')}`,
      'invalidSyntax',
    );
  let { active, roles } = account;
  for (const { op, path, value } of parsed.data.Operations) {
    for (const [name, part] of partsOf(path, value)) {
      if (name === 'active') active = activeOf(op, part);
      else roles = rolesOf(op, name, part, roles);
    }
  }
  if (roles.length === 0)
    throw new ScimFailure(400, 'roles: an account keeps at least one role', 'invalidValue');
  return {
    ...(active === account.active ? {} : { active }),
    ...(same(roles, account.roles) ? {} : { roles }),
  };
}

/** Without a path the value names the attributes. */
function partsOf(path: string | undefined, value: unknown): [string, unknown][] {
  const parts: [string, unknown][] =
    path !== undefined
      ? [[path, value]]
      : value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(value)
        : [];
  if (parts.length === 0)
    throw new ScimFailure(400, 'an operation without a path needs an object as its value', 'invalidValue');
  return parts.map(([name, part]) => {
    const known = /^(?:urn:ietf:params:scim:schemas:core:2\.0:User:)?(active|roles)(\[.*\])?$/i.exec(name);
    if (!known?.[1]) throw new ScimFailure(400, `${name} cannot be changed here`, 'mutability');
    return [known[1].toLowerCase() + (known[2] ?? ''), part];
  });
}

function activeOf(op: string, value: unknown): boolean {
  if (op === 'remove' || typeof value !== 'boolean')
    throw new ScimFailure(400, 'active is replaced by true or false', 'invalidValue');
  return value;
}

function rolesOf(op: string, name: string, value: unknown, roles: string[]): string[] {
  if (op === 'remove') {
    if (name === 'roles') return [];
    const filtered = /^roles\[value eq "([^"\\]*)"\]$/i.exec(name)?.[1];
    if (filtered === undefined)
      throw new ScimFailure(400, `${name}: only roles[value eq "…"] can be removed`, 'invalidPath');
    if (!roles.includes(filtered))
      throw new ScimFailure(400, 'the account does not have this role', 'noTarget');
    return roles.filter((role) => role !== filtered);
  }
  const parsed = rolesSchema.safeParse(value);
  if (name !== 'roles' || !parsed.success)
    throw new ScimFailure(400, 'roles takes a list of objects with a value', 'invalidValue');
  const asked = parsed.data.map((role) => role.value),
    unknown = asked.find((role) => !(knownRoles as readonly string[]).includes(role));
  if (unknown !== undefined)
    throw new ScimFailure(
      400,
      `roles: none is called ${JSON.stringify(unknown.slice(0, 40))}`,
      'invalidValue',
    );
  return [...new Set(op === 'add' ? [...roles, ...asked] : asked)];
}

const same = (a: string[], b: string[]) => a.length === b.length && a.every((item, i) => item === b[i]);
