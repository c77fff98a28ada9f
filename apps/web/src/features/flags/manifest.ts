import { recordForms } from '../../components/form/record-forms.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const flags: FeatureManifest = {
  section: { name: 'flags', operation: 'flags.read' },
  forms: recordForms('flags', () => import('./record-form.tsx')),
};
