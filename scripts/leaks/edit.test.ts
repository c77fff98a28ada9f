import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { edited, EditError, editPrint, type Edit } from './edit.ts';
import { fingerprint } from './syntax.ts';

const file = 'door.ts';
const code = `
export class Door {
  #isOpen = false;
  // who may pass
  async pass(who: string, { key, "other": more = null }: Keys): Promise<boolean> {
    if (!this.#isOpen && (key === 'right')) return true;
    await this.log('denied', who, { at: 1_000 });
    return false;
  }
}
export const rules = {
  shows: (thing: Thing) => isOwn(thing) && isPermitted(thing, 'read'),
  hides: () => false,
};
for (; rules.hides();) rules.shows(one);
`;
const change = (over: Omit<Extract<Edit, { find: string }>, 'file'>) => edited(code, { file, ...over });

it.each([
  ['an expression', 'isPermitted(thing, "read")', 'true', '&& (true),'],
  [
    'one in other quotes, with a trailing comma',
    'isPermitted(thing, `read`,)'.replaceAll('`', '"'),
    'true',
    '(true)',
  ],
  ['one with parentheses', "(!this.#isOpen) && key === ('right')", 'key', 'if ((key)) return true;'],
  ['a statement', "await this . log('denied', who, { at: 1000 });", 'void 0;', 'void 0;\n    return false;'],
  [
    'statements in a row',
    "if (!this.#isOpen && key === 'right') return true; await $call;",
    '',
    '\n    \n    return',
  ],
  ['a member of an object', 'hides: () => false', 'hides: () => true', 'hides: () => true,'],
  [
    'what stands for any node',
    "isPermitted($what, 'read')",
    "isPermitted($what, 'write')",
    "isPermitted(thing, 'write')",
  ],
  ['all of it again', 'isOwn(thing)', '$found || true', '(isOwn(thing) || true) &&'],
])('finds %s', (_what, find, replace, result) => {
  expect(change({ find, replace })).toContain(result);
});
it.each([
  ['another name', 'isOwn(other)', 0],
  ['another value', "this.log('denied', who, { at: 1001 })", 0],
  ['another operator', "!this.#isOpen || key === 'right'", 0],
  ['less than the whole', "this.log('denied')", 0],
  ['another place in the head of a loop', 'for (rules.hides();;) rules.shows(one);', 0],
  ['two places', 'rules', 3],
])('does not take %s', (_what, find, count) => {
  expect(() => change({ find, replace: 'x' })).toThrow(EditError);
  expect(() => change({ find, replace: 'x' })).toThrow(
    `${file}: ${count} places are this code, and not one: ${find}`,
  );
});
it('looks where it is told', () => {
  expect(change({ within: 'rules.hides', find: 'false', replace: 'true' })).toContain('hides: () => (true)');
  expect(() => change({ within: 'pass', find: 'isOwn(thing)', replace: 'x' })).toThrow(
    `${file} (pass): 0 places`,
  );
  expect(() => change({ within: 'nobody', find: 'thing', replace: 'x' })).toThrow(
    `${file}: 0 declarations, and not one, are named nobody`,
  );
});
it('replaces what a function does', () => {
  expect(edited(code, { file, within: 'Door.pass', body: 'return true;' })).toMatch(
    /boolean> \{ return true; \}\n\}/,
  );
  expect(edited(code, { file, within: 'rules.shows', body: 'return true;' })).toContain(
    '=> { return true; },',
  );
  expect(() => edited(code, { file, within: 'Door', body: 'return;' })).toThrow('Door is no function');
});
it('refuses what is no code before or after', () => {
  expect(() => change({ find: 'isOwn(', replace: 'x' })).toThrow(SyntaxError);
  expect(() => change({ find: 'isOwn(thing)', replace: 'return;' })).toThrow(SyntaxError);
});

const sources = path.resolve(import.meta.dirname, '../../apps/bff/src');
const some = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /^(access|features\/live)\/[^/]*(?<!\.test)\.ts$/.test(name),
);
it('takes a file for the same in every layout, and no other for it', async () => {
  expect(some.length).toBeGreaterThan(15);
  const prints = await Promise.all(
    some.map(async (name) => {
      const text = readFileSync(path.join(sources, name), 'utf8');
      const print = fingerprint(text);
      for (const layout of [
        { printWidth: 60, objectWrap: 'preserve' },
        {
          printWidth: 240,
          singleQuote: true,
          semi: false,
          trailingComma: 'none',
          arrowParens: 'avoid',
          quoteProps: 'consistent',
        },
      ] as const)
        expect(fingerprint(await format(text, { parser: 'typescript', ...layout })), name).toBe(print);
      return print;
    }),
  );
  expect(new Set(prints).size).toBe(some.length);
});
it('knows a change again in another layout, and another change for another', () => {
  const one = { file, find: "if (a === 'b') { return c; }", replace: 'return $x;' };
  expect(editPrint({ ...one, find: 'if ((a === "b"))\n{ return c }' })).toBe(editPrint(one));
  expect(editPrint({ ...one, replace: 'return $y;' })).not.toBe(editPrint(one));
  expect(editPrint({ ...one, within: 'f' })).not.toBe(editPrint(one));
});
