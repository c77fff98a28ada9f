import { parseArgs } from 'node:util';
import { AnchorFile } from '../../apps/bff/src/audit/anchor.ts';
import { keyIdOf, knownKeys } from '../../apps/bff/src/audit/checkpoint.ts';
import { inWords, maxListed } from '../../apps/bff/src/audit/problems.ts';
import type { VerificationStep } from '../../apps/bff/src/audit/trail.ts';
import { verifyTrail, type VerificationReport } from '../../apps/bff/src/audit/verify.ts';
import { openForReading } from '../../apps/bff/src/database/reading.ts';
import { findTrail, holderOf, type Where } from './where.ts';

const usage = `npm run audit:verify [-- --data DIR | --profile <name>] [--anchor FILE] [--key PUBLIC.pem]… [--public-key]

Reads the whole audit trail of this checkout's data folder (or DIR, or the database of infra/profiles/<name>.env) and says
what was changed, removed, inserted, reordered, cut off or rewritten. --public-key shows the key that its checkpoints are
signed with, to be kept elsewhere; --key names one of before a change of keys.
Exit status: 0 nothing wrong, 1 something is, 2 the trail could not be verified.`;

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        profile: { type: 'string' },
        anchor: { type: 'string' },
        key: { type: 'string', multiple: true },
        'public-key': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      console.log(usage);
      return 0;
    }
    const where = findTrail(values, process.env);
    if (values['public-key']) {
      console.log(String(where.keys[0]?.export({ type: 'spki', format: 'pem' })).trim());
      return 0;
    }
    return told(await verify(where), where);
  } catch (error) {
    console.error(`Audit trail: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

async function verify(where: Where): Promise<VerificationReport> {
  const holder = holderOf(where.databaseUrl);
  if (holder !== null) return askRunning(where, holder);
  const database = await openForReading(where.databaseUrl);
  try {
    const [known] = await database.rows(
      "SELECT count(*)::int AS n FROM information_schema.columns WHERE table_name = 'audit_event' AND column_name = 'previous_hash'",
    );
    if (known?.['n'] !== 1)
      throw new Error(
        'this database has no chain yet: start the application once, it brings the trail up to date',
      );
    return await verifyTrail(database, {
      keys: knownKeys(where.keys),
      anchor: new AnchorFile(where.anchorFile),
      batch: 5_000,
      onProgress: progress,
    });
  } finally {
    await database.close();
  }
}

/** The embedded database has one process: while the application runs, it reads the trail for us. */
async function askRunning(
  { internalUrl, internalSecret }: Where,
  holder: number,
): Promise<VerificationReport> {
  if (internalUrl === null)
    throw new Error(
      `the database is in use by process ${holder}, and there is no stack.env beside it to ask it: stop it, then verify`,
    );
  console.log(
    `  the application runs (process ${holder}) and reads its trail itself; stop it first to have it read from outside`,
  );
  const response = await fetch(`${internalUrl}/audit/verify`, {
    method: 'POST',
    headers: { 'x-keneya-internal': internalSecret },
  }).catch((cause: unknown) => {
    throw new Error(`the running application does not answer at ${internalUrl}`, { cause });
  });
  if (!response.ok || !response.body) throw new Error(`the running application answered ${response.status}`);
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const step = JSON.parse(line) as VerificationStep;
      if ('report' in step) return step.report;
      progress(step.done, step.total);
    }
  }
  throw new Error('the running application gave up before the end');
}

let tenth = -1;
function progress(done: number, total: number): void {
  const part = total === 0 ? 1 : done / total;
  if (process.stderr.isTTY)
    process.stderr.write(
      `\r\x1b[2K  ${'█'.repeat(Math.round(part * 28)).padEnd(28, '░')} ${Math.floor(part * 100)} %  ${done}/${total} records`,
    );
  else if (Math.floor(part * 10) > tenth) {
    tenth = Math.floor(part * 10);
    process.stderr.write(`  ${tenth * 10} %  ${done}/${total} records\n`);
  }
}

function told(r: VerificationReport, where: Where): number {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
  console.log(
    `  ${r.records} records, ${r.checkpoints} checkpoints (${r.anchored} of them in ${where.anchorFile}), key ${where.keys.map(keyIdOf).join(', ')}, in ${(r.ms / 1000).toFixed(1)} s`,
  );
  console.log(
    r.lastCheckpoint
      ? `  signed up to record ${r.lastCheckpoint.seq} on ${r.lastCheckpoint.signedAt}${r.unsigned > 0 ? `; ${r.unsigned} since` : ''}`
      : '  nothing is signed yet',
  );
  if (r.retired)
    console.log(
      `  records 1 to ${r.retired.lastSeq} (before ${r.retired.before.slice(0, 10)}) were taken out after the time they are kept, on ${r.retired.retiredAt}`,
    );
  for (const problem of r.problems.slice(0, maxListed)) console.error(`  ✗ ${inWords(problem)}`);
  if (r.problems.length > maxListed) console.error(`  ✗ and ${r.problems.length - maxListed} more`);
  console.log(
    r.problems.length === 0
      ? '  ✓ the audit trail is as it was written'
      : '  ✗ the audit trail is not as it was written',
  );
  return r.problems.length === 0 ? 0 : 1;
}

// last: what stands above is there by then
process.exitCode = await main();
