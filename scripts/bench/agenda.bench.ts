/// <reference lib="dom" />
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import type { Appointment, Bundle, Practitioner } from '@medplum/fhirtypes';
import type { AgendaView } from '../../apps/bff/src/features/appointments/view.ts';
import { connectFhir, type FhirClient } from '../../packages/fhir-client/src/index.ts';
import { connect, readSettings } from '../wire/connection.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import { peerItem, startPeers, type Peer, type PeerEvent } from './peer-calendars.ts';
import { callTrpc, signIn, type BenchVisitor } from './visitor.ts';

export const name = 'Agenda: a week of 12 practitioners with 1,500 appointments';

const practitioners = 12,
  days = 5,
  /** Of one practitioner on one day: 25 of them are 1,500 in all. */
  visits = 25;
const rounds = 3;
/** Of our page alone, after the servers have run it warm; a 95th percentile of three is their worst. */
const warmings = 4,
  openings = 20;
/** Ours, on every version of its grid. */
const ownItem = 'ol button[data-status]';

export async function run(stack: BenchStack): Promise<BenchRow[]> {
  const server = connectFhir({ baseUrl: stack.settings['FHIR_URL'] ?? '', timeoutMs: 120_000 });
  const monday = mondayAhead();
  try {
    const { token } = connect(readSettings(stack.settings));
    await fill(server.client({ token }), monday);
  } finally {
    await server.close();
  }
  const secretary = await signIn(stack, 'secretaire');
  const events = await shownBy(stack, secretary, monday);
  const peers = await startPeers(stack.freePort, monday, events);
  const browser = await chromium.launch({
    ...(stack.browser ? { executablePath: stack.browser } : {}),
    args: ['--headless=new', '--no-sandbox', '--disable-background-networking'],
  });
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      timezoneId: 'Europe/Paris',
    });
    await signedIn(context, stack, secretary);
    const own = `${stack.publicUrl}/agenda?view=week&from=${monday}&who=all&where=all`;
    const opened: number[] = [],
      busy: Record<'ours' | Peer, number[]> = { ours: [], 'event-calendar': [], 'react-big-calendar': [] };
    // in turns, so that all meet the same moments of the machine; the first visit fills the browser's caches
    for (let round = 0; round <= rounds; round += 1) {
      stack.note(`round ${round} of ${rounds}`);
      const ours = await visit(context, own, ownItem, (page) => scrolled(page, ownItem));
      if (round > 0) busy.ours.push(ours.result);
      for (const peer of Object.keys(peerItem) as Peer[]) {
        const item = peerItem[peer];
        const theirs = await visit(context, peers.url(peer), item, (page) => scrolled(page, item));
        if (round > 0) busy[peer].push(theirs.result);
      }
    }
    for (let i = 0; i < warmings + openings; i += 1) {
      const { opened: ms } = await visit(context, own, ownItem, () => Promise.resolve());
      if (i >= warmings) opened.push(ms);
    }
    const sum = (of: number[]) => of.reduce((all, one) => all + one, 0);
    const row = (what: string, value: number, target = '', ok: boolean | null = null): BenchRow => ({
      name: what,
      value: Math.round(value),
      unit: 'ms',
      target,
      ok,
    });
    return [
      {
        name: 'appointments that the page shows',
        value: events.length,
        unit: '',
        target: '1500',
        ok: events.length === practitioners * days * visits,
      },
      row(
        'the page from its address to the appointments, p95',
        percentile(opened, 0.95),
        '< 500',
        percentile(opened, 0.95) < 500,
      ),
      row(
        `long tasks while scrolling, ${rounds} times`,
        sum(busy.ours),
        `≤ ${Math.round(sum(busy['event-calendar']))}`,
        sum(busy.ours) <= sum(busy['event-calendar']),
      ),
      row('the same of @event-calendar/core', sum(busy['event-calendar'])),
      row('the same of react-big-calendar', sum(busy['react-big-calendar'])),
    ];
  } finally {
    await browser.close();
    peers.stop();
  }
}

/** Ten weeks from now, where the demonstration has nothing. */
function mondayAhead(): string {
  const at = new Date(Date.now() + 70 * 86_400_000);
  return new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
}

/** As others write them: like one of the demonstration, twenty minutes each, back to back. */
async function fill(fhir: FhirClient, monday: string): Promise<void> {
  const [who, some] = (await fhir.batchSearch([
    { type: 'Practitioner', params: { _count: String(practitioners) } },
    { type: 'Appointment', params: { _count: '50', status: 'booked' } },
  ])) as [Bundle<Practitioner>, Bundle<Appointment>];
  const like = some.entry?.find(({ resource }) =>
    resource?.participant.some(({ actor }) => actor?.reference?.startsWith('Patient/')),
  )?.resource;
  if (!like || who.entry?.length !== practitioners) throw new Error('the demonstration has too few people');
  const made = who.entry.flatMap(({ resource }, p) =>
    Array.from({ length: days * visits }, (_, i): Appointment => {
      const start =
        Date.parse(`${monday}T07:00:00Z`) + (i % days) * 86_400_000 + Math.floor(i / days) * 20 * 60_000;
      return {
        ...like,
        id: `bench-agenda-${p}-${i}`,
        start: new Date(start).toISOString(),
        end: new Date(start + 20 * 60_000).toISOString(),
        participant: [
          ...like.participant.filter(({ actor }) => !actor?.reference?.startsWith('Practitioner/')),
          { actor: { reference: `Practitioner/${resource?.id}` }, status: 'accepted' },
        ],
      };
    }),
  );
  for (let from = 0; from < made.length; from += 250)
    await fhir.transaction({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: made
        .slice(from, from + 250)
        .map((resource) => ({ resource, request: { method: 'PUT', url: `Appointment/${resource.id}` } })),
    });
}

/** What our page is given, for the others. */
async function shownBy(stack: BenchStack, visitor: BenchVisitor, from: string): Promise<PeerEvent[]> {
  const [view] = await callTrpc<AgendaView>(stack, visitor, {
    'appointments.agenda': { from, days: 7, ofOwnUnits: false },
  });
  return (view?.items ?? []).map(({ id, start, minutes, practitioners: with_ }) => ({
    id,
    title: with_.map((one) => one.name).join(', '),
    start,
    end: new Date(Date.parse(start) + (minutes ?? 0) * 60_000).toISOString(),
  }));
}

async function signedIn(
  context: BrowserContext,
  { publicUrl }: BenchStack,
  { headers }: BenchVisitor,
): Promise<void> {
  const [name = '', value = ''] = (headers['cookie'] ?? '').split('=');
  await context.addCookies([{ name, value, url: publicUrl, httpOnly: true, sameSite: 'Lax' }]);
}

/** Opens a calendar and scrolls it with the wheel as a person looks for something: down, up, down. */
/** Opens a page, and closes it after `then`. Milliseconds from its address to the first appointment. */
async function visit<Result>(
  context: BrowserContext,
  url: string,
  item: string,
  then: (page: Page) => Promise<Result>,
): Promise<{ opened: number; result: Result }> {
  const page = await context.newPage();
  try {
    await page.addInitScript((selector) => {
      const look = () => {
        const here = window as { appeared?: number };
        if (document.querySelector(selector)) here.appeared ??= performance.now();
      };
      new MutationObserver(look).observe(document, { subtree: true, childList: true });
    }, item);
    await page.bringToFront();
    await page.goto(url);
    await page.waitForFunction(() => (window as { appeared?: number }).appeared !== undefined);
    const opened = await page.evaluate(() => (window as { appeared?: number }).appeared ?? Number.NaN);
    await atRest(page);
    return { opened, result: await then(page) };
  } finally {
    await page.close();
  }
}

/** What it still does after the first appointment is there is not scrolling. */
const atRest = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const rest = () => window.setTimeout(resolve, 1_500);
        let timer = rest();
        new PerformanceObserver(() => {
          clearTimeout(timer);
          timer = rest();
        }).observe({ type: 'longtask' });
      }),
  );

/** Milliseconds of long tasks (over 50) meanwhile. Throws where nothing was scrolled: then nothing was measured. */
async function scrolled(page: Page, item: string): Promise<number> {
  const box = await page.evaluate((selector) => {
    const here = window as { busy?: number; way?: number };
    here.busy = 0;
    here.way = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) here.busy = (here.busy ?? 0) + duration;
    }).observe({ type: 'longtask' });
    let scroller = document.querySelector(selector)?.parentElement;
    const isScroller = (one: Element) =>
      one.scrollHeight > one.clientHeight + 50 &&
      ['auto', 'scroll'].includes(getComputedStyle(one).overflowY);
    while (scroller && !isScroller(scroller)) scroller = scroller.parentElement;
    const target = scroller ?? document.scrollingElement;
    const last = new WeakMap<Element, number>();
    if (target) last.set(target, target.scrollTop);
    document.addEventListener(
      'scroll',
      (event) => {
        const moved = event.target instanceof Element ? event.target : document.scrollingElement;
        if (!moved) return;
        here.way = (here.way ?? 0) + Math.abs(moved.scrollTop - (last.get(moved) ?? moved.scrollTop));
        last.set(moved, moved.scrollTop);
      },
      true,
    );
    const { left, top, width, height } = (scroller ?? document.documentElement).getBoundingClientRect();
    return { x: left + width / 2, y: Math.max(top, 0) + Math.min(height, 600) / 2 };
  }, item);
  await page.mouse.move(box.x, box.y);
  for (const direction of [1, -1, 1])
    for (let i = 0; i < 25; i += 1) {
      await page.mouse.wheel(0, direction * 60);
      await page.waitForTimeout(25);
    }
  await page.waitForTimeout(300);
  const { way, busy } = await page.evaluate(() => {
    const here = window as { busy?: number; way?: number };
    return { way: here.way ?? 0, busy: here.busy ?? 0 };
  });
  if (way < 200) throw new Error(`${item} was not scrolled: ${way} px`);
  return busy;
}
