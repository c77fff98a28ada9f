import type { FeatureManifest } from '../../shell/manifest.ts';

export const timeline: FeatureManifest = {
  section: { name: 'timeline', key: 't', operation: 'timeline.read' },
};
