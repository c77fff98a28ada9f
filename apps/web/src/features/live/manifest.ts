import type { FeatureManifest } from '../../shell/manifest.ts';
import { LiveChart } from './live-chart.tsx';

export const live: FeatureManifest = { chart: { Live: LiveChart } };
