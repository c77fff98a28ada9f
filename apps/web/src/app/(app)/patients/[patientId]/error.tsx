'use client';
import { PageFailed } from '../../../../shell/page-boundary.tsx';

interface Props {
  error: Error;
  reset: () => void;
}

/** A page of the chart that fell over falls alone: banner, sections and what is being typed in the workspace stay. */
export default function ChartPageFailed({ error, reset }: Props) {
  return <PageFailed error={error} retry={reset} />;
}
