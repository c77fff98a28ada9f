'use client';
import type { StudyRow } from '@keneyapp/bff/features/imaging/view';
import type { ViewerLayout } from '@keneyapp/viewer/messages';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { NativeSelect } from '../../components/native-select.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { comparablePrior } from './comparable.ts';
import type { ViewerState } from './use-viewer.ts';
import styles from './viewer.module.css';

/** Modalities whose images make a volume. */
const volumeModalities = new Set(['CT', 'MR', 'PT']);

export interface Layout {
  mode: ViewerLayout;
  prior: string | null;
}

interface Props {
  study: StudyRow;
  studies: readonly StudyRow[];
  layout: Layout;
  state: ViewerState;
  /** In a window of its own: it is closed, not left. */
  isOwn: boolean;
  isBleeding: boolean;
  backHref: string;
  onLayout: (layout: Layout) => void;
  onStore: () => void;
  onMenus: () => void;
  onFullScreen: () => void;
  onKeys: () => void;
  onOwnWindow: () => void;
  onClose: () => void;
}

/** What is read, what it is compared with, how it is laid out; and how far the images are. */
export function ViewerBar(props: Props) {
  const { study, studies, layout, state, isOwn, isBleeding, backHref, onLayout } = props;
  const t = useTranslations('imaging');
  const f = useFormats();
  const name = (s: StudyRow) =>
    [s.modalities.join(' '), s.description ?? t('study.unnamed'), f.date(s.date)].filter(Boolean).join(' · ');
  const otherStudies = studies.filter(
    (s) => s.uid !== null && s.uid !== study.uid && s.state === 'available',
  );
  const prior = comparablePrior(study, otherStudies);
  const isComparing = layout.mode === 'compare';
  const stack: Layout = { mode: 'stack', prior: null };
  const progress = state.progress && state.progress.loaded < state.progress.total ? state.progress : null;
  return (
    <div className={styles.bar}>
      {isOwn ? (
        <Button size="small" onClick={props.onClose}>
          {t('viewer.closeWindow')}
        </Button>
      ) : (
        <Button size="small" component={Link} prefetch={false} href={backHref}>
          ← {t('viewer.back')}
        </Button>
      )}
      <h1 tabIndex={-1} title={name(study)}>
        {name(study)}
      </h1>
      {progress && (
        <span className={styles.count} data-testid="viewer-progress">
          {t('viewer.progress', progress)}
        </span>
      )}
      {state.unsaved > 0 && (
        <Button size="small" variant="contained" onClick={props.onStore}>
          {t('measurements.store', { n: state.unsaved })}
        </Button>
      )}
      {otherStudies.length > 0 && (
        <span className={styles.compare}>
          <Button
            size="small"
            variant={isComparing ? 'contained' : 'outlined'}
            aria-pressed={isComparing}
            disabled={!isComparing && prior === null}
            title={prior || isComparing ? undefined : t('viewer.noComparable')}
            onClick={() => onLayout(isComparing ? stack : { mode: 'compare', prior: prior?.uid ?? null })}
          >
            {t('viewer.compare')}
          </Button>
          <NativeSelect
            aria-label={t('viewer.compareWith')}
            value={layout.prior ?? ''}
            onChoose={(prior) => onLayout(prior ? { mode: 'compare', prior } : stack)}
          >
            <option value="">{t('viewer.noPrior')}</option>
            {otherStudies.map((s) => (
              <option key={s.id} value={s.uid ?? ''}>
                {name(s)}
              </option>
            ))}
          </NativeSelect>
        </span>
      )}
      {study.modalities.some((m) => volumeModalities.has(m)) && (
        <Button
          size="small"
          variant={layout.mode === 'mpr' ? 'contained' : 'outlined'}
          aria-pressed={layout.mode === 'mpr'}
          onClick={() => onLayout(layout.mode === 'mpr' ? stack : { mode: 'mpr', prior: null })}
        >
          {t('viewer.mpr')}
        </Button>
      )}
      <span className={styles.window}>
        {!isOwn && (
          <>
            <Button size="small" title={t('viewer.ownWindowHelp')} onClick={props.onOwnWindow}>
              {t('viewer.ownWindow')}
            </Button>
            <Button
              size="small"
              title={t('viewer.menusHelp')}
              aria-pressed={!isBleeding}
              onClick={props.onMenus}
            >
              {t('viewer.menus')}
            </Button>
          </>
        )}
        <Button size="small" onClick={props.onFullScreen}>
          {t('viewer.fullScreen')}
        </Button>
        <Button size="small" onClick={props.onKeys}>
          {t('keysTable.open')}
        </Button>
      </span>
    </div>
  );
}
