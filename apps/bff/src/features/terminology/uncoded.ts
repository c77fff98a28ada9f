import { codedIn, type CodedField } from '@keneyapp/fhir-model/bindings';
import type { CodeableConcept, Resource } from '@medplum/fhirtypes';
import { folded } from '@keneyapp/clinical';
import { labelsOf } from '../../access/labels.ts';
import type { UncodedView } from './view.ts';

/** The same words, however they are written, are one line. What the record protects more than the rest is left to those who treat. */
export function uncodedLines(
  found: readonly { field: CodedField; all: readonly Resource[] }[],
  textOf: (concept: CodeableConcept) => string | null,
): UncodedView['lines'] {
  const lines = new Map<string, UncodedView['lines'][number]>();
  for (const { field, all } of found)
    for (const resource of all.filter((one) => labelsOf(one).length === 0 && !isEnteredInError(one)))
      for (const { field: of, concept } of codedIn(resource)) {
        const text = of === field ? textOf(concept)?.trim() : null;
        if (!text) continue;
        const key = `${field} ${folded(text)}`;
        const known = lines.get(key);
        const latest = [known?.latest ?? '', resource.meta?.lastUpdated ?? ''].sort().at(-1) || null;
        lines.set(key, { field, text: known?.text ?? text, count: (known?.count ?? 0) + 1, latest });
      }
  return [...lines.values()].sort((a, b) => b.count - a.count || a.text.localeCompare(b.text, 'fr'));
}

/** Taken back: nobody has to find a code for it. */
function isEnteredInError(resource: Resource): boolean {
  const { status, verificationStatus } = resource as {
    status?: string;
    verificationStatus?: CodeableConcept;
  };
  return (
    status === 'entered-in-error' ||
    (verificationStatus?.coding?.some(({ code }) => code === 'entered-in-error') ?? false)
  );
}
