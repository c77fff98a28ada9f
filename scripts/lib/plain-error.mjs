/** An error whose message is all the person needs: shown as one line, without a stack. */
export class PlainError extends Error {}

/**
 * Runs a command's main function; a PlainError ends it with one line, anything else with its stack.
 * @param {() => Promise<unknown>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    const plain = asPlain(error);
    console.error(plain ? `\nError: ${plain}` : error);
    process.exitCode = 1;
  }
}

/** @param {unknown} error @returns {string | null} */
function asPlain(error) {
  if (error instanceof PlainError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const where = error instanceof Error && 'path' in error ? String(error.path) : 'this folder';
  if (code === 'ENOSPC') return `The disk is full: nothing more can be written to ${where}.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `No permission to write ${where}.`;
  return null;
}
