const isTerminal = process.stdout.isTTY === true && !process.env['CI'];

/**
 * Shows one step: what is being done, the seconds it takes where the terminal can be rewritten, then a mark.
 * @template T @param {string} title @param {(note: (text: string) => void) => Promise<T>} work @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  let note = '';
  const draw = () => process.stdout.write(`\r\x1b[2K  … ${title} (${seconds()})${note ? ` ${note}` : ''}`);
  if (isTerminal) draw();
  else console.log(`  … ${title}`);
  const timer = isTerminal ? setInterval(draw, 200) : null;
  /** @param {string} mark */
  const finish = (mark) => {
    if (timer) clearInterval(timer);
    console.log(`${isTerminal ? '\r\x1b[2K' : ''}  ${mark} ${title} (${seconds()})${note ? ` ${note}` : ''}`);
  };
  try {
    const result = await work((text) => {
      note = text.replace(/\s+/g, ' ').slice(0, 100);
    });
    finish('✓');
    return result;
  } catch (error) {
    finish('✗');
    throw error;
  }
}
