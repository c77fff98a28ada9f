import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from '../wire/connection.ts';
import { isRefusal } from '../wire/fhir.ts';
import { Unusable } from '../import/content.ts';
import { releasesOf } from './distributions.ts';
import { gather, type Gathered } from './gather.ts';
import { load } from './load.ts';
import { NotLoaded, type Loaded, type Loading } from './loading.ts';
import { loadMap } from './load-map.ts';
import { Problems } from './problems.ts';
import type { Release } from './release.ts';
import { mannersOf } from './server.ts';
import { spool, type Spooled } from './spool.ts';

/** What became of one release. `count`: concepts, or codes of a map. */
export interface Outcome {
  title: string;
  version: string;
  count: number;
  state: Loaded | 'failed';
  reason: string;
  remarks: string[];
  /** What the hospital has to have. */
  needs: string;
  readMs: number;
  sentMs: number;
}
export interface Imported {
  outcomes: Outcome[];
  problems: Problems;
  left: Gathered['left'];
}
export type Step = (text: string, done?: number, of?: number) => void;

export interface ImportOptions {
  connection: Connection;
  paths: readonly string[];
  dataDir: string;
  /** The release, where files do not say it or say it wrong. */
  version?: string;
  /** A release of far fewer codes than the one that is loaded is meant so, and no file that was cut short. */
  mayShrink?: boolean;
  step?: Step;
  signal?: AbortSignal;
}

/** Reads every distribution below the paths and loads it; what cannot be read or loaded is said, the rest goes in. */
export async function importTerminologies(options: ImportOptions): Promise<Imported> {
  const { connection, paths, dataDir, step = () => undefined, signal } = options;
  const folder = await workFolder(dataDir);
  const problems = new Problems(),
    outcomes: Outcome[] = [];
  try {
    const loading: Loading = {
      connection,
      ...(await mannersOf(connection)),
      report: () => undefined,
      mayShrink: options.mayShrink ?? false,
      ...(signal ? { signal } : {}),
    };
    step('looking at the files');
    const gathered = await gather(paths, path.join(folder, 'unpacked'), problems);
    for (const release of await releasesOf(gathered, problems)) {
      if (signal?.aborted) break;
      outcomes.push(await one(release, loading));
    }
    return { outcomes, problems, left: gathered.left };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  async function one(release: Release, loading: Loading): Promise<Outcome> {
    const begun = Date.now();
    const outcome: Outcome = {
      title: release.title,
      version: '',
      count: 0,
      state: 'failed',
      reason: '',
      remarks: [],
      needs: release.licence.needs,
      readMs: 0,
      sentMs: 0,
    };
    try {
      if (release.kind === 'map') {
        const { state, elements, version, remarks } = await loadMap(loading, release, problems);
        Object.assign(outcome, { state, version, count: elements, remarks });
      } else {
        const spooled = await read(release);
        Object.assign(outcome, {
          version: spooled.version,
          count: spooled.count,
          readMs: Date.now() - begun,
        });
        const report: Loading['report'] = (done, of, activity) =>
          step(activity ? `${release.title}: ${activity}` : release.title, done, of);
        outcome.state = await load({ ...loading, report }, release, spooled);
      }
    } catch (error) {
      if (!(error instanceof NotLoaded || error instanceof Unusable || isRefusal(error))) throw error;
      outcome.reason = error.message;
    }
    outcome.remarks = [...release.remarks(), ...outcome.remarks];
    outcome.sentMs = Date.now() - begun - outcome.readMs;
    return outcome;
  }

  async function read(release: Extract<Release, { kind: 'system' }>): Promise<Spooled> {
    step(`reading ${release.title}`);
    const said = options.version;
    const asked = said ? { ...release, version: () => said } : release;
    const spooled = await spool(asked, folder, problems, (n) => step(`reading ${release.title}: ${n}`));
    if (spooled.count === 0) throw new NotLoaded('nothing of it could be read');
    if (spooled.version === '') throw new NotLoaded('its files do not say which release they are: --release');
    return spooled;
  }
}

/** A folder of this process; those that killed ones left are deleted. */
async function workFolder(dataDir: string): Promise<string> {
  const base = path.join(dataDir, 'terminology');
  await mkdir(base, { recursive: true, mode: 0o700 });
  for (const name of await readdir(base)) {
    const pid = Number(/^work-(\d+)$/.exec(name)?.[1]);
    if (pid && pid !== process.pid && !isAlive(pid))
      await rm(path.join(base, name), { recursive: true, force: true });
  }
  const folder = path.join(base, `work-${process.pid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
