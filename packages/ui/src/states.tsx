import type { ReactNode } from 'react';
import { DeniedIcon, EmptyIcon, ErrorIcon } from './icons.tsx';
import styles from './states.module.css';

interface StateProps {
  title: string;
  children?: ReactNode;
  /** Buttons or links: what can be done about it. */
  actions?: ReactNode;
  /** In the middle of a page rather than in a card. */
  isPage?: boolean;
}

interface ErrorStateProps extends StateProps {
  requestId?: string | null;
  /** `h1` where nothing else names the page. */
  titleAs?: 'p' | 'h1';
}

const classes = (...names: (string | undefined | false)[]) => names.filter(Boolean).join(' ');

/** Nothing is there: says what would be, and what to do. */
export function EmptyState({ title, children, actions, isPage }: StateProps) {
  return (
    <div className={classes(styles.state, isPage && styles.center)}>
      {isPage && <EmptyIcon size={32} />}
      <p className={isPage ? styles.title : styles.text}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** Something could not be read: what happened, what to do, the number to give to support. Announced at once. */
export function ErrorState({
  title,
  children,
  actions,
  isPage,
  requestId,
  titleAs: Title = 'p',
}: ErrorStateProps) {
  return (
    <div role="alert" className={classes(styles.state, styles.error, isPage && styles.center)}>
      <ErrorIcon size={isPage ? 32 : 20} />
      <Title className={styles.title}>{title}</Title>
      {children && <div className={styles.text}>{children}</div>}
      {requestId && <p className={styles.id}>{requestId}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** Not allowed: why, and who can help. */
export function DeniedState({ title, children, actions, isPage }: StateProps) {
  return (
    <div role="alert" className={classes(styles.state, styles.denied, isPage && styles.center)}>
      <DeniedIcon size={isPage ? 32 : 20} />
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** Skeleton of a list in its final shape; `widths` in per cent, one a column. */
export function LoadingRows({
  rows = 5,
  widths = [32, 20, 12],
  label,
}: {
  rows?: number;
  widths?: number[];
  label: string;
}) {
  return (
    <div className={styles.rows} role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div className={styles.row} key={row} aria-hidden>
          {widths.map((width, column) => (
            <span
              key={column}
              className={styles.bone}
              style={{
                width: `${width - ((row * 7 + column * 5) % 4) * 2}%`,
                animationDelay: `${row * 60}ms`,
              }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

/** One grey bar, for a place whose height is known. */
export function SkeletonLine({ width = '100%', height = 10 }: { width?: number | string; height?: number }) {
  return <span className={styles.bone} style={{ display: 'inline-block', width, height }} aria-hidden />;
}
