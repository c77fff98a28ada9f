// Preloaded into every child (--import): stops it when whoever started it is gone, kill -9 included, so that nothing
// keeps a port or the database. Standard input is a pipe that the parent never writes to and the system closes.
import { isMainThread } from 'node:worker_threads';

process.stdin
  .on('error', () => {})
  .on('close', () => process.kill(process.pid, 'SIGTERM'))
  .resume();
process.stdin.unref?.();

// What servers write is their owner's alone. (A thread has no mask of its own, and may not set that of its process.)
if (isMainThread) process.umask(0o077);
