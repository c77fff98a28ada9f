import type { Step } from './run.ts';

/** One line that is rewritten in a terminal; elsewhere a line for each tenth of each activity. */
export function progressLine(out: NodeJS.WriteStream): { step: Step; end(): void } {
  const isLive = out.isTTY === true && !process.env['CI'];
  let written = 0,
    shown = '';
  return {
    step(text, done, of) {
      const part = done === undefined || of === undefined || of === 0 ? null : Math.min(1, done / of);
      const count = part === null ? '' : ` ${done}/${of} (${Math.floor(part * 100)} %)`;
      if (isLive) {
        if (Date.now() - written < 80 && part !== 1) return;
        written = Date.now();
        out.write(`\r\x1b[2K  ${text}${count}`);
        return;
      }
      const key = `${text.replace(/: \d+$/, '')} ${part === null ? '' : Math.floor(part * 10)}`;
      if (key === shown) return;
      shown = key;
      out.write(`  ${text}${count}\n`);
    },
    end() {
      if (isLive) out.write('\r\x1b[2K');
    },
  };
}
