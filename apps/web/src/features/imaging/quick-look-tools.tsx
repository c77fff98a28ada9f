'use client';
import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import styles from './quick-look.module.css';
import type { StackHandle } from './stack-view.tsx';
import type { Mode } from './use-stack-gestures.ts';
import { presetsOf } from './window-presets.ts';

interface Props {
  modality: string;
  mode: Mode;
  onMode: (mode: Mode) => void;
  handle: RefObject<StackHandle>;
  isReady: boolean;
}
const modes = ['scroll', 'window', 'zoom', 'pan'] as const;

/** What dragging does, grey-level presets, and back to the beginning. */
export function QuickLookTools({ modality, mode, onMode, handle, isReady }: Props) {
  const t = useTranslations('imaging');
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('tools.label')}>
      <div className={styles.group} role="group" aria-label={t('tools.drag')}>
        {modes.map((m) => (
          <button
            key={m}
            type="button"
            disabled={!isReady}
            aria-pressed={m === mode}
            onClick={() => onMode(m)}
          >
            {t(`tools.${m}`)}
          </button>
        ))}
      </div>
      {presetsOf(modality).length > 0 && (
        <div className={styles.group} role="group" aria-label={t('tools.presets')}>
          {presetsOf(modality).map(({ name, window }, i) => (
            <button
              key={name}
              type="button"
              disabled={!isReady}
              title={t('tools.presetKey', { n: i + 1 })}
              onClick={() => handle.current.engine?.setWindow(window)}
            >
              {t(`preset.${name}`)}
            </button>
          ))}
        </div>
      )}
      <div className={styles.group}>
        <button
          type="button"
          disabled={!isReady}
          aria-label={t('tools.zoomIn')}
          title={t('tools.zoomIn')}
          onClick={() => handle.current.engine?.zoomBy(1.25)}
        >
          +
        </button>
        <button
          type="button"
          disabled={!isReady}
          aria-label={t('tools.zoomOut')}
          title={t('tools.zoomOut')}
          onClick={() => handle.current.engine?.zoomBy(0.8)}
        >
          −
        </button>
        <button type="button" disabled={!isReady} onClick={() => handle.current.engine?.invert()}>
          {t('tools.invert')}
        </button>
        <button type="button" disabled={!isReady} onClick={() => handle.current.engine?.reset()}>
          {t('tools.reset')}
        </button>
      </div>
    </div>
  );
}
