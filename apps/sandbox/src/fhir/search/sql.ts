import type { SqlValue } from '../store/driver.ts';

/** Collects the values of one statement; numbers of parameters and checked names are written in, everything else is bound. */
export class Sql {
  readonly params: SqlValue[] = [];
  private aliases = 0;
  bind(value: SqlValue): string {
    this.params.push(value);
    return `$${this.params.length}`;
  }
  alias(): string {
    this.aliases += 1;
    return `a${this.aliases}`;
  }
}

/** Values separated by commas mean "or"; `\,` is a comma. Parts keep their other escapes. */
export function alternatives(text: string): string[] {
  return splitUnescaped(text, ',');
}

export function splitUnescaped(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '\\' && i + 1 < text.length) {
      part += text.slice(i, i + 2);
      i += 1;
    } else if (text[i] === separator) {
      parts.push(part);
      part = '';
    } else part += text.charAt(i);
  }
  return [...parts, part];
}

export const unescape = (text: string): string => text.replace(/\\([,|$\\])/g, '$1');
