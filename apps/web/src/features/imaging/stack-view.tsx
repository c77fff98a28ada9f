'use client';
import type { ViewerAction } from '@keneyapp/viewer/keys';
import { useTranslations } from 'next-intl';
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type ReactNode, type Ref } from 'react';
import { UnshowableError } from './decode.ts';
import type { SeriesImages } from './dicom-json.ts';
import styles from './quick-look.module.css';
import { StackEngine, type StackState } from './stack-engine.ts';
import { useStackGestures, type Mode } from './use-stack-gestures.ts';

export interface StackHandle {
  engine: StackEngine | null;
}
interface Props {
  series: SeriesImages;
  start: number;
  mode: Mode;
  label: string;
  /** Drawn by the server, shown until the first image is. */
  placeholder: string;
  /** The person asked for these images just now: the keys are theirs. */
  takesFocus: boolean;
  ref: Ref<StackHandle>;
  onState: (state: StackState) => void;
  onAction: (action: ViewerAction) => boolean;
  /** What stands on the image. */
  children: ReactNode;
}

/** The image itself. */
export function StackView({
  series,
  start,
  mode,
  label,
  placeholder,
  takesFocus,
  ref,
  onState,
  onAction,
  children,
}: Props) {
  const t = useTranslations('imaging');
  const element = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<StackEngine | null>(null);
  const [shown, setShown] = useState<'loading' | 'image' | 'failed' | 'unshowable'>('loading');
  const [failedAt, setFailedAt] = useState<{ index: number; isUnshowable: boolean } | null>(null);
  const report = useRef(onState);
  const first = useRef({ start, takesFocus });
  useEffect(() => {
    report.current = onState;
  });
  useImperativeHandle(ref, () => ({ engine }), [engine]);

  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const isBusy = document.activeElement?.closest('input, select, textarea, [role="dialog"]');
    if (first.current.takesFocus && !isBusy) target.focus({ preventScroll: true });
    let made: StackEngine;
    try {
      made = new StackEngine(
        target,
        (state) => {
          setFailedAt(null);
          report.current(state);
        },
        (index, error) => setFailedAt({ index, isUnshowable: error instanceof UnshowableError }),
      );
    } catch {
      queueMicrotask(() => setShown('failed'));
      return;
    }
    let isOver = false;
    made.open(series.images, Math.min(first.current.start, series.images.length - 1)).then(
      () => {
        if (!isOver) {
          setShown('image');
          setEngine(made);
          report.current(made.state);
        }
      },
      (error: unknown) => {
        if (!isOver) setShown(error instanceof UnshowableError ? 'unshowable' : 'failed');
      },
    );
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(target);
    return () => {
      isOver = true;
      observer.disconnect();
      made.close();
    };
  }, [series]);

  const { modality } = series;
  useStackGestures(
    element,
    engine,
    useMemo(() => ({ mode, modality, onAction }), [mode, modality, onAction]),
  );

  return (
    <div className={styles.stage} data-state={shown} data-testid="quick-look-stage">
      {shown === 'loading' && <img className={styles.placeholder} src={placeholder} alt="" />}
      <div
        ref={element}
        className={styles.canvas}
        role="application"
        aria-label={label}
        aria-describedby="quick-look-keys"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an application takes keys: the stack is scrolled with them
        tabIndex={0}
      />
      {children}
      {shown === 'loading' && (
        <p className={styles.notice} aria-hidden>
          {t('quickLook.loading')}
        </p>
      )}
      {shown === 'failed' && (
        <p role="alert" className={styles.notice}>
          {t('quickLook.undrawable')}
        </p>
      )}
      {shown === 'unshowable' && (
        <p role="alert" className={styles.notice}>
          {t('quickLook.unshowable')}
        </p>
      )}
      {failedAt !== null && (
        <p role="alert" className={styles.notice}>
          {t(failedAt.isUnshowable ? 'quickLook.imageUnshowable' : 'quickLook.imageFailed', {
            n: failedAt.index + 1,
          })}
        </p>
      )}
    </div>
  );
}
