import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { goTool, NotHereError, versions } from '../engines/install.mjs';
import { toolsDir } from '../lib/tools.mjs';
import { PlainError } from '../lib/plain-error.mjs';
import { step } from '../lib/progress.mjs';
import { checkChart } from './chart.mjs';
import { checkCompose } from './compose.mjs';

/** Said when the tools cannot be had here: whoever calls may go on, knowing that nothing was tested. */
const notHere = 75;
/** @type {{ [part: string]: { tools: (keyof ReturnType<typeof versions>['deployment'])[], check: (work: import('./work.mjs').Work) => Promise<void> } }} */
const parts = {
  chart: { tools: ['helm', 'kubectl-validate'], check: checkChart },
  compose: { tools: ['compose'], check: checkCompose },
};

/** @param {string[]} args @returns {Promise<number>} exit status */
export async function checkDeployment(args) {
  if (args.some((name) => !Object.hasOwn(parts, name)))
    throw new PlainError(`npm run deployment [-- ${Object.keys(parts).join(' | ')}]`);
  const chosen = Object.entries(parts).filter(([name]) => args.length === 0 || args.includes(name));
  const started = Date.now(),
    folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-deployment-'));
  const tally = { passed: 0, failed: 0 };
  try {
    const tools = await fetchTools(chosen.flatMap(([, part]) => part.tools));
    for (const [name, { check }] of chosen) {
      console.log(`\nNow ${name === 'chart' ? 'infra/helm' : 'infra/compose'}`);
      await check({
        tools,
        folder,
        found: (title, problems) => {
          tally[problems.length > 0 ? 'failed' : 'passed'] += 1;
          console.log(`  ${problems.length > 0 ? '✗' : '✓'} ${title}`);
          for (const problem of problems) console.log(`      ${problem.replaceAll('\n', '\n      ')}`);
        },
      });
    }
  } catch (error) {
    if (!(error instanceof NotHereError)) throw error;
    console.log(`\nNOT TESTED: ${error.message}`);
    return notHere;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `\n${tally.passed} passed, ${tally.failed} failed (${((Date.now() - started) / 1000).toFixed(0)} s)`,
  );
  return tally.failed > 0 ? 1 : 0;
}

/** @param {(keyof ReturnType<typeof versions>['deployment'])[]} names @returns {Promise<Record<string, string>>} */
async function fetchTools(names) {
  const tools = toolsDir();
  mkdirSync(tools, { recursive: true });
  /** @type {Record<string, string>} */
  const programs = {};
  for (const name of names) {
    const tool = versions().deployment[name];
    programs[name] = await step(`${name} ${tool.version}`, (note) => goTool(name, tool, tools, note));
  }
  return programs;
}
