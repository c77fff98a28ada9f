import { parseArgs } from 'node:util';
import { connect } from '../wire/connection.ts';
import { membersOf } from './care-team.ts';
import { progressBar, size } from './progress.ts';
import { runImport, type ImportResult } from './run.ts';
import { findServers } from './settings.ts';

const usage = `npm run import -- PATH… [--profile <name>] [--care-team <account,account…>]

Loads FHIR R4 JSON (Bundles, single resources, NDJSON, also .gz) and DICOM files, or folders of them, into the running stack
of this checkout, or of the servers of a profile (infra/profiles/<name>.env). Can be run again at any time: nothing is doubled.

--care-team  accounts of the demonstration who become the care team of the patients that come in, so that they may open
             their charts; "medecin,infirmier" for the running demo, nobody ("") for a profile unless it is said`;

process.exitCode = await main();

async function main(): Promise<number> {
  let paths: string[], profile: string | undefined, members: string[];
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        'care-team': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      console.log(usage);
      return 0;
    }
    [paths, profile] = [positionals, values.profile];
    members = membersOf(
      (values['care-team'] ?? (profile === undefined ? 'medecin,infirmier' : ''))
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    );
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (paths.length === 0) {
    console.error(usage);
    return 2;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stop.abort();
      console.error('\n  stopping after what is under way…');
    });
  const bar = progressBar(process.stderr),
    started = Date.now();
  try {
    const { settings, dataDir } = findServers(profile, process.env);
    const result = await runImport({
      connection: connect(settings),
      paths,
      dataDir,
      members,
      report: bar.report,
      signal: stop.signal,
    });
    bar.end();
    return summary(result, (Date.now() - started) / 1000);
  } catch (error) {
    bar.end();
    // nothing was read or sent yet
    console.error(
      `Import: ${error instanceof Error ? error.message : String(error)}; nothing was loaded, what an earlier run left open goes on with the next`,
    );
    return 2;
  }
}

function summary(r: ImportResult, seconds: number): number {
  const memory = process.resourceUsage().maxRSS * 1024;
  console.log(
    `  ${r.resources} FHIR resources and ${r.images} DICOM objects (${r.studies} studies) from ${r.files} files in ${seconds.toFixed(1)} s${process.env['DEBUG'] ? `, at most ${size(memory)} of memory` : ''}`,
  );
  if (r.unchanged > 0) console.log(`  ${r.unchanged} of the resources were there already, unchanged`);
  if (r.skipped > 0) console.log(`  ${r.skipped} files were in already, from the interrupted run before`);
  if (r.ignored.length > 0)
    console.log(
      `  ${r.ignored.length} files that are no data were left out (${r.ignored.slice(0, 3).join(', ')}${r.ignored.length > 3 ? ', …' : ''})`,
    );
  for (const { path, remark } of r.remarks) console.log(`  ! ${path}: ${remark}`);
  for (const f of r.failures) console.error(`  ✗ ${f.path}: ${f.reason}`);
  if (r.stopped !== null) {
    console.error(
      `  stopped: ${r.stopped}. What went in is kept; when the servers answer again, run the same command: it goes on from here`,
    );
    return 2;
  }
  if (r.interrupted) {
    console.error('  interrupted: run the same command again, it goes on from here');
    return 130;
  }
  if (r.failures.length > 0) {
    console.error(
      `  ${r.failures.length === 1 ? 'one file' : `${r.failures.length} files`} did not go in, or not whole; everything else did`,
    );
    return 1;
  }
  return 0;
}
