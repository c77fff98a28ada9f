import type { FeatureManifest } from '../../shell/manifest.ts';

export const encounters: FeatureManifest = {
  section: { name: 'encounters', key: 'e', operation: 'encounters.read' },
};
