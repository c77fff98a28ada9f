import type { FeatureManifest } from '../../shell/manifest.ts';

export const problems: FeatureManifest = {
  section: { name: 'problems', key: 'p', operation: 'problems.read' },
};
