import { ESLint } from 'eslint';
import { expect, it } from 'vitest';
import { root } from './lib/paths.mjs';

const eslint = new ESLint({ cwd: root });
/** What lint says of a piece of code, were it in this file. */
async function said(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${root}/${file}` });
  return (result?.messages ?? [])
    .filter(({ ruleId }) => ruleId === 'no-restricted-syntax')
    .map(({ message }) => message.split(/[:.] /)[0] ?? '');
}
const bff = 'apps/bff/src/features/vitals/zz-lint.ts',
  web = 'apps/web/src/features/vitals/zz-lint.tsx';

it.each([
  "session.role === 'doctor'",
  "role !== 'patient'",
  "'secretary' === ctx.session.role",
  "user?.role === 'dpo'",
  "useVisitor().role === 'patient'",
  "['dpo', 'admin'].includes(session.role)",
  'roles.includes(role)',
  'staffRoles.includes(me.role)',
])('a role is not compared: %s', async (code) => {
  for (const file of [bff, web, 'apps/bff/src/audit/zz-lint.ts'])
    expect(await said(file, `if (${code}) done();`), file).toEqual(['Ask for a right']);
});
it('nor told apart by a switch', async () => {
  for (const file of [bff, web])
    expect(await said(file, "switch (me.role) { case 'doctor': done(); }")).toEqual(['Ask for a right']);
});
it.each([
  "rights['vitals.record'] === true",
  'found.role !== expected',
  "kind === 'patient'",
  'role === null',
])('something else is: %s', async (code) => {
  for (const file of [bff, web]) expect(await said(file, `if (${code}) done();`)).toEqual([]);
});
it.each([
  'ctx.services.systemFhir.read(a, b);',
  'const { fhirFor } = services;',
  "type A = Pick<B, 'systemFhir'>;",
])('features name a capability: %s', async (code) => {
  expect(await said(bff, code)).toContain('Name a capability in apps/bff/src/access/capabilities.');
  expect(await said('apps/bff/src/proxy/zz-lint.ts', code)).toEqual([]);
});
it.each(['date', 'datetime-local'])('a date is no field of the browser: %s', async (type) => {
  for (const code of [`<input type="${type}" />`, `<OutlinedInput type={isDay ? '${type}' : 'text'} />`])
    expect(await said(web, `export const a = ${code};`)).toEqual(['Take a field of components/form']);
  expect(await said(web, 'export const a = <input type="search" />;')).toEqual([]);
});
