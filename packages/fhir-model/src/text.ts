import type { Annotation } from '@medplum/fhirtypes';

/** Reading of FHIR's building blocks. Everything may be missing, whatever the cardinality says: real records are like that. */

/** Text in one line, without what nobody sees; null when nothing is left. */
export function words(text: string | undefined): string | null {
  const trimmed = text
    ?.replaceAll(/[\u200B-\u200D\uFEFF]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return trimmed ? trimmed : null;
}

/** Text with its line breaks and indents; null when nothing is left. */
export function lines(text: string | undefined): string | null {
  const kept = text
    ?.replaceAll(/[\u200B-\u200D\uFEFF]/g, '')
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replaceAll(/[^\S\n]+$/gm, '')
    .replaceAll(/^\n+|\n+$/g, '');
  return kept?.trim() ? (kept.includes('\n') ? kept : kept.trim()) : null;
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };

/** The words of a narrative (XHTML), a line a block, a cell apart from the next: for people to read, never to be parsed again as a page. */
export function narrative(div: string | undefined): string | null {
  return lines(
    div
      ?.replaceAll(/<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/<(td|th)\b[^>]*>/gi, ' ')
      .replaceAll(
        /<(br|hr)\b[^>]*>|<\/(p|div|li|tr|h[1-6]|ul|ol|table|caption|dt|dd|pre|blockquote)\s*>/gi,
        '\n',
      )
      .replaceAll(/<li\b[^>]*>/gi, '– ')
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
        if (name) return entities[String(name).toLowerCase()] ?? whole;
        const code = Number.parseInt(decimal ?? hex, decimal ? 10 : 16);
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
      })
      .replaceAll(/ ?\n ?/g, '\n')
      .replaceAll(/ {2,}/g, ' ')
      .replaceAll(/\n{3,}/g, '\n\n'),
  );
}

export function notes(annotations: Annotation[] | undefined): string | null {
  return (
    annotations
      ?.map((a) => a.text?.trim())
      .filter((t) => t)
      .join('\n') || null
  );
}
