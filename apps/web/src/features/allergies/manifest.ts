import type { FeatureManifest } from '../../shell/manifest.ts';

export const allergies: FeatureManifest = {
  section: { name: 'allergies', key: 'a', operation: 'allergies.read' },
};
