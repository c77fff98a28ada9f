import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Ask } from './bench.ts';

// A process that runs one build of the BFF after another. A build is the sources with some files changed, loaded once more
// under addresses of its own; the packages, and what is generated, are loaded once for all.

const sources = pathToFileURL(path.resolve(import.meta.dirname, '../../apps/bff/src')).href;
const shared = `${sources}/generated/`;
/** The builds' changed files, by address. */
const builds = new Map<string, Record<string, string>>();
/** Files without their types: what a build does not change is not read again. */
const stripped = new Map<string, string>();

const buildOf = (url: string): string | null =>
  url.startsWith(sources) ? new URL(url).searchParams.get('build') : null;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context),
      build = buildOf(context.parentURL ?? '');
    return build !== null &&
      found.url.startsWith(sources) &&
      !found.url.startsWith(shared) &&
      !found.url.endsWith('.json') // data, which no build changes
      ? { ...found, url: `${found.url}?build=${build}` }
      : found;
  },
  load(url, context, next) {
    const build = buildOf(url);
    if (build === null) return next(url, context);
    const file = fileURLToPath(url),
      changed = builds.get(build)?.[file];
    return {
      format: 'module',
      source: changed === undefined ? read(file) : strip(changed),
      shortCircuit: true,
    };
  },
});

const strip = (code: string): string => stripTypeScriptTypes(code);
function read(file: string): string {
  const known = stripped.get(file) ?? strip(readFileSync(file, 'utf8'));
  stripped.set(file, known);
  return known;
}

interface Running {
  close(): Promise<void>;
}
let running: Running | null = null;

async function start({ env, files }: Extract<Ask, { env: object }>): Promise<void> {
  const build = String(builds.size);
  builds.set(build, files);
  const load = (name: string): Promise<unknown> => import(`${sources}/${name}?build=${build}`);
  const { readEnv } = (await load('env.ts')) as { readEnv(source: object): unknown };
  const { startBff } = (await load('server.ts')) as { startBff(env: unknown): Promise<Running> };
  running = await startBff(readEnv(env));
}
async function stop(): Promise<void> {
  const stopping = running;
  running = null;
  await stopping?.close();
}

process.on('message', (ask: Ask) => {
  ('env' in ask ? start(ask) : stop()).then(
    () => process.send?.({ error: null }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
for (const event of ['unhandledRejection', 'uncaughtException'] as const)
  process.on(event, (error: unknown) => {
    const type = error instanceof Error ? error.name : typeof error;
    console.log(JSON.stringify({ level: 50, msg: 'unhandled rejection', type }));
  });
