import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Checkpoint } from './checkpoint.ts';

/**
 * A file outside the database with a line of JSON per checkpoint, only ever added to: what the database no longer says is
 * still said here. Best on another machine, or a medium that is written once.
 */
export class AnchorFile {
  readonly file: string;
  constructor(file: string) {
    this.file = path.resolve(file);
  }

  async append(checkpoint: Checkpoint): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true });
    const handle = await open(this.file, 'a+', 0o600);
    try {
      // a line that a crash cut short stays what it is, and does not spoil the next
      const { size } = await handle.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      await handle.appendFile(`${size > 0 && last[0] !== 0x0a ? '\n' : ''}${JSON.stringify(checkpoint)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Null when there is no such file. A line that is no checkpoint is null. */
  async read(): Promise<(Checkpoint | null)[] | null> {
    let text: string;
    try {
      text = await readFile(this.file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
    const lines = text.split('\n');
    // whole lines end with a line break; what does not was cut short while it was written
    return lines.slice(0, -1).map(parsed);
  }
}

const number = z.string().regex(/^\d{1,18}$/),
  hash = z.string().regex(/^[0-9a-f]{64}$/);
const schema = z.object({
  number,
  seq: number,
  hash,
  count: number,
  signedAt: z.string().max(30),
  keyId: z.string().max(64),
  previous: hash,
  signature: z.base64().max(200),
});

function parsed(line: string): Checkpoint | null {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
