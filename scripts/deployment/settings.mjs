import { readFileSync } from 'node:fs';
import { runCommand } from '../lib/command.mjs';
import { inRoot } from '../lib/paths.mjs';
import { findNode } from '../run-node.mjs';

/** Read by Node itself. */
const ofNode = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_ENV'];
/** The function of an app's env.ts that checks its settings. */
const readers = /** @type {Record<string, string>} */ ({
  appointments: 'readEnv',
  bff: 'readEnv',
  web: 'env',
});
const anyKey = Buffer.alloc(32, 1).toString('base64');
/** Files whose default is inside the image, where nothing can be written. */
const written = ['AUDIT_ANCHOR_FILE'];
/** In the place of what only the Secret says. @type {Record<string, string>} */
const fromSecret = {
  DATA_KEY: anyKey,
  DATA_KEYS_OLD: anyKey,
  AUDIT_SIGNING_KEY: anyKey,
  DATABASE_URL: 'postgresql://a@b/c',
  DATABASE_MIGRATION_URL: 'postgresql://a@b/c',
  REDIS_URL: 'rediss://a',
};

/**
 * Whether an app would start with these variables: its own env.ts is asked. Names that it does not read are problems too.
 * @param {string} app @param {{ name: string, value?: string }[]} variables without a value: of the Secret @returns {Promise<string[]>}
 */
export async function settingProblems(app, variables) {
  const reader = readers[app],
    file = inRoot('apps', app, 'src/env.ts');
  if (!reader) return [`nothing is known about the settings of ${app}`];
  const read = [...readFileSync(file, 'utf8').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(
    (match) => match[1] ?? '',
  );
  const unknown = variables
    .filter(({ name }) => !read.includes(name) && !ofNode.includes(name))
    .map(({ name }) => `${name} is read by nobody in ${app}`);
  const left = written
    .filter((name) => read.includes(name) && !variables.some((variable) => variable.name === name))
    .map((name) => `${name} must be given: its default cannot be written to`);
  const env = Object.fromEntries(
    variables
      .filter(({ name }) => !ofNode.includes(name))
      .map(({ name, value }) => [name, value ?? fromSecret[name] ?? 'x'.repeat(32)]),
  );
  const { code, output } = await runCommand(
    findNode(),
    [
      '--conditions=react-server',
      '--input-type=module',
      '-e',
      `const { ${reader} } = await import(${JSON.stringify(file)}); try { ${reader}(); } catch (error) { console.log(error.message); process.exitCode = 1; }`,
    ],
    { env },
  );
  return [...unknown, ...left, ...(code === 0 ? [] : [output.trim()])];
}
