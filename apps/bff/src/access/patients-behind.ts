import { hasNext } from '@keneyapp/fhir-model/bundles';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { Bundle, Resource } from '@medplum/fhirtypes';

/** Of so many patients the policy is asked at once; of more a list says that it is not all. */
const maxPatients = 300;

/** Whose these are, the first of the answer first. It opens nothing: the policy is asked of each. */
export function patientsBehind(
  bundle: Bundle,
  counts: (resource: Resource) => boolean = () => true,
): { ids: string[]; isTruncated: boolean } {
  const all = new Set(
    (bundle.entry ?? []).flatMap(({ resource }) => {
      if (!resource || !('subject' in resource) || !counts(resource)) return [];
      const [type, id] =
        referenceKey((resource.subject as { reference?: string }).reference ?? '')?.split('/') ?? [];
      return type === 'Patient' && id ? [id] : [];
    }),
  );
  return { ids: [...all].slice(0, maxPatients), isTruncated: hasNext(bundle) || all.size > maxPatients };
}
