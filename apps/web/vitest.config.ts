import { existsSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import { defineProject, type Plugin } from 'vitest/config';
import { GET } from './src/app/pdfjs/[...path]/route.ts';

/** `npm test` names the browser it has found ('' for Playwright's own), as it does to the browser tests. */
const executablePath =
  process.env['E2E_BROWSER'] ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : '');

/** The parts that the PDF worker loads by address, from the route that serves them. */
const pdfjs: Plugin = {
  name: 'pdfjs',
  configureServer(server) {
    server.middlewares.use('/pdfjs', (request, response, next) => {
      const path = (request.url ?? '').split('?', 1)[0]?.split('/').filter(Boolean) ?? [];
      GET(new Request('http://web.test/'), { params: Promise.resolve({ path }) })
        .then(async (answer) => {
          response.writeHead(answer.status, Object.fromEntries(answer.headers));
          response.end(Buffer.from(await answer.arrayBuffer()));
        })
        .catch(next);
    });
  },
};

/** Components in a real browser: focus, keys, validation and layout are the browser's own. */
export default defineProject({
  // one bundle of each package before the first test: finding one later would load the page anew in the midst of a test
  plugins: [pdfjs],
  // as they are shipped: React's own checks of development take most of the time of a test
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  oxc: { jsx: { runtime: 'automatic', development: false } },
  // found before the first test, each time anew: a package found later would load the page anew in the midst of a test
  optimizeDeps: { entries: ['src/**/*.dom.test.tsx'], include: ['react/jsx-runtime'], force: true },
  resolve: {
    // Next's compiler makes this choice for the app router
    alias: { 'next/dynamic': 'next/dist/shared/lib/app-dynamic.js' },
  },
  test: {
    name: 'components',
    include: ['src/**/*.dom.test.tsx'],
    setupFiles: ['src/testing/set-up.ts'],
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    // after the tests that need no browser, which keep both processors busy
    sequence: { groupOrder: 1 },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      viewport: { width: 1280, height: 900 },
      provider: playwright({
        launchOptions: {
          ...(executablePath ? { executablePath } : {}),
          args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'],
        },
        contextOptions: { locale: 'fr-FR', timezoneId: 'Europe/Paris', reducedMotion: 'reduce' },
        actionTimeout: 10_000,
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
