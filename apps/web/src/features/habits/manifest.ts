import { recordForms } from '../../components/form/record-forms.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const habits: FeatureManifest = {
  section: { name: 'habits', operation: 'habits.read' },
  forms: recordForms('habits', () => import('./record-form.tsx')),
};
