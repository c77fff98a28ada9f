/** Words that the heading or an earlier part has not said already (`Urgences`, `Urgences`, `Malaise`). */
export function withoutRepeats(heading: string, parts: (string | null | undefined | false)[]): string[] {
  const said = [heading.toLocaleLowerCase()];
  return parts.flatMap((part) => {
    if (!part || said.some((s) => s.includes(part.toLocaleLowerCase()))) return [];
    said.push(part.toLocaleLowerCase());
    return [part];
  });
}
