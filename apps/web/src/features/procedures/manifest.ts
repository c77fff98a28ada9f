import type { FeatureManifest } from '../../shell/manifest.ts';

export const procedures: FeatureManifest = {
  section: { name: 'procedures', key: 'b', operation: 'procedures.read' },
};
