// Preloaded into every child (--import): stops it when whoever started it is gone, kill -9 included, so that nothing
// keeps a port or the database. Standard input is a pipe that the parent never writes to and the system closes.
process.stdin
  .on('error', () => {})
  .on('close', () => process.kill(process.pid, 'SIGTERM'))
  .resume();
process.stdin.unref?.();
