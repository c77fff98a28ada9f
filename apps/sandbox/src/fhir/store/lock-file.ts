import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

/** Takes `file` for this process; a lock left by a process that is gone is taken over. Throws when it is held. */
export function takeLock(file: string): { release(): void } {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = ownerOf(file);
      if (owner !== null && isRunning(owner)) throw new Error(`the data folder is in use by process ${owner} (${file})`);
      rmSync(file, { force: true });
    }
  }
  throw new Error(`could not take ${file}`);
}

function ownerOf(file: string): number | null {
  try { return Number.parseInt(readFileSync(file, 'utf8'), 10) || null; } catch { return null; }
}

/** A pid may be reused after a reboot; a process that is not a Node process cannot hold the folder. */
function isRunning(pid: number): boolean {
  try { process.kill(pid, 0); } catch (error) { return (error as NodeJS.ErrnoException).code === 'EPERM'; }
  try { return /node|vitest/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')); } catch { return true; }
}
