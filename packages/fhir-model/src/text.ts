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
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\S\n]+$/gm, '')
    .replaceAll(/^\n+|\n+$/g, '');
  return kept?.trim() ? (kept.includes('\n') ? kept : kept.trim()) : null;
}

export function notes(annotations: Annotation[] | undefined): string | null {
  return (
    annotations
      ?.map((a) => a.text?.trim())
      .filter((t) => t)
      .join('\n') || null
  );
}
