import { recordForms } from '../../components/form/record-forms.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const procedures: FeatureManifest = {
  section: { name: 'procedures', key: 'b', operation: 'procedures.read' },
  forms: recordForms('procedures', () => import('./record-form.tsx')),
};
