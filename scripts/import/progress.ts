import type { Report } from './run.ts';

const width = 28,
  units = ['B', 'kB', 'MB', 'GB', 'TB'];
export function size(bytes: number): string {
  let value = bytes,
    unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 || unit === 0 ? value.toFixed(0) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** A bar that is rewritten in a terminal; elsewhere a line for every tenth. */
export function progressBar(out: NodeJS.WriteStream): { report: Report; end(): void } {
  const started = Date.now(),
    live = out.isTTY === true && !process.env['CI'];
  let last = 0,
    tenth = -1;
  return {
    report({ done, total, files, of, activity }) {
      const part = total === 0 ? 1 : Math.min(1, done / total),
        seconds = (Date.now() - started) / 1000;
      if (live) {
        if (Date.now() - last < 80 && part < 1) return;
        last = Date.now();
        const left = part > 0.02 && part < 1 ? `, ${Math.ceil((seconds / part) * (1 - part))} s left` : '';
        out.write(
          `\r\x1b[2K  ${'█'.repeat(Math.round(part * width)).padEnd(width, '░')} ${Math.floor(part * 100)} %  ${files}/${of} files, ${size(done)}/${size(total)}${left}${activity === 'imaging studies' ? ', imaging studies' : ''}`,
        );
      } else if (Math.floor(part * 10) > tenth) {
        tenth = Math.floor(part * 10);
        out.write(`  ${tenth * 10} %  ${files}/${of} files, ${size(done)}/${size(total)}\n`);
      }
    },
    end() {
      if (live) out.write('\r\x1b[2K');
    },
  };
}
