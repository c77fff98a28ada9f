import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './testing.ts';

export interface RunningPostgres {
  /** Of the owner of everything, or of another role. */ url(database: string, role?: string): string;
  sql(database: string, statements: string): Promise<string>;
  stop(): Promise<void>;
}

const run = promisify(execFile);

/** Where the PostgreSQL of the system is; null when there is none (Debian: the package `postgresql`). */
async function postgresBinaries(): Promise<string | null> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const folders = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map((v) => `/usr/lib/postgresql/${v}/bin`),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    '/opt/homebrew/bin',
    '/usr/local/pgsql/bin',
  ];
  return (
    folders.find((folder) =>
      ['initdb', 'postgres', 'psql'].every((name) => existsSync(path.join(folder, name))),
    ) ?? null
  );
}

/** A PostgreSQL of its own on a free loopback port with an empty data folder; null where none is installed. */
export async function startTestPostgres(): Promise<RunningPostgres | null> {
  const bin = await postgresBinaries();
  if (bin === null) return null;
  const [folder, port] = [await mkdtemp(path.join(tmpdir(), 'keneyapp-postgres-')), await freePort()];
  const owner = await serverAccount();
  if (owner) await chown(folder, owner.uid, owner.gid);
  const options = { ...owner, cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } };
  await run(
    path.join(bin, 'initdb'),
    ['-D', `${folder}/data`, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'],
    options,
  );
  const child = spawn(
    path.join(bin, 'postgres'),
    [
      '-D',
      `${folder}/data`,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=${folder}`,
      '-c',
      'logging_collector=off',
    ],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const url = (database: string, role = 'postgres') => `postgresql://${role}@127.0.0.1:${port}/${database}`;
  const sql = async (database: string, statements: string) =>
    (
      await run(path.join(bin, 'psql'), [
        '-X',
        '-q',
        '-t',
        '-A',
        '-v',
        'ON_ERROR_STOP=1',
        '-d',
        url(database),
        '-c',
        statements,
      ])
    ).stdout.trim();
  await accepting(child);
  return {
    url,
    sql,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((r) => child.once('exit', r));
        child.kill('SIGINT');
        await gone;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL does not run as root: as root, as the account its package made, else as nobody. */
async function serverAccount(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map((flag) =>
        run('id', [flag, name]).then(
          ({ stdout }) => Number(stdout),
          () => Number.NaN,
        ),
      ),
    );
    if (uid && gid) return { uid, gid };
  }
  return null;
}

function accepting(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-4_000);
      if (text.includes('ready to accept connections')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${text}`)));
    child.once('error', reject);
  });
}
