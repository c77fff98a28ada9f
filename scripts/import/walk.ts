import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

export interface FoundFile {
  path: string;
  size: number;
  modified: number;
}
export interface Walked {
  files: FoundFile[];
  failures: { path: string; reason: string }[];
  ignored: string[];
}

/** Found beside data, never data. */
const besides =
  /^(\..*|readme.*|licen[cs]e.*|changelog.*|thumbs\.db|desktop\.ini|dicomdir|.*\.(md|txt|html?|pdf|csv|xlsx?|docx?|png|jpe?g|xml|ini|log|sh|bat|exe|inf))$/i;

/** Every regular file below the paths, each once; symbolic links are followed, loops are not. What a person names directly is never ignored. */
export async function walk(paths: readonly string[]): Promise<Walked> {
  const result: Walked = { files: [], failures: [], ignored: [] },
    seen = new Set<string>();
  for (const start of paths) await visit(start, true, result, seen);
  // what others refer to goes first, so that servers that check references find it
  const rank = (file: string) => {
    const name = path.basename(file).toLowerCase();
    return /hospital|organization|location|practitioner/.test(name) ? 0 : /^patient/.test(name) ? 1 : 2;
  };
  result.files.sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1));
  return result;
}

async function visit(file: string, named: boolean, result: Walked, seen: Set<string>): Promise<void> {
  try {
    const real = await realpath(file);
    if (seen.has(real)) return;
    seen.add(real);
    const info = await stat(file);
    if (info.isDirectory()) {
      for (const name of (await readdir(file)).sort())
        await visit(path.join(file, name), false, result, seen);
    } else if (!info.isFile()) result.failures.push({ path: file, reason: 'neither a file nor a folder' });
    else if (!named && besides.test(path.basename(file))) result.ignored.push(file);
    else result.files.push({ path: file, size: info.size, modified: info.mtimeMs });
  } catch (error) {
    result.failures.push({ path: file, reason: await why(file, error) });
  }
}

/** Why a path cannot be read, in words for the person. */
export async function why(file: string, error: unknown): Promise<string> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  if (code === 'ENOENT')
    return (await lstat(file).catch(() => null))
      ? 'a link to something that is not there'
      : 'there is no such file';
  return (
    (
      {
        EACCES: 'no permission to read it',
        EPERM: 'no permission to read it',
        ELOOP: 'a link that leads back to itself',
        ENAMETOOLONG: 'its name is too long',
      } as Record<string, string>
    )[code] ?? `cannot be read (${code})`
  );
}
