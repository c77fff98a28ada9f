import type { CoverageProviderModule } from 'vitest/node';

/**
 * The browser in which components are tested loads this module too, and has no files: everything else is loaded below. A
 * window is no sign of it, tests in Node may have one.
 */
const isBrowser = '__vitest_browser_runner__' in globalThis;
const { default: v8 } = isBrowser
  ? await import('@vitest/coverage-v8/browser')
  : await import('@vitest/coverage-v8');

interface ScriptCoverage {
  url: string;
}

/**
 * Vitest's own V8 coverage, with the servers that test files share (servers.ts) added to it. Those outlive the files, and
 * Node writes down what a process ran when it ends: they are stopped before the figures are made.
 */
const coverage: CoverageProviderModule = {
  // V8's own object keeps the session of a worker, however often this module is loaded
  startCoverage: (options) => v8.startCoverage?.(options),
  takeCoverage: (options) => v8.takeCoverage?.(options),
  stopCoverage: (options) => v8.stopCoverage?.(options),
  async getProvider() {
    const { mkdir, readdir, readFile, writeFile } = await import('node:fs/promises');
    const path = await import('node:path');
    const provider = await v8.getProvider();
    const [initialize, generateCoverage] = [
      provider.initialize.bind(provider),
      provider.generateCoverage.bind(provider),
    ];
    let folder = '';
    provider.initialize = async (vitest) => {
      await initialize(vitest);
      folder = path.resolve(provider.resolveOptions().reportsDirectory, '.tmp/shared-servers');
      process.env['KENEYAPP_TEST_SERVERS_COVERAGE'] = folder;
    };
    provider.generateCoverage = async (context) => {
      const servers = process.env['KENEYAPP_TEST_SERVERS'];
      if (servers) await fetch(`${servers}/stop`);
      await mkdir(folder, { recursive: true });
      for (const name of await readdir(folder)) {
        const file = path.join(folder, name);
        const { result } = JSON.parse(await readFile(file, 'utf8')) as { result: ScriptCoverage[] };
        const ours = result
          .filter(({ url }) => url.startsWith('file://') && !url.includes('/node_modules/'))
          .map((script) => ({ ...script, startOffset: 0, isExtendedContext: true })); // as autoAttachSubprocess marks them
        await writeFile(file, JSON.stringify({ result: ours }));
        await provider.onAfterSuiteRun({
          coverage: file,
          environment: 'ssr',
          projectName: '',
          testFiles: [file],
        });
      }
      return generateCoverage(context);
    };
    return provider;
  },
};
export default coverage;
