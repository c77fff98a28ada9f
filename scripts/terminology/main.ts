import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { findServers } from '../import/settings.ts';
import { connect, type Connection } from '../wire/connection.ts';
import { listTerminologies, tableOf } from './list.ts';
import { progressLine } from './progress.ts';
import { namedBy, removeTerminologies } from './remove.ts';
import { importTerminologies, type Imported, type Outcome } from './run.ts';

const usage = `npm run terminology -- import PATH… [--release <version>] [--fewer] [--profile <name>]
npm run terminology -- list [--profile <name>]
npm run terminology -- remove SYSTEM[|VERSION] [--yes] [--profile <name>]

Loads official distributions into the terminology server of the running stack of this checkout, or of a profile
(infra/profiles/<name>.env): LOINC, SNOMED CT (RF2), CIM-10 and CCAM (ATIH), ICD-11 MMS with its map from ICD-10, ATC, BDPM,
UCUM, communes, and a hospital's own table of local laboratory codes with their LOINC codes; files, folders, .zip and .gz, recognised by what is in them (docs/terminologies.md). Can be run again at any
time: the same release adds nothing, another takes the place of the one before, what was interrupted goes on.

CPT is not imported: its licence is the American Medical Association's; its codes are reached by maps alone.

--release  which release it is, where files do not say it in their names or inside
--fewer    it has far fewer codes than the release that is loaded, and is meant so
--yes      removes without asking`;

async function main(): Promise<number> {
  let command: string, names: string[], connection: Connection, dataDir: string;
  let values: { profile?: string; release?: string; yes?: boolean; fewer?: boolean; help?: boolean };
  try {
    const parsed = parseArgs({
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        release: { type: 'string' },
        yes: { type: 'boolean' },
        fewer: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    values = parsed.values;
    [command = '', ...names] = parsed.positionals;
    if (values.help) {
      console.log(usage);
      return 0;
    }
    const needs = { import: 1, list: 0, remove: 1 }[command];
    if (needs === undefined || names.length < needs) {
      console.error(usage);
      return 2;
    }
    const servers = findServers(values.profile, process.env);
    const { url, token } = servers.terminology;
    connection = connect({ ...servers.settings, FHIR_URL: url });
    if (token !== null) connection.token = () => Promise.resolve(token);
    dataDir = servers.dataDir;
    if (command === 'list') return await list(connection);
    if (command === 'remove') return await removeNamed(connection, names, values.yes === true);
    return await importAll(connection, names, dataDir, values.release, values.fewer === true);
  } catch (error) {
    console.error(`Terminology: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

async function importAll(
  connection: Connection,
  paths: string[],
  dataDir: string,
  version: string | undefined,
  fewer: boolean,
): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stop.abort();
      console.error('\n  stopping after what is under way…');
    });
  const line = progressLine(process.stderr);
  try {
    const imported = await importTerminologies({
      connection,
      paths,
      dataDir,
      step: line.step,
      signal: stop.signal,
      ...(version ? { version } : {}),
      mayShrink: fewer,
    });
    line.end();
    return summary(imported, stop.signal.aborted);
  } catch (error) {
    line.end();
    const words = error instanceof Error ? error.message : String(error);
    console.error(`  stopped: ${words}. Run the same command again: it goes on from here`);
    return 2;
  }
}

const ends: Record<Outcome['state'], string> = { loaded: '✓', unchanged: '=', interrupted: '…', failed: '✗' };

function summary({ outcomes, problems, left }: Imported, isInterrupted: boolean): number {
  for (const o of outcomes) {
    const seconds = (o.readMs + o.sentMs) / 1000,
      rate = seconds > 0 ? `, ${Math.round(o.count / seconds)} a second` : '';
    const how = {
      loaded: `${o.count} codes in ${seconds.toFixed(1)} s${rate}`,
      unchanged: `${o.count} codes, there already: nothing added`,
      interrupted: 'interrupted: run the same command again, it goes on from here',
      failed: o.reason,
    }[o.state];
    console.log(`  ${ends[o.state]} ${o.title}${o.version ? ` ${o.version}` : ''}: ${how}`);
    for (const remark of o.remarks) console.log(`      ${remark}`);
  }
  for (const needs of new Set(outcomes.filter((o) => o.state === 'loaded').map((o) => o.needs)))
    console.log(`  ! ${needs}`);
  if (left.length > 0) {
    const known = left.filter(({ what }) => what !== 'no data');
    for (const { name, what } of known.slice(0, 8)) console.log(`  - ${name}: ${what}; nothing is read`);
    if (left.length > known.slice(0, 8).length)
      console.log(`  - ${left.length - known.slice(0, 8).length} more files are no terminology`);
  }
  for (const problem of problems.lines()) console.error(`  ✗ ${problem}`);
  if (problems.count > 0)
    console.error(`  ${problems.count} rows or files could not be read; the rest is in`);
  if (outcomes.length === 0) {
    console.error('  nothing of a terminology was found');
    return 2;
  }
  if (isInterrupted || outcomes.some(({ state }) => state === 'interrupted')) return 130;
  return problems.count > 0 || outcomes.some(({ state }) => state === 'failed') ? 1 : 0;
}

async function list(connection: Connection): Promise<number> {
  const listed = await listTerminologies(connection);
  if (listed.length === 0) console.log('  nothing is loaded');
  for (const row of tableOf(listed)) console.log(`  ${row}`);
  return 0;
}

async function removeNamed(connection: Connection, names: string[], isAgreed: boolean): Promise<number> {
  for (const name of names) {
    const found = await namedBy(connection, name);
    if (found.length === 0) {
      console.error(`  nothing that was imported is called ${name}: npm run terminology -- list`);
      return 2;
    }
    for (const row of tableOf(found)) console.log(`  ${row}`);
    console.log(
      '  What uses it is not known: codes in the record stay as they are, and are not found, shown by name or checked any more.',
    );
    if (!isAgreed && !(await agrees())) {
      console.error('  nothing was removed; --yes removes without asking');
      return 2;
    }
    await removeTerminologies(connection, found);
    console.log('  ✓ removed');
  }
  return 0;
}

/** Nobody is there to answer a script. */
async function agrees(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^(y|yes|o|oui)$/i.test((await asked.question('  Remove it? [y/N] ')).trim());
  } finally {
    asked.close();
  }
}

process.exitCode = await main(); // last: what stands above is there
