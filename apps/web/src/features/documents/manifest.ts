import type { FeatureManifest } from '../../shell/manifest.ts';

export const documents: FeatureManifest = {
  section: { name: 'documents', key: 'd', operation: 'documents.read' },
};
