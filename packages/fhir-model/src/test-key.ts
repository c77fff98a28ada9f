import { systems } from './systems.ts';
import type { Coded } from './shapes.ts';

/** What a test is known by in addresses and series: its LOINC code where it has one, `code@system` else; a test nobody coded by its name. */
export function testKey({ text, codes }: Coded): string {
  const code = codes.find((c) => c.system === systems.loinc) ?? codes[0];
  return code
    ? code.system === systems.loinc
      ? code.code
      : `${code.code}@${code.system.replace(/^\w+:\/\//, '')}`
    : (text ?? '?');
}
