import { recordForms } from '../../components/form/record-forms.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const implants: FeatureManifest = {
  section: { name: 'implants', operation: 'implants.read' },
  forms: recordForms('implants', () => import('./record-form.tsx')),
};
