'use client';
import { folded } from '@keneyapp/clinical';
import { useColorScheme } from '@mui/material/styles';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { patientHref } from './chart-address.ts';
import { useSwitchLanguage } from './language-switch.tsx';
import type { ChartFind } from './manifest.ts';
import { useForms, usePaletteActions, useRailEntries, useSections } from './manifests.tsx';
import { openKeysHelp } from './overlays.ts';
import { useSignedInUser } from './signed-in-user.tsx';
import { useChartFinds } from './use-chart-finds.ts';
import { useChartForms } from './workspace/use-chart-forms.ts';

interface PaletteItem {
  id: string;
  content: ReactNode;
  run: () => void;
}
export interface PaletteGroup {
  name: string;
  items: PaletteItem[];
}

interface Input {
  query: string;
  /** Of the chart that is open. */
  patientId: string | null;
  go: (href: string) => void;
  close: () => void;
}

/** What the open chart holds, pages and actions whose words all begin with what was typed; none of the actions before anything is typed. */
export function useMatchingPages({ query, patientId, go, close }: Input): {
  groups: PaletteGroup[];
  isPartial: boolean;
  isSearching: boolean;
  /** What was asked for stands in charts alone, and none is open. */
  inCharts: string[];
  /** Whether this person has charts to open. */
  hasCharts: boolean;
} {
  const t = useTranslations('shell');
  const sections = useSections();
  const railEntries = useRailEntries();
  const actions = usePaletteActions();
  const forms = useChartForms(patientId);
  const allForms = useForms();
  const { rights } = useSignedInUser();
  const { finds, isPartial, isSearching } = useChartFinds(patientId, query);
  const { setMode } = useColorScheme();
  const switchLanguage = useSwitchLanguage();
  const words = wordsOf(query).filter(Boolean);
  const matches = (label: string) =>
    words.every((word) => wordsOf(label).some((part) => part.startsWith(word)));
  const entry = (id: string, label: string, run: () => void, keys?: string, also = '') => ({
    id,
    label: `${label} ${also}`,
    run,
    content: (
      <>
        {label}
        {keys && <kbd>{keys}</kbd>}
      </>
    ),
  });
  const alsoCalled = (name: string): string => {
    const known = withOtherWords.find((one) => one === name);
    return known ? t(`palette.also.${known}`) : '';
  };
  const act = (run: () => void) => () => {
    close();
    run();
  };
  const groups = [
    {
      name: t('palette.found'),
      always: false,
      items: exactTestsFirst(finds, words).map(({ id, label, href }) =>
        entry(`found-${id}`, label, () => go(href)),
      ),
    },
    {
      name: t('palette.chart'),
      always: true,
      items: patientId
        ? sections.map((s) =>
            entry(
              `section-${s.name}`,
              t(`sections.${s.name}`),
              () => go(patientHref(patientId, s.name)),
              s.key === undefined ? undefined : `g ${s.key}`,
            ),
          )
        : [],
    },
    {
      name: t('palette.writing'),
      always: true,
      items: forms.map(({ id, label, show }) => entry(`form-${id}`, label, act(show))),
    },
    {
      name: t('palette.pages'),
      always: true,
      items: railEntries.map((p) =>
        entry(`place-${p.name}`, t(`rail.${p.name}`), () => go(p.href), `g ${p.key}`, alsoCalled(p.name)),
      ),
    },
    {
      name: t('palette.actions'),
      always: false,
      items: [
        ...actions.map(({ name, key, href }) =>
          entry(`to-${name}`, t(`palette.to.${name}`), () => go(href), key === null ? undefined : `g ${key}`),
        ),
        entry(
          'light',
          t('palette.themeLight'),
          act(() => setMode('light')),
        ),
        entry(
          'dark',
          t('palette.themeDark'),
          act(() => setMode('dark')),
        ),
        entry(
          'system',
          t('palette.themeSystem'),
          act(() => setMode('system')),
        ),
        entry(
          'fr',
          t('palette.languageFr'),
          act(() => switchLanguage('fr')),
        ),
        entry(
          'en',
          t('palette.languageEn'),
          act(() => switchLanguage('en')),
        ),
        entry(
          'print',
          t('palette.print'),
          act(() => window.print()),
        ),
        entry('help', t('palette.help'), openKeysHelp, '?'),
      ],
    },
  ];
  return {
    groups: groups.map(({ name, always, items }) => ({
      name,
      items: words.length === 0 ? (always ? items : []) : items.filter((item) => matches(item.label)),
    })),
    isPartial: isPartial && words.length > 0,
    isSearching,
    hasCharts: rights['patients.search'] === true && sections.length > 0,
    inCharts:
      patientId !== null || words.length === 0
        ? []
        : [
            ...sections.map(({ name }) => t(`sections.${name}`)),
            ...allForms.flatMap(({ id, begin }) => (begin && rights[id] ? [t(`write.${begin}`)] : [])),
          ].filter(matches),
  };
}

/** A test whose name has all the words whole comes before the drug that begins with them. */
function exactTestsFirst(finds: readonly ChartFind[], words: readonly string[]): ChartFind[] {
  const isExact = ({ kind, label }: ChartFind) => {
    const parts = wordsOf(label);
    return kind === 'test' && words.every((word) => parts.includes(word));
  };
  return [
    ...finds.filter(isExact).sort((a, b) => a.label.length - b.label.length),
    ...finds.filter((find) => !isExact(find)),
  ];
}

/** Pages that people also call by other words. */
const withOtherWords = ['home', 'tasks', 'patients', 'agenda', 'audit', 'people', 'codes'] as const;

const wordsOf = (label: string): string[] => folded(label).split(/[\s’'()-]+/);
