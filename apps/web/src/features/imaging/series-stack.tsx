'use client';
import type { SeriesRow, StudyRow } from '@keneyapp/bff/features/imaging/view';
import { EmptyState } from '@keneyapp/ui/states';
import type { ViewerAction } from '@keneyapp/viewer/keys';
import { useTranslations } from 'next-intl';
import { useCallback, useRef, useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { ImageFailure } from './image-failure.tsx';
import styles from './quick-look.module.css';
import { QuickLookTools } from './quick-look-tools.tsx';
import { SeriesObjects, type PdfView } from './series-objects.tsx';
import type { StackState } from './stack-engine.ts';
import { StackOverlay } from './stack-overlay.tsx';
import { StackView, type StackHandle } from './stack-view.tsx';
import { useSeriesImages } from './use-series-images.ts';
import type { Mode } from './use-stack-gestures.ts';

interface Props {
  study: StudyRow;
  series: SeriesRow;
  name: string;
  /** Lines about the patient, for the image. */
  patient: readonly string[];
  pdfView: PdfView;
  takesFocus: boolean;
  /** What the panel around it does. */
  onLeave: () => void;
  onKeys: () => void;
  onFullScreen: () => void;
}

const tools: Partial<Record<ViewerAction, Mode>> = {
  windowTool: 'window',
  zoomTool: 'zoom',
  panTool: 'pan',
  scrollTool: 'scroll',
};

/** One series: its stack with tools and counter, and what it holds besides images. */
export function SeriesStack(props: Props) {
  const { study, series, name, patient, pdfView, takesFocus, onLeave, onKeys, onFullScreen } = props;
  const t = useTranslations('imaging');
  const f = useFormats();
  const uid = study.uid ?? '';
  const { data, error, refetch } = useSeriesImages(uid, series.uid);
  const handle = useRef<StackHandle>({ engine: null });
  const [mode, setMode] = useState<Mode>('scroll');
  const [state, setState] = useState<StackState | null>(null);
  const onAction = useCallback(
    (action: ViewerAction) => {
      const tool = tools[action];
      if (tool) setMode(tool);
      else if (action === 'help') onKeys();
      else if (action === 'fullScreen') onFullScreen();
      else if (action === 'leave') onLeave();
      else return false;
      return true;
    },
    [onKeys, onFullScreen, onLeave],
  );
  if (error) return <ImageFailure error={error} retry={() => void refetch()} />;
  // what has frames and is no picture (a segmentation, a dose) is painted, and named
  const named = data
    ? [...data.others, ...new Set(series.kind === 'image' ? [] : data.images.map((i) => i.metadata))]
    : [];
  const objects = named.length > 0 && <SeriesObjects objects={named} kind={series.kind} pdfView={pdfView} />;
  if (data && data.images.length === 0) {
    if (objects) return objects;
    return data.undecodable ? (
      <EmptyState title={t('quickLook.undecodable')}>
        <p>{t('quickLook.syntax', { uid: data.undecodable.transferSyntax })}</p>
      </EmptyState>
    ) : (
      <EmptyState title={t('quickLook.noSeries')} />
    );
  }
  const count = data?.images.length ?? series.instances ?? 0;
  const start = Math.floor((count - 1) / 2);
  const counter = t('quickLook.counter', { n: (state?.index ?? start) + 1, total: count });
  return (
    <>
      <QuickLookTools
        modality={data?.modality ?? series.modality ?? ''}
        mode={mode}
        onMode={setMode}
        handle={handle}
        isReady={state !== null}
        isPlaying={count > 1 ? (state?.isPlaying ?? false) : null}
        onKeys={onKeys}
        onFullScreen={onFullScreen}
      />
      {data ? (
        <StackView
          ref={handle}
          series={data}
          start={start}
          mode={mode}
          takesFocus={takesFocus}
          onState={setState}
          onAction={onAction}
          label={t('quickLook.label', { name, n: (state?.index ?? start) + 1, total: count })}
          placeholder={`/dicom-web/studies/${uid}/series/${series.uid}/rendered?viewport=512,512`}
        >
          <StackOverlay
            state={state}
            patient={patient}
            study={[f.dateTime(study.date) ?? t('study.noDate'), name]}
          />
        </StackView>
      ) : (
        <div className={styles.stage} role="status">
          <p className={styles.notice}>{t('quickLook.loading')}</p>
        </div>
      )}
      <div className={styles.status}>
        <span data-testid="image-counter">{counter}</span>
        {count > 1 && (
          <input
            type="range"
            className={styles.slider}
            min={1}
            max={count}
            value={(state?.index ?? start) + 1}
            aria-label={t('quickLook.slider')}
            aria-valuetext={counter}
            onChange={(e) => handle.current.engine?.goTo(Number(e.target.value) - 1)}
          />
        )}
        <span>
          {state?.window
            ? t('quickLook.window', {
                center: Math.round(state.window.center),
                width: Math.round(state.window.width),
              })
            : ''}
        </span>
        <span>{state ? t('quickLook.zoom', { n: Math.round(state.zoom * 100) }) : ''}</span>
      </div>
      <p className="visually-hidden" role="status">
        {state ? (state.isPlaying ? t('tools.playing') : counter) : t('quickLook.loading')}
      </p>
      {data?.undecodable && (
        <p className={styles.hint}>
          {t('quickLook.someUndecodable', {
            n: data.undecodable.count,
            uid: data.undecodable.transferSyntax,
          })}
        </p>
      )}
      {objects}
      <p id="quick-look-keys" className={styles.hint}>
        {t('quickLook.keys')}
      </p>
      <p className={styles.hint}>{t('quickLook.notDiagnostic')}</p>
    </>
  );
}
