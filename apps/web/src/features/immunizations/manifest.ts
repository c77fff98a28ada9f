import { recordForms } from '../../components/form/record-forms.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const immunizations: FeatureManifest = {
  section: { name: 'immunizations', key: 'n', operation: 'immunizations.read' },
  forms: recordForms('immunizations', () => import('./record-form.tsx')),
};
