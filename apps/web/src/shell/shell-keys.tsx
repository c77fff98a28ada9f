'use client';
import dynamic from 'next/dynamic';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { leaveBy } from '../components/leave-guard.ts';
import { keepTyped, openKeysHelp, openPalette, useOverlay } from './overlays.ts';
import { patientHref } from './chart-address.ts';
import { usePaletteActions, useRailEntries, useSections } from './manifests.tsx';
import { singleKeysOn } from './single-keys.ts';
import { useChartForms } from './workspace/use-chart-forms.ts';

const loadPalette = () => import('./palette.tsx').then((m) => m.Palette);
const Palette = dynamic(loadPalette, { ssr: false });
const KeysHelp = dynamic(() => import('./keys-help.tsx').then((m) => m.KeysHelp), { ssr: false });

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest('[role="dialog"]') !== null);

/** Ctrl+K, `?`, and `g` followed by the letter of a place (within a second and a half). */
export function ShellKeys() {
  const router = useRouter();
  const pathname = usePathname();
  const railEntries = useRailEntries();
  const actions = usePaletteActions();
  const sections = useSections();
  const overlay = useOverlay();
  const patientId = /^\/patients\/([^/]+)/.exec(pathname)?.[1];
  const forms = useChartForms(patientId === undefined ? null : decodeURIComponent(patientId));
  // outlives a page that comes between the two keys
  const goUntil = useRef(0);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (keepTyped(event)) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !singleKeysOn()) return;
      if (event.key === '?') return openKeysHelp();
      if (Date.now() < goUntil.current) {
        goUntil.current = 0;
        const form = forms.find((one) => one.key === event.key);
        if (form) {
          // the letter is not the first one that is typed in the form
          event.preventDefault();
          return form.show();
        }
        const place = [...railEntries, ...actions].find((p) => p.key === event.key);
        const section = patientId ? sections.find((s) => s.key === event.key) : undefined;
        const href = section && patientId ? patientHref(patientId, section.name) : place?.href;
        if (href) {
          event.preventDefault();
          leaveBy(() => router.push(href));
        }
        return;
      }
      if (event.key === 'g') goUntil.current = Date.now() + 1500;
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [railEntries, actions, sections, forms, patientId, router]);

  return (
    <>
      {overlay === 'palette' && <Palette />}
      {overlay === 'keys' && <KeysHelp />}
    </>
  );
}
