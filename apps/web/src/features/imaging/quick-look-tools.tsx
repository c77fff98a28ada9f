'use client';
import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import styles from './quick-look.module.css';
import type { StackHandle } from './stack-view.tsx';
import { presetsOf, type Mode } from './use-stack-gestures.ts';

interface Props {
  modality: string;
  mode: Mode;
  onMode: (mode: Mode) => void;
  handle: RefObject<StackHandle>;
  isReady: boolean;
  /** Null for a stack of one image. */
  isPlaying: boolean | null;
  onKeys: () => void;
  onFullScreen: () => void;
}
const modes = ['scroll', 'window', 'zoom', 'pan'] as const;

/** What dragging does, grey-level presets, turning, playing, and back to the beginning. */
export function QuickLookTools({
  modality,
  mode,
  onMode,
  handle,
  isReady,
  isPlaying,
  onKeys,
  onFullScreen,
}: Props) {
  const t = useTranslations('imaging');
  const presets = presetsOf(modality);
  const tool = (sign: string, name: string, onClick: () => void) => (
    <button type="button" disabled={!isReady} aria-label={name} title={name} onClick={onClick}>
      {sign}
    </button>
  );
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
      {presets.length > 0 && (
        <div className={styles.group} role="group" aria-label={t('tools.presets')}>
          {presets.map(({ name, window }, i) => (
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
        {tool('+', t('tools.zoomIn'), () => handle.current.engine?.zoomBy(1.25))}
        {tool('−', t('tools.zoomOut'), () => handle.current.engine?.zoomBy(0.8))}
        {tool('↺', t('keys.rotateLeft'), () => handle.current.engine?.turn('left'))}
        {tool('↻', t('keys.rotateRight'), () => handle.current.engine?.turn('right'))}
        {tool('↔', t('keys.flipHorizontal'), () => handle.current.engine?.turn('horizontally'))}
        {tool('↕', t('keys.flipVertical'), () => handle.current.engine?.turn('vertically'))}
        <button type="button" disabled={!isReady} onClick={() => handle.current.engine?.invert()}>
          {t('tools.invert')}
        </button>
        <button type="button" disabled={!isReady} onClick={() => handle.current.engine?.reset()}>
          {t('tools.reset')}
        </button>
      </div>
      <div className={styles.group}>
        {isPlaying !== null && (
          <button
            type="button"
            disabled={!isReady}
            aria-pressed={isPlaying}
            onClick={() => handle.current.engine?.play()}
          >
            {t('tools.play')}
          </button>
        )}
        <button type="button" onClick={onFullScreen}>
          {t('tools.fullScreen')}
        </button>
        <button type="button" onClick={onKeys}>
          {t('keysTable.open')}
        </button>
      </div>
    </div>
  );
}
