'use client';
import { MantineProvider } from '@mantine/core';
import {
  ClientStorage,
  indexStructureDefinitionBundle,
  isDataTypeLoaded,
  MedplumClient,
  MemoryStorage,
} from '@medplum/core';
import type { Resource, StructureDefinition } from '@medplum/fhirtypes';
import { ResourceTable } from '@medplum/react';
import { MedplumProvider } from '@medplum/react-hooks';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useParams, useRouter } from 'next/navigation';
import { Component, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { isResourceId } from '../../components/resource-id.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useElementName } from './use-element-name.ts';
import styles from './record.module.css';

/** The client @medplum/react asks for: it holds nothing and speaks to nobody. What it would fetch is there already or not shown. */
class SilentClient extends MedplumClient {
  constructor() {
    super({
      baseUrl: `${location.origin}/nowhere/`,
      storage: new ClientStorage(new MemoryStorage()),
      fetch: () => Promise.reject(new Error('this client does not call out')),
      cacheTime: 0,
    });
  }
  override requestSchema(): Promise<void> {
    return Promise.resolve();
  }
  override requestProfileSchema(): Promise<void> {
    return Promise.resolve();
  }
}

/** A resource property by property, drawn by @medplum/react from FHIR's own definitions. References lead on within the record. */
export function Readable({ resource }: { resource: Resource }) {
  const t = useTranslations('record.readable');
  const elementName = useElementName();
  const router = useRouter();
  const { patientId = '' } = useParams<{ patientId: string }>();
  const trpc = useTRPC();
  const { resourceType } = resource;
  const definitions = useQuery({
    ...trpc.record.definitions.queryOptions({ type: resourceType }),
    staleTime: Infinity,
    enabled: !isDataTypeLoaded(resourceType),
  });
  const [client] = useState(() => new SilentClient());
  const box = useRef<HTMLDivElement>(null);
  const isReady = useMemo(() => {
    if (!isDataTypeLoaded(resourceType) && definitions.data)
      indexStructureDefinitionBundle(definitions.data as StructureDefinition[]);
    return isDataTypeLoaded(resourceType);
  }, [definitions.data, resourceType]);
  const value = useMemo(() => ({ ...withoutFiles(resource), id: undefined }), [resource]); // the heading has the id; its button to copy would have no name

  useEffect(() => {
    // its links are addresses of its own server: they become ours, so that they can be opened in another tab too
    const target = box.current;
    if (!target) return;
    const rewrite = () => {
      for (const a of target.querySelectorAll<HTMLAnchorElement>('a[href]')) {
        const place = ownAddress(a.getAttribute('href') ?? '', patientId);
        if (place === null) a.removeAttribute('href');
        else if (a.getAttribute('href') !== place) a.setAttribute('href', place);
      }
      // it names elements in English alone
      for (const term of target.querySelectorAll('dt')) {
        const said = term.dataset['said'] ?? term.textContent;
        term.dataset['said'] = said;
        const name = elementName(said);
        if (term.textContent !== name) term.textContent = name;
      }
    };
    rewrite();
    const observer = new MutationObserver(rewrite);
    observer.observe(target, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [patientId, isReady, elementName]);

  if (definitions.error)
    return (
      <p role="alert" className={styles.intro}>
        {t('failed')}
      </p>
    );
  if (!isReady) return <LoadingRows rows={8} widths={[20, 50]} label={t('loading')} />;
  return (
    <div ref={box} className={styles.readable}>
      <Fallback message={t('failed')}>
        {/* the theme is ours: Mantine's style tags would need the nonce and would reach the whole page */}
        <MantineProvider
          withCssVariables={false}
          withGlobalClasses={false}
          withStaticClasses={false}
          deduplicateCssVariables={false}
          cssVariablesSelector="[data-medplum]"
          getRootElement={() => undefined}
        >
          <MedplumProvider
            medplum={client}
            navigate={(path) => {
              const place = path.startsWith('/patients/') ? path : ownAddress(path, patientId);
              if (place) router.push(place);
            }}
          >
            <ResourceTable value={value} ignoreMissingValues forceUseInput />
          </MedplumProvider>
        </MantineProvider>
      </Fallback>
    </div>
  );
}

/** `/Observation/1` → its page in this record; null for what is no resource of a kind with an id. */
function ownAddress(href: string, patientId: string): string | null {
  if (href.startsWith('/patients/')) return href;
  const [, type, id] = /^\/?([A-Z][A-Za-z]+)\/([^/]+)(?:\/_history\/[^/]+)?$/.exec(href) ?? [];
  return type && isResourceId(id) ? `/patients/${encodeURIComponent(patientId)}/record/${type}/${id}` : null;
}

/** Files are opened in the documents, where their access is checked and recorded: here only what is said of them. */
function withoutFiles<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutFiles) as T;
  if (typeof value !== 'object' || value === null) return value;
  const isAttachment = 'contentType' in value && ('url' in value || 'data' in value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(isAttachment && (key === 'url' || key === 'data')))
      .map(([key, item]) => [key, withoutFiles(item)]),
  ) as T;
}

/** A resource that its renderer chokes on must not take the page with it. */
class Fallback extends Component<{ message: string; children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };
  static getDerivedStateFromError() {
    return { isBroken: true };
  }
  override render() {
    return this.state.isBroken ? (
      <p role="alert" className={styles.intro}>
        {this.props.message}
      </p>
    ) : (
      this.props.children
    );
  }
}
