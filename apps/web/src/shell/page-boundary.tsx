'use client';
import { ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { unstable_rethrow, usePathname } from 'next/navigation';
import { Component, type ReactNode } from 'react';
import { CallFailed } from '../components/call-failed.tsx';
import { errorCode } from '../trpc/error.ts';

interface Props {
  /** Address of the page: the next one starts afresh. */
  at: string;
  children: ReactNode;
}

/** A page falls over alone: bar and rail stay, and lead on. Pages of a chart have one of their own, inside the chart. */
export function PageBoundary({ children }: { children: ReactNode }) {
  return <Boundary at={usePathname()}>{children}</Boundary>;
}

class Boundary extends Component<Props, { failed: unknown }> {
  override state = { failed: null };

  static getDerivedStateFromError(error: unknown) {
    unstable_rethrow(error); // a redirect, or a page that is not there
    return { failed: error };
  }

  override componentDidUpdate({ at }: Props) {
    if (this.state.failed !== null && at !== this.props.at) this.setState({ failed: null });
  }

  override render() {
    const { failed } = this.state;
    const retry = () => this.setState({ failed: null });
    return failed === null ? this.props.children : <PageFailed error={failed} retry={retry} />;
  }
}

export function PageFailed({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('common');
  if (errorCode(error) !== null) return <CallFailed isPage error={error} retry={retry} />;
  return (
    <ErrorState
      isPage
      title={t('error.title')}
      actions={
        <Button variant="outlined" onClick={retry}>
          {t('actions.retry')}
        </Button>
      }
    >
      <p>{t('error.unexpected')}</p>
    </ErrorState>
  );
}
