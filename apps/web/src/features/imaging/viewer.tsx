'use client';
import type { StudyRow } from '@keneyapp/bff/features/imaging/view';
import { actionOf } from '@keneyapp/viewer/keys';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { leaveBy, useLeaveGuard } from '../../components/leave-guard.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { doubtSession } from '../../session/session-news.ts';
import { announce } from '../../shell/announcer.tsx';
import { viewerWindow } from '../../shell/chart-news.ts';
import { helpOfPage, openPalette } from '../../shell/overlays.ts';
import { singleKeysOn } from '../../shell/single-keys.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { OtherChartWarning } from './other-chart-warning.tsx';
import { toggleFullScreen } from './full-screen.ts';
import { KeysTable } from './keys-table.tsx';
import { MeasurementsDialog } from './measurements-dialog.tsx';
import { viewerHref, viewerParams, type ViewerParams } from './search-params.ts';
import { useViewer } from './use-viewer.ts';
import { ViewerBar, type Layout } from './viewer-bar.tsx';
import { ViewerFrame } from './viewer-frame.tsx';
import styles from './viewer.module.css';

interface Props {
  patientId: string;
  study: StudyRow;
  studies: readonly StudyRow[];
  isOwn: boolean;
  onOver: () => void;
  /** What is to be known of the images of these studies. */
  note: (studies: string[]) => ReactNode;
}

/** What the address asks for; a prior is one of this patient. */
function layoutOf(asked: ViewerParams, studies: readonly StudyRow[], uid: string | null): Layout {
  const prior = studies.find((s) => s.uid !== null && s.uid !== uid && s.uid === asked.prior)?.uid ?? null;
  return { mode: prior ? 'compare' : (asked.layout ?? 'stack'), prior };
}
const here = () => window.location.pathname + window.location.search;

/** The viewer with what stands around it. */
export function Viewer({ patientId, study, studies, isOwn, onOver, note }: Props) {
  const t = useTranslations('imaging');
  const f = useFormats();
  const router = useRouter();
  const [asked] = useQueryStates(viewerParams);
  const uid = study.uid ?? '';
  const { data: banner } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  const name = banner ? f.fullName(banner.identity) : '';
  const mayStore = useSignedInUser().rights['imaging.store'] === true;
  const frame = useRef<HTMLIFrameElement>(null);
  const layout = layoutOf(asked, studies, study.uid);
  /** How the frame was loaded; what is changed in it later is told to it. */
  const [opened, setOpened] = useState({ n: 0, layout });
  const [isBleeding, setBleeding] = useState(true);
  const [showsKeys, setShowsKeys] = useState(false);
  const [asks, setAsks] = useState<{ go: () => void } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const backHref = `/patients/${patientId}/imaging?study=${uid}`;

  const show = (next: Layout) => {
    const href = viewerHref(here(), { layout: next.mode === 'mpr' ? 'mpr' : null, prior: next.prior });
    // writing the address calls off a link that was just followed (Next): only where it says something else
    if (href !== here()) window.history.replaceState(null, '', href);
  };
  const leave = () => leaveBy(() => (isOwn ? window.close() : router.push(backHref)));
  const fullScreen = useCallback(() => void toggleFullScreen(), []);
  const showKeys = useCallback(() => setShowsKeys(true), []);
  const { state, send, store, discard, restart } = useViewer(frame, {
    unauthorized: () => {
      doubtSession();
      onOver();
    },
    isExpected: (shown) => shown.includes(uid) && shown.every((of) => studies.some((s) => s.uid === of)),
    key: (action) => ({ palette: openPalette, help: showKeys, fullScreen, leave })[action](),
    layout: ({ mode, prior, ok, reason }) => {
      const isOurs = prior === null || studies.some((s) => s.uid === prior);
      if (isOurs) show({ mode: prior === null && mode === 'compare' ? 'stack' : mode, prior });
      setProblem(ok ? null : t(`viewer.layoutFailed.${reason ?? 'failed'}`));
    },
  });
  const release = useLeaveGuard(
    state.unsaved > 0,
    useCallback((go: () => void) => setAsks({ go }), []),
  );
  useEffect(() => helpOfPage(showKeys), [showKeys]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element && event.target.closest('input, select, textarea, [role="dialog"]');
      if (!isTyping && singleKeysOn() && actionOf(event, 'viewer') === 'fullScreen') fullScreen();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [fullScreen]);

  const load = (next: Layout) => {
    restart();
    setOpened(({ n }) => ({ n: n + 1, layout: next }));
  };
  const change = (next: Layout) => {
    setProblem(null);
    show(next);
    if (state.phase === 'loading') load(next);
    else if (next.mode === 'compare' && next.prior)
      send({ type: 'layout', mode: 'compare', prior: next.prior });
    else send({ type: 'layout', mode: next.mode === 'mpr' ? 'mpr' : 'stack' });
  };
  const ownWindow = () => {
    const size = `popup,width=${window.screen.availWidth},height=${window.screen.availHeight}`;
    const made = window.open(viewerHref(here(), { window: 'own' }), viewerWindow, size);
    if (made) leave();
    else setProblem(t('viewer.popupBlocked'));
  };
  const answered = (how: 'stored' | 'laid aside') => {
    const go = asks?.go;
    if (how === 'stored') announce(t('measurements.stored'));
    else discard();
    release();
    setAsks(null);
    go?.();
  };
  return (
    <div className={styles.page} data-full-bleed={isBleeding}>
      {isOwn && <OtherChartWarning patientId={patientId} />}
      <ViewerBar
        study={study}
        studies={studies}
        layout={layout}
        state={state}
        isOwn={isOwn}
        isBleeding={isBleeding}
        backHref={backHref}
        onLayout={change}
        onStore={() => setAsks({ go: () => undefined })}
        onMenus={() => setBleeding(!isBleeding)}
        onFullScreen={fullScreen}
        onKeys={showKeys}
        onOwnWindow={ownWindow}
        onClose={leave}
      />
      {note(layout.prior ? [uid, layout.prior] : [uid])}
      {!mayStore && state.unsaved > 0 && (
        <p role="status" className={styles.note}>
          {t('measurements.mayNotStore')}
        </p>
      )}
      {problem && (
        <p role="alert" className={styles.note}>
          {problem}
        </p>
      )}
      <ViewerFrame
        key={opened.n}
        ref={frame}
        opening={{ study: uid, ...opened.layout }}
        title={t('viewer.title', { name: study.description ?? t('study.unnamed') })}
        state={state}
        placeholder={`/dicom-web/studies/${uid}/thumbnail`}
        onRetry={() => load(layout)}
      />
      {showsKeys && <KeysTable onClose={() => setShowsKeys(false)} />}
      {asks && (
        <MeasurementsDialog
          n={state.unsaved}
          name={name}
          mayStore={mayStore}
          store={store}
          onLeave={answered}
          onStay={() => setAsks(null)}
        />
      )}
    </div>
  );
}
