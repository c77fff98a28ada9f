import { recordForms } from '../../components/form/record-forms.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const family: FeatureManifest = {
  section: { name: 'family', key: 'f', operation: 'family.read' },
  forms: recordForms('family', () => import('./record-form.tsx')),
};
