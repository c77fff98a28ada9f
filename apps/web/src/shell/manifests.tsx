'use client';
import type { Me } from '@keneyapp/bff/features/session/view';
import { createContext, useContext, useMemo, type ComponentType, type ReactNode } from 'react';
import type {
  FeatureManifest,
  PageKeys,
  Section,
  StartCardManifest,
  WorkspaceFormManifest,
} from './manifest.ts';
import { useSignedInUser } from './signed-in-user.tsx';

const ManifestsContext = createContext<readonly FeatureManifest[]>([]);

/** Hands the shell what the features add; the order is that of the chart's sections and of the rail. */
export function ManifestsProvider({
  manifests,
  children,
}: {
  manifests: readonly FeatureManifest[];
  children: ReactNode;
}) {
  return <ManifestsContext value={manifests}>{children}</ManifestsContext>;
}

const useManifests = (): readonly FeatureManifest[] => useContext(ManifestsContext);

/** Pages of a chart that this person may open. */
export function useSections(): Section[] {
  const manifests = useManifests();
  const { rights } = useSignedInUser();
  return useMemo(
    () => manifests.flatMap(({ section }) => (section && rights[section.operation] ? [section] : [])),
    [manifests, rights],
  );
}

/** Entries of the rail for this person, with where they lead. */
export function useRailEntries() {
  const manifests = useManifests();
  const me = useSignedInUser();
  return useMemo(() => railEntriesFor(manifests, me), [manifests, me]);
}

function railEntriesFor(manifests: readonly FeatureManifest[], me: Me) {
  return manifests.flatMap(({ rail = [] }) =>
    rail.flatMap(({ hrefFor, within, ...entry }) => {
      const href = hrefFor(me);
      return href === null ? [] : [{ ...entry, href, within: within ?? href }];
    }),
  );
}

/** What the features offer in the palette, for this person. */
export function usePaletteActions() {
  const manifests = useManifests();
  const me = useSignedInUser();
  return useMemo(
    () =>
      manifests.flatMap(({ actions = [] }) =>
        actions.flatMap(({ name, key = null, hrefFor }) => {
          const href = hrefFor(me);
          return href === null ? [] : [{ name, key, href }];
        }),
      ),
    [manifests, me],
  );
}

/** Cards of the start page for this person, in the order of the features. */
export function useStartCards(): readonly StartCardManifest[] {
  const manifests = useManifests();
  const { rights } = useSignedInUser();
  return useMemo(
    () => manifests.flatMap(({ cards = [] }) => cards.filter(({ operation }) => rights[operation])),
    [manifests, rights],
  );
}

/** Keys of pages, for this person. */
export function usePageKeys(): readonly PageKeys[] {
  const manifests = useManifests();
  const { rights } = useSignedInUser();
  return manifests.flatMap(({ keys }) => (keys && rights[keys.operation] ? [keys] : []));
}

/** Every form of the workspace, whoever may open it. */
export function useForms(): readonly WorkspaceFormManifest[] {
  const manifests = useManifests();
  return useMemo(() => manifests.flatMap(({ forms = [] }) => forms), [manifests]);
}

/** Components that the features put into a place of the shell. */
export function useSlots<Props>(
  of: (manifest: FeatureManifest) => ComponentType<Props> | undefined,
): ComponentType<Props>[] {
  return useManifests().flatMap((manifest) => of(manifest) ?? []);
}

/** What the features find in an open chart, for this person. */
export function useFinders() {
  const manifests = useManifests();
  const { rights } = useSignedInUser();
  return useMemo(
    () =>
      manifests.flatMap(({ chart }) => (chart?.finds && rights[chart.finds.operation] ? [chart.finds] : [])),
    [manifests, rights],
  );
}
