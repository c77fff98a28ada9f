import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';
import { AccountItem } from './account-item.tsx';
import { StripPlaceholder } from './strip-placeholder.tsx';

// most charts are open: what is shown of a closed one comes with it
const ClosedChart = dynamic(() => import('./closed-chart.tsx').then((m) => m.ClosedChart));
const EmergencyStrip = dynamic(() => import('./emergency-strip.tsx').then((m) => m.EmergencyStrip), {
  ssr: false,
  loading: StripPlaceholder,
});

export const emergency: FeatureManifest = {
  AccountItem,
  chart: { Closed: ClosedChart, Emergency: EmergencyStrip },
};
