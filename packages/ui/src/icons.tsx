import type { ReactNode } from 'react';

interface IconProps {
  size?: number;
}

/** A few shapes of our own (24 × 24, drawn with lines), so that these states cost no icon library. Always beside a word. */
function Icon({ size = 20, children }: IconProps & { children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const ErrorIcon = (p: IconProps) => (
  <Icon {...p}>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 7.5v5.5M12 16.4v.1" />
  </Icon>
);
export const DeniedIcon = (p: IconProps) => (
  <Icon {...p}>
    <rect x="5" y="10.5" width="14" height="9.5" rx="2" />
    <path d="M8 10.5V8a4 4 0 0 1 8 0v2.5" />
  </Icon>
);
export const EmptyIcon = (p: IconProps) => (
  <Icon {...p}>
    <path d="M4 13.5 6.5 5h11L20 13.5V19H4z" />
    <path d="M4 13.5h5a3 3 0 0 0 6 0h5" />
  </Icon>
);
export const ChevronIcon = (p: IconProps) => (
  <Icon {...p}>
    <path d="m9 6 6 6-6 6" />
  </Icon>
);
export const SortIcon = (p: IconProps) => (
  <Icon {...p}>
    <path d="m8 10 4-4 4 4M8 14l4 4 4-4" />
  </Icon>
);
export const SortedUpIcon = (p: IconProps) => (
  <Icon {...p}>
    <path d="m7 14 5-6 5 6" />
  </Icon>
);
export const SortedDownIcon = (p: IconProps) => (
  <Icon {...p}>
    <path d="m7 10 5 6 5-6" />
  </Icon>
);
export const DownloadIcon = (p: IconProps) => (
  <Icon {...p}>
    <path d="M12 4v11M7.5 11 12 15.5 16.5 11M5 19.5h14" />
  </Icon>
);
export const ResetIcon = (p: IconProps) => (
  <Icon {...p}>
    <path d="M5 12a7 7 0 1 0 2.3-5.2M5 4.5v4h4" />
  </Icon>
);
