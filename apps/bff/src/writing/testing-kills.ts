import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { copyDatabaseImage } from '@keneyapp/config/database-image';
import { openDatabase } from '../database/client.ts';
import { startCuttingProxy, type Fate } from './testing-cutting-proxy.ts';
import { storedOf } from './testing-writing.ts';
import type { WriterProcessOptions } from './testing-writer-process.ts';
import type { FhirClient } from '@keneyapp/fhir-client';

/** When a process is killed: with the intent kept and nothing sent, with all of it in and no answer, just after the answer, or whenever. */
const steps = ['before-sending', 'before-the-answer', 'after-the-answer', 'at-random'] as const;

export interface Damage {
  writes: number;
  kills: number;
  /** Transactions whose way is cut: half of them before they arrive, half of them on the way back. */
  cuts: number;
}
export interface Account {
  acknowledged: number;
  /** Keys of which something is wrong, and what. */
  wrong: string[];
}

/** Writes `writes` sets through processes that are killed, over a connection that is cut, and compares what is there with what was acknowledged. */
export async function writeUnderDamage(
  { writes, kills, cuts }: Damage,
  to: {
    fhirUrl: string;
    token: () => Promise<string | null>;
    fhir: FhirClient;
    patientId: string;
    databaseUrl?: string;
  },
): Promise<Account> {
  const folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-kills-'));
  if (!to.databaseUrl) await copyDatabaseImage('bff', path.join(folder, 'bff'));
  const keys = Array.from({ length: writes }, () => randomUUID());
  const acknowledged = new Set<string>();
  const each = Math.ceil(writes / (kills + 1));
  let killNow: { step: (typeof steps)[number]; at: number; kill: () => void } | null = null;
  let inRun = 0;
  const cutEvery = cuts > 0 ? Math.max(2, Math.floor(writes / cuts)) : 0;
  const proxy = await startCuttingProxy(to.fhirUrl, async (n): Promise<Fate> => {
    inRun += 1;
    const due = killNow && inRun === killNow.at ? killNow : null;
    if (due?.step === 'before-sending') {
      due.kill();
      return 'lost';
    }
    if (due?.step === 'before-the-answer') {
      // it goes in; nobody is there for the answer
      setTimeout(due.kill, 0);
      return 'unanswered';
    }
    if (due?.step === 'after-the-answer') setTimeout(due.kill, randomInt(1, 12));
    return cutEvery > 0 && n % cutEvery === 0 ? (n % (2 * cutEvery) === 0 ? 'lost' : 'unanswered') : 'whole';
  });
  const options: WriterProcessOptions = {
    databaseUrl: to.databaseUrl ?? `pglite:${path.join(folder, 'bff')}`,
    dataKey: randomBytes(32).toString('base64'),
    fhirUrl: proxy.url,
    token: null,
    patientId: to.patientId,
  };
  try {
    for (let run = 0; run <= kills; run += 1) {
      const part = keys.slice(run * each, (run + 1) * each);
      const writer = await startWriter({ ...options, token: await to.token() }, acknowledged);
      inRun = 0;
      if (run < kills) {
        const step = steps[run % steps.length] ?? 'at-random';
        killNow = {
          step,
          at: Math.max(1, Math.ceil(part.length / 2)),
          kill: () => writer.process.kill('SIGKILL'),
        };
        if (step === 'at-random')
          setTimeout(() => writer.process.kill('SIGKILL'), randomInt(300, 300 + 30 * each));
      } else killNow = null;
      for (const [i, key] of part.entries()) {
        // as many at once as a few people would
        while (i - writer.answered() >= 3 && writer.process.exitCode === null && !writer.process.killed)
          await pause(2);
        writer.process.stdin.write(`${key}\n`);
      }
      if (run === kills) writer.process.stdin.end();
      await writer.ended;
    }
    return await accountOf(keys, acknowledged, options, to.fhir);
  } finally {
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startWriter(
  options: WriterProcessOptions,
  acknowledged: Set<string>,
): Promise<{ process: ChildProcessWithoutNullStreams; answered: () => number; ended: Promise<void> }> {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'testing-writer-process.ts'), JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  child.stdin.on('error', () => undefined); // killed
  let complaints = '',
    answered = 0;
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [word, key] = line.split(' ');
      if (word === 'ready') resolve();
      if (word === 'ok' || word === 'no') answered += 1;
      if (word === 'ok' && key !== undefined) acknowledged.add(key);
    });
    child.on('close', () => {
      reject(new Error(`the writer did not start: ${complaints}`));
    });
  });
  return { process: child, answered: () => answered, ended };
}

/** Of each key: two Observations of one version where it was acknowledged, both or none otherwise, one record that says so, and one event for each resource. */
async function accountOf(
  keys: readonly string[],
  acknowledged: ReadonlySet<string>,
  { databaseUrl, patientId }: WriterProcessOptions,
  fhir: FhirClient,
): Promise<Account> {
  const database = await openDatabase(databaseUrl);
  const wrong: string[] = [];
  try {
    const records = await database.db.auditEvent.findMany({
      where: { requestId: { in: [...keys] } },
      select: { requestId: true, outcome: true },
    });
    const open = await database.rows(
      'SELECT i.id FROM chart_intent i WHERE NOT EXISTS (SELECT 1 FROM chart_outcome o WHERE o.id = i.id)',
    );
    if (open.length > 0) wrong.push(`${open.length} intents without an outcome`);
    // each event once: one of each resource of what was written
    const events = await database.rows(
      'SELECT resource, count(*)::int AS n FROM (SELECT split_part(key, chr(47), 2) AS resource FROM events.domain_event WHERE topic_id = $1) e GROUP BY resource',
      [patientId],
    );
    const told = new Map(events.map((row) => [String(row['resource']), Number(row['n'])]));
    for (const key of keys) {
      const stored = await storedOf(fhir, key);
      const said = records.filter(
        ({ requestId, outcome }) => requestId === key && outcome === 'success',
      ).length;
      const isTold = stored.every((one) => told.get(one.split('/')[0] ?? '') === 1);
      const isWhole =
        stored.length === 2 && stored.every((one) => one.endsWith('/1')) && said === 1 && isTold;
      const isNothing = stored.length === 0 && said === 0;
      if (acknowledged.has(key) ? !isWhole : !isWhole && !isNothing)
        wrong.push(
          `${key}: ${acknowledged.has(key) ? 'acknowledged' : 'not acknowledged'}, ${stored.join(' ') || 'nothing'} stored, ${said} records, ${isTold ? 'told once' : 'not told once'}`,
        );
    }
  } finally {
    await database.close();
  }
  return { acknowledged: acknowledged.size, wrong };
}
