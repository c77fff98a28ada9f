import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LaunchOptions } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '..');

/** The servers under test. `settings` are those of its profile, secrets of its own clients included. */
export interface StackUnderTest {
  publicUrl: string;
  dataDir: string;
  settings: Record<string, string>;
  /** Of the processes, where the tests started them. */
  pids?: Record<string, number>;
}

let known: StackUnderTest | undefined;

/** The stack of `npm test` (`E2E_STACK` names its file), else the running demo of this checkout. */
export function stackOf(): StackUnderTest {
  return (known ??= process.env['E2E_STACK']
    ? (JSON.parse(readFileSync(process.env['E2E_STACK'], 'utf8')) as StackUnderTest)
    : demoOfCheckout());
}

function demoOfCheckout(): StackUnderTest {
  const files = ['stack.env', 'secrets.env'].map((name) => path.join(root, '.data', name));
  if (!files.every((file) => existsSync(file)))
    throw new Error('No demo of this checkout is running: start `npm run demo` first, or use `npm test`.');
  const settings = Object.fromEntries(
    files.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line) => {
          const at = line.indexOf('=');
          return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
        }),
    ),
  );
  return {
    publicUrl: settings['PUBLIC_URL'] ?? 'http://localhost:3000',
    dataDir: path.join(root, '.data'),
    settings,
  };
}

/**
 * Software WebGL, so that images are drawn on machines without a graphics card; the pages themselves are drawn without
 * it, which is a quarter of the time; nothing that phones home.
 */
export function browserOptions(): LaunchOptions {
  const executablePath =
    process.env['E2E_BROWSER'] ??
    ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((file) => existsSync(file)) ??
    '';
  return {
    ...(executablePath ? { executablePath } : {}),
    // where a machine says nothing of its language, Chromium calls every file with an accent in its name "download"
    env: {
      LANG: 'C.UTF-8',
      ...Object.fromEntries(
        Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
      ),
    },
    args: [
      // the shell knows one way to be headless, and takes no word for it
      ...(executablePath.endsWith('headless-shell') ? [] : ['--headless=new']),
      '--no-sandbox',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-gpu-compositing',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-renderer-backgrounding',
      '--disable-backgrounding-occluded-windows',
    ],
  };
}

/** The public test data next to the checkout, or null where it is missing: tests that need it say so and skip. */
export function sharedData(...parts: string[]): string | null {
  const found = path.join(root, '..', 'shared', 'data', ...parts);
  return existsSync(found) ? found : null;
}
