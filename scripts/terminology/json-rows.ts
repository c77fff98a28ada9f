import { readText, Unusable } from '../import/content.ts';
import { unusable, type SourceFile } from './text.ts';

/** Members of the objects of a JSON list, as texts; `line` is the place in the list. */
export interface JsonRow {
  line: number;
  get(name: string): string;
}

/** Objects of a JSON list. It is read whole: those of publishers have some megabytes. */
export async function* jsonRows(file: SourceFile): AsyncGenerator<JsonRow> {
  let list: unknown;
  try {
    list = JSON.parse(await readText(file.path, file.isGzip));
  } catch (error) {
    throw unusable(file, error instanceof Unusable ? error.message : 'not valid JSON');
  }
  if (!Array.isArray(list)) throw unusable(file, 'not a JSON list');
  for (const [i, item] of (list as unknown[]).entries()) {
    const members = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
    yield {
      line: i + 1,
      get(name) {
        const value = members[name];
        return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
      },
    };
  }
}
