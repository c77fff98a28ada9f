import { recordForms } from '../../components/form/record-forms.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

export const problems: FeatureManifest = {
  section: { name: 'problems', key: 'p', operation: 'problems.read' },
  forms: recordForms('problems', () => import('./record-form.tsx')),
};
