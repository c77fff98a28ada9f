import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';
import { AccountItem } from './account-item.tsx';
import { ClosedChart } from './closed-chart.tsx';
import { StripPlaceholder } from './strip-placeholder.tsx';

const EmergencyStrip = dynamic(() => import('./emergency-strip.tsx').then((m) => m.EmergencyStrip), {
  ssr: false,
  loading: StripPlaceholder,
});

export const emergency: FeatureManifest = {
  AccountItem,
  chart: { Closed: ClosedChart, Emergency: EmergencyStrip },
};
