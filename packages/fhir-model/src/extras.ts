import type { Extension } from '@medplum/fhirtypes';
import { codedOfCoding, codedOrNull } from './coded.ts';
import { words } from './text.ts';

/** Something that was recorded and has no place of its own on a page: shown by its name, as it stands. */
export interface Extra {
  /** `patient-religion`: the last word of its address. */
  name: string;
  value: string;
}

/** Extensions that nobody has read, with those inside of them. What has no value that can be said in words is left to the record view. */
export function extrasOf(
  extensions: readonly Extension[] | undefined,
  read: readonly RegExp[],
  within = '',
): Extra[] {
  return (extensions ?? [])
    .filter(({ url }) => !read.some((known) => known.test(url)))
    .flatMap((one): Extra[] => {
      const last = one.url.split(/[/#:]/).at(-1) || one.url;
      const name = within && within !== last ? `${within} – ${last}` : last;
      const value = valueOf(one);
      return [...(value === null ? [] : [{ name, value }]), ...extrasOf(one.extension, [], name)];
    });
}

function valueOf(extension: Extension): string | null {
  const { valueCodeableConcept, valueCoding, valueReference, valuePeriod, valueQuantity } = extension;
  const concept = valueCodeableConcept ? codedOrNull(valueCodeableConcept) : codedOfCoding(valueCoding);
  if (concept) return concept.text ?? concept.codes[0]?.code ?? null;
  if (valueReference) return words(valueReference.display) ?? null;
  if (valuePeriod) return [valuePeriod.start, valuePeriod.end].filter(Boolean).join(' – ') || null;
  if (valueQuantity)
    return words([valueQuantity.value, valueQuantity.unit].filter((v) => v != null).join(' '));
  const simple = Object.entries(extension).find(([key]) => key.startsWith('value'))?.[1] as unknown;
  return typeof simple === 'string' || typeof simple === 'number' || typeof simple === 'boolean'
    ? words(String(simple))
    : null;
}
