import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot } from '../lib/paths.mjs';
import { compileFiles, reportLines, Unfit } from './run.ts';

const usage = `npm run interactions -- FILE… [--date YYYY-MM] [--to FOLDER]

Loads the thesaurus of drug interactions of the ANSM into decision support: the thesaurus (as a table, or as the text of its
document), the index of substances of the same edition, and where it is at hand CIS_COMPO_bdpm of the national base of drugs,
by which names of drugs are recognised (docs/decision-support.md). Takes the place of the edition before; nothing restarts.

--date  the edition, where the file does not say it
--to    the data folder of decision support; by default that of the demonstration, .data/decision-support`;

/** Exit status: 0 done, 1 done and something was not read, 2 nothing was loaded. */
async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { date: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) {
      console.log(usage);
      return 0;
    }
    if (positionals.length === 0) throw new Unfit(usage);
    const compiled = await compileFiles(positionals, values.date);
    const folder = path.resolve(
      values.to ?? process.env['DECISION_SUPPORT_DATA'] ?? inRoot('.data/decision-support'),
    );
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, 'interactions.json');
    // whoever reads it meanwhile reads one or the other
    await writeFile(`${file}.new`, JSON.stringify(compiled.file));
    await rename(`${file}.new`, file);
    for (const line of reportLines(compiled)) console.log(line);
    console.log(`in ${file}`);
    return compiled.report.unread.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(error instanceof Unfit ? error.message : `Interactions: ${error.message}`);
    return 2;
  }
}

process.exitCode = await main();
