import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Child, type ChildOptions } from './children.mjs';
import { Supervised } from './supervised.mjs';

/** Every server here is a real process that runs one of these. */
const stays = `console.log('ready http://here'); setInterval(() => {}, 1000);`;
const readyOnce = (mark: string) => `
  import { existsSync, writeFileSync } from 'node:fs';
  if (existsSync(${JSON.stringify(mark)})) { console.error('Error: wrong settings: PORT'); process.exit(3); }
  writeFileSync(${JSON.stringify(mark)}, '');
  ${stays}`;

let folder = '';
let server: Supervised | undefined;
const lines: string[] = [];
const failures: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-supervised-'));
  lines.length = 0;
  failures.length = 0;
});
afterEach(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Options {
  mayRestart?: boolean;
  times?: { first?: number; most?: number; calm?: number };
  child?: Partial<ChildOptions>;
}
function supervise(script: string, { mayRestart = true, times = {}, child = {} }: Options = {}): Supervised {
  const file = path.join(folder, 'server.mjs');
  writeFileSync(file, script);
  server = new Supervised({
    start: () =>
      new Child({ name: 'server', args: [file], env: {}, logs: path.join(folder, 'logs'), ...child }),
    mayRestart: () => mayRestart,
    onRestart: (line) => lines.push(line),
    onFailed: (error) => failures.push(error.message),
    times: { first: 10, most: 40, ...times },
  });
  return server;
}
const log = () => readFileSync(path.join(folder, 'logs/server.log'), 'utf8');
/** A busy machine takes its time to start a process. */
const soon = (check: () => void) => vi.waitFor(check, 30_000);
/** In another process, and ready. */
const isBack = ({ pid, child }: Supervised, before: number | null) =>
  pid !== null && pid !== before && child.isReady;
const kill = (pid: number | null) => process.kill(pid ?? 0, 'SIGKILL');

it('starts a server again that was killed, says so, and adds to its log', async () => {
  const killed = supervise(stays);
  await killed.ready;
  const { pid } = killed;
  kill(pid);
  await soon(() => expect(lines).toHaveLength(1));
  expect(lines[0]).toMatch(
    /^The server ended \(signal SIGKILL\); it starts again in 0.01 s \(log: .*server\.log\)$/,
  );
  await soon(() => expect(isBack(killed, pid)).toBe(true));
  expect(() => process.kill(killed.pid ?? 0, 0)).not.toThrow();
  expect(log().match(/^── \S+ server starts \(process \d+\)$/gm)).toHaveLength(2);
  expect(log()).toContain('server ended (signal SIGKILL)');
  expect(failures).toEqual([]);
});

it('ends at once, with its reason, while it may not be started again', async () => {
  supervise(`console.error('Error: wrong settings: PORT'); process.exit(3);`, { mayRestart: false });
  await soon(() => expect(failures).toHaveLength(1));
  expect(failures[0]).toMatch(/^The server ended \(status 3\): Error: wrong settings: PORT \(more in .*\)$/);
  expect(lines).toEqual([]);
});

it('waits longer each time, and gives up after five ends in a row without getting ready', async () => {
  const doomed = supervise(readyOnce(path.join(folder, 'was-ready')));
  await doomed.ready;
  kill(doomed.pid);
  await soon(() => expect(failures).toHaveLength(1));
  expect(lines.map((line) => /in (\S+) s/.exec(line)?.[1])).toEqual(['0.01', '0.02', '0.04', '0.04', '0.04']);
  expect(failures[0]).toMatch(
    /^The server ended \(status 3\) 5 times in a row before it was ready: Error: wrong settings: PORT/,
  );
  expect(doomed.pid).toBeNull();
});

it('waits the shortest time again after it ran calmly', async () => {
  const calm = supervise(stays, { times: { calm: 0 } });
  for (const nth of [1, 2, 3]) {
    await soon(() => expect(calm.child.isReady && calm.child.isRunning).toBe(true));
    kill(calm.pid);
    await soon(() => expect(lines).toHaveLength(nth));
    expect(lines[nth - 1]).toContain('in 0.01 s');
  }
});

it('stops cleanly while it waits to be started', async () => {
  const waiting = supervise(stays, { times: { first: 3_600_000 } });
  await waiting.ready;
  kill(waiting.pid);
  await soon(() => expect(lines).toHaveLength(1));
  const ended = waiting.child;
  await waiting.stop();
  expect(waiting.child).toBe(ended);
  expect([waiting.pid, failures]).toEqual([null, []]);
});

it('takes along what a killed server had started itself, which would keep its port', async () => {
  const parent = supervise(
    `import { spawn } from 'node:child_process';
     const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
     console.log('ready ' + child.pid);`,
    { times: { first: 3_600_000 } },
  );
  const grandchild = Number(await parent.ready);
  kill(parent.pid);
  await soon(() => expect(lines).toHaveLength(1));
  await soon(() => expect(stateOf(grandchild)).toMatch(/^(gone|Z)$/));
});

/** One that ended is a zombie where nobody asks for its status. */
function stateOf(pid: number): string {
  try {
    process.kill(pid, 0);
    return /^\d+ \(.*\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
  } catch {
    return 'gone';
  }
}

it('writes files that nobody else reads', async () => {
  const file = path.join(folder, 'kept');
  const writer = supervise(
    `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(file)}, ''); ${stays}`,
  );
  await writer.ready;
  expect([file, path.join(folder, 'logs/server.log')].map((one) => statSync(one).mode & 0o777)).toEqual([
    0o600, 0o600,
  ]);
  expect(statSync(path.join(folder, 'logs')).mode & 0o777).toBe(0o700);
});

it('leaves a reload that does not start to whoever writes it, and starts again what ends by itself', async () => {
  const file = path.join(folder, 'server.mjs');
  const own = `console.log('own process ' + process.pid);`;
  const seen: string[] = [];
  const watched = supervise(own + stays, {
    child: {
      args: ['--watch', '--watch-preserve-output', file],
      isWatched: true,
      onLine: (line) => seen.push(line),
    },
  });
  const ownPid = () => Number(seen.findLast((line) => line.startsWith('own process'))?.split(' ')[2]);
  await watched.ready;
  const watcher = watched.pid;

  // Node says nowhere when it has begun to watch: what it may have missed is saved again
  const save = async (text: string, check: () => void) => {
    for (let tries = 1; ; tries += 1) {
      writeFileSync(file, text);
      try {
        return await vi.waitFor(check, 5_000);
      } catch (error) {
        if (tries === 4) throw error;
      }
    }
  };
  await save('this is no script', () => expect(seen.join('\n')).toMatch(/^Failed running /m));
  await save(own + stays, () => expect(watched.child.isReady).toBe(true));
  expect([watched.pid, lines]).toEqual([watcher, []]);

  kill(ownPid());
  await soon(() => expect(lines).toHaveLength(1));
  expect(lines[0]).toContain('ended (it crashed)');
  await soon(() => expect(isBack(watched, watcher)).toBe(true));
});
