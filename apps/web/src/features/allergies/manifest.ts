import { recordForms } from '../../components/form/record-forms.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const allergies: FeatureManifest = {
  section: { name: 'allergies', key: 'a', operation: 'allergies.read' },
  forms: recordForms('allergies', () => import('./record-form.tsx')),
};
