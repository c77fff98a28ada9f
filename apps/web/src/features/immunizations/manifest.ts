import type { FeatureManifest } from '../../shell/manifest.ts';

export const immunizations: FeatureManifest = {
  section: { name: 'immunizations', key: 'n', operation: 'immunizations.read' },
};
