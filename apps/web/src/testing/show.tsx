import type { Me } from '@keneyapp/bff/features/session/view';
import { QueryClientProvider } from '@tanstack/react-query';
import { NextIntlClientProvider } from 'next-intl';
import {
  AppRouterContext,
  type AppRouterInstance,
} from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { expect, vi } from 'vitest';
import { AppTheme } from '../app/app-theme.tsx';
import { timeZone, type Locale } from '../i18n/locale.ts';
import { loadMessages } from '../i18n/messages.ts';
import { manifests } from '../app/manifests.tsx';
import { Announcer } from '../shell/announcer.tsx';
import { ManifestsProvider } from '../shell/manifests.tsx';
import { SignedInUserProvider } from '../shell/signed-in-user.tsx';
import { TRPCProvider } from '../trpc/client.tsx';
import { makeQueryClient } from '../trpc/query-client.ts';
import { Address, goHome, startAt } from './address.tsx';
import { clientOf, type Answers } from './answers.ts';
import { doctor } from './people.ts';

interface Options {
  answers?: Answers;
  me?: Me;
  locale?: Locale;
  /** Path and query of the page. */
  at?: string;
}

let shown: { root: Root; box: HTMLElement; unanswered: string[] } | null = null;

/** Puts a component on the page with everything the layouts give it: texts, theme, visitor, router, server. */
export async function show(
  ui: ReactNode,
  { answers = {}, me = doctor, locale = 'fr', at = '/' }: Options = {},
) {
  const messages = { ...(await loadMessages(locale)) };
  let given = answers;
  const { client, calls, unanswered, emit } = clientOf(() => given);
  const queryClient = makeQueryClient();
  // one answer is enough: what the product tries again by itself has its own test (query-client.test.ts)
  const defaults = queryClient.getDefaultOptions();
  queryClient.setDefaultOptions({ ...defaults, queries: { ...defaults.queries, retry: false } });
  const router = {
    push: vi.fn(),
    replace: vi.fn(),
    refresh: vi.fn(),
    back: vi.fn(),
    forward: vi.fn(),
    prefetch: vi.fn(),
    bfcacheId: 'test',
  } satisfies AppRouterInstance;
  startAt(at);
  const box = document.createElement('div');
  document.body.append(box);
  document.documentElement.lang = locale;
  const root = createRoot(box);
  shown = { root, box, unanswered };
  const draw = (content: ReactNode) =>
    root.render(
      <AppRouterContext value={router}>
        <Address>
          <NuqsAdapter>
            <NextIntlClientProvider locale={locale} timeZone={timeZone} messages={messages}>
              <AppTheme>
                <QueryClientProvider client={queryClient}>
                  <TRPCProvider trpcClient={client} queryClient={queryClient}>
                    <ManifestsProvider manifests={manifests}>
                      <SignedInUserProvider me={me}>
                        {content}
                        <Announcer />
                      </SignedInUserProvider>
                    </ManifestsProvider>
                  </TRPCProvider>
                </QueryClientProvider>
              </AppTheme>
            </NextIntlClientProvider>
          </NuqsAdapter>
        </Address>
      </AppRouterContext>,
    );
  draw(ui);
  return {
    router,
    queryClient,
    calls,
    emit,
    /** Inputs of one procedure, in their order. */
    callsOf: (path: string) => calls.filter((call) => call.path === path).map((call) => call.input),
    /** What the server says from now on. */
    answer: (next: Answers) => {
      given = next;
    },
    redraw: draw,
  };
}

/** After each test: the page is empty again, and no call was left without an answer by mistake. */
export function clear(): void {
  const was = shown;
  shown = null;
  was?.root.unmount();
  was?.box.remove();
  goHome();
  expect(was?.unanswered ?? []).toEqual([]);
}
