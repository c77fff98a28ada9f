import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Locks this process holds: a lock with our own pid that is not among them is of an earlier process with the same pid. */
const held = new Set<string>();

/** Takes `file` for this process; a lock left by a process that is gone is taken over. Throws when it is held. */
export function takeLock(file: string): { release(): void } {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid)); // linked into place whole: nobody ever reads a lock without its owner
  try {
    return take(file, own);
  } finally {
    rmSync(own, { force: true });
  }
}

function take(file: string, own: string): { release(): void } {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      linkSync(own, file);
      held.add(file);
      return {
        release: () => {
          held.delete(file);
          rmSync(file, { force: true });
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = ownerOf(file);
      if (owner !== null && (owner === process.pid ? held.has(file) : isRunning(owner)))
        throw new Error(`the data folder is in use by process ${owner} (${file})`);
      rmSync(file, { force: true });
    }
  }
  throw new Error(`could not take ${file}`);
}

function ownerOf(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || null;
  } catch {
    return null;
  }
}

/** A pid may be reused after a reboot; a process that is not a Node process cannot hold the folder. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return /node|vitest/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return true;
  }
}
