import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Takes a lock file naming this process, or answers the process that holds it. A lock whose holder is gone is taken over.
 * @param {string} file @returns {{ release: () => void } | { holder: number }}
 */
export function takeLock(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, `${process.pid} ${startOf(process.pid) ?? ''}`, { flag: 'wx' });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = lockHolder(file);
    if (holder !== null) return { holder };
    rmSync(file, { force: true });
  }
}

/** Waits for the lock: two checkouts build a shared tool one after the other. @param {string} file */
export async function takeLockWhenFree(file) {
  for (;;) {
    const lock = takeLock(file);
    if ('release' in lock) return lock;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The living process that holds a lock, or null. @param {string} file @returns {number | null} */
export function lockHolder(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const [pid, start] = text.split(' ');
  if (!pid || Number(pid) === process.pid) return null;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? Number(pid) : null;
  }
  // the number may have been given to another process since
  const now = startOf(Number(pid));
  return start && now && start !== now ? null : Number(pid);
}

/** When a process started, in clock ticks since boot; null where /proc does not tell. @param {number} pid */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
