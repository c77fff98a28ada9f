import http from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';

/** A visit as any calendar takes it. */
export interface PeerEvent {
  id: string;
  title: string;
  start: string;
  end: string;
}
export type Peer = 'event-calendar' | 'react-big-calendar';

const pages: Record<Peer, string> = {
  'event-calendar': `
    import { createCalendar, TimeGrid } from '@event-calendar/core';
    import '@event-calendar/core/index.css';
    createCalendar(document.getElementById('calendar'), [TimeGrid], {
      view: 'timeGridWeek', date: window.peerDay, events: window.peerEvents, height: '800px', firstDay: 1,
      slotMinTime: '07:00:00', slotMaxTime: '20:00:00', slotHeight: 48,
    });`,
  'react-big-calendar': `
    import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    import { Calendar, momentLocalizer } from 'react-big-calendar';
    import moment from 'moment';
    import 'react-big-calendar/lib/css/react-big-calendar.css';
    const day = new Date(window.peerDay + 'T12:00:00');
    const at = (hour) => new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour);
    createRoot(document.getElementById('calendar')).render(createElement(Calendar, {
      localizer: momentLocalizer(moment), defaultView: 'week', defaultDate: day, style: { height: 800 }, min: at(7), max: at(20),
      events: window.peerEvents.map((one) => ({ ...one, start: new Date(one.start), end: new Date(one.end) })),
    }));`,
};

/** What of each peer an appointment is. */
export const peerItem: Record<Peer, string> = {
  'event-calendar': '.ec-event',
  'react-big-calendar': '.rbc-event',
};

/** The published calendars as they are, each on a page of its own with these visits: what ours is compared with. */
export async function startPeers(
  port: number,
  day: string,
  events: readonly PeerEvent[],
): Promise<{ url(peer: Peer): string; stop(): void }> {
  const files = new Map<string, { type: string; body: string }>();
  for (const peer of Object.keys(pages) as Peer[]) {
    const { outputFiles } = await build({
      stdin: { contents: pages[peer], resolveDir: path.resolve(import.meta.dirname, '../..') },
      bundle: true,
      minify: true,
      write: false,
      outdir: '/',
      format: 'esm',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    const textOf = (end: string) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
    files.set(`/${peer}.js`, { type: 'text/javascript', body: textOf('.js') });
    files.set(`/${peer}.css`, { type: 'text/css', body: textOf('.css') });
    files.set(`/${peer}`, {
      type: 'text/html',
      body: `<!doctype html><meta charset="utf-8"><title>${peer}</title><link rel="stylesheet" href="/${peer}.css"><style>.rbc-timeslot-group { min-height: 96px; }</style>
        <div id="calendar"></div><script>window.peerDay = ${inScript(day)}; window.peerEvents = ${inScript(events)};</script>
        <script type="module" src="/${peer}.js"></script>`,
    });
  }
  const server = http.createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response
      .writeHead(file ? 200 : 404, { 'content-type': `${file?.type ?? 'text/plain'}; charset=utf-8` })
      .end(file?.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: (peer) => `http://127.0.0.1:${port}/${peer}`, stop: () => server.close() };
}

const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
