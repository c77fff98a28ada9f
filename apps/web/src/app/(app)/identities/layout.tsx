import type { ReactNode } from 'react';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';

/** Their forms keep drafts. */
export default function Layout({ children }: { children: ReactNode }) {
  return <FeatureMessages of={['drafts']}>{children}</FeatureMessages>;
}
