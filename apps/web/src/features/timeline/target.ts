import type { TimelineItem } from '@keneyapp/bff/features/timeline/view';

/** The screen of what an item stands for; what has none of its own opens in the record. */
export function targetOf(patientId: string, { kind, reference, studyUid }: TimelineItem): string {
  const [type = '', id = ''] = reference.split('/');
  const page = (section: string) => `/patients/${patientId}/${section}`;
  switch (kind) {
    case 'results':
      return type === 'DiagnosticReport'
        ? `${page('results')}?view=reports&report=${id}`
        : `${page('results')}?view=values&value=${id}`;
    case 'imaging':
      return studyUid ? `${page('imaging')}/${studyUid}` : page('imaging');
    case 'document':
      return `${page('documents')}?doc=${id}`;
    case 'encounter':
      return `${page('encounters')}/${id}`;
    case 'problem':
      return page('problems');
    case 'medication':
      return page('medications');
    case 'vitals':
      return page('vitals');
    case 'immunization':
      return page('immunizations');
    case 'allergy':
      return page('allergies');
    case 'procedure':
      return page('procedures');
    case 'plan':
      return `${page('record')}/${type}/${id}`;
  }
}
