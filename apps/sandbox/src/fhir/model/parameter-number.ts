/** A stable 31-bit number (FNV-1a) for `Type.code`; parameters.ts checks at start that no two share one. */
export function parameterNumber(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash & 0x7fffffff;
}
