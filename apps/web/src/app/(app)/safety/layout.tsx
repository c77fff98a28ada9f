import type { ReactNode } from 'react';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import frame from '../../../shell/shell.module.css';

export default function SafetyLayout({ children }: { children: ReactNode }) {
  return (
    <FeatureMessages of={['safety']}>
      <div className={frame.page}>{children}</div>
    </FeatureMessages>
  );
}
