import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FetchEventSource } from './fetch-event-source.ts';

let server: Server;
let url: string;
let asked: IncomingHttpHeaders[] = [];
let respond: (response: ServerResponse) => void;
let source: FetchEventSource | undefined;
const seen: { type: string; data: string; id: string }[] = [];

beforeEach(async () => {
  asked = [];
  seen.length = 0;
  server = createServer((request, response) => {
    asked.push(request.headers);
    respond(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  source?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
const open = () => {
  source = new FetchEventSource(url, { headers: { 'x-keneya-request': '1' } });
  for (const type of ['message', 'ping'])
    source.addEventListener(type, (event) => {
      const { data, lastEventId } = event as MessageEvent<string>;
      seen.push({ type, data, id: lastEventId });
    });
  const errors = vi.fn();
  source.addEventListener('error', errors);
  return { source, errors };
};
const stream = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

it('reads events as the standard says, however the network cuts them', async () => {
  respond = (response) => {
    stream(response).write(': a comment\n\nid: 7\ndata: one\nda');
    setTimeout(
      () => response.write('ta: two\r\n\r\nevent: ping\ndata\n\nevent: none\n\ndata:three\nunknown\n\n\n'),
      20,
    );
  };
  open();
  await vi.waitFor(() =>
    expect(seen).toEqual([
      { type: 'message', data: 'one\ntwo', id: '7' },
      { type: 'ping', data: '', id: '7' },
      { type: 'message', data: 'three', id: '7' },
    ]),
  );
  expect(asked[0]).toMatchObject({ accept: 'text/event-stream', 'x-keneya-request': '1' });
});

it('tells nothing more once it is closed, though more came in the same piece', async () => {
  respond = (response) =>
    void stream(response).write('data: one\n\nevent: ping\ndata: late\n\ndata: two\n\n');
  const { source: closing } = open();
  closing.addEventListener('message', () => closing.close());
  await vi.waitFor(() => expect(closing.readyState).toBe(closing.CLOSED));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(seen.map(({ data }) => data)).toEqual(['one']);
});

it('connects again after a break and says what it had last', async () => {
  respond = (response) => {
    if (asked.length === 1) stream(response).end('id: 7\ndata: one\n\n');
    else stream(response).write('data: again\n\n');
  };
  const { source: opened, errors } = open();
  await vi.waitFor(() => expect(errors).toHaveBeenCalledOnce());
  expect(opened.readyState).toBe(FetchEventSource.CONNECTING);
  await vi.waitFor(() => expect(seen.map((event) => event.data)).toEqual(['one', 'again']), 5_000);
  expect(asked[1]).toMatchObject({ 'last-event-id': '7' });
  expect(opened.readyState).toBe(FetchEventSource.OPEN);
});

it('ends on a refusal, which would not get better by itself', async () => {
  respond = (response) => response.writeHead(401).end();
  const { source: opened, errors } = open();
  await vi.waitFor(() => expect(errors).toHaveBeenCalledOnce());
  expect(opened.readyState).toBe(FetchEventSource.CLOSED);
});

it('tries again when the server fails, and no more once it was closed', async () => {
  respond = (response) => response.writeHead(503).end();
  const { source: opened, errors } = open();
  await vi.waitFor(() => expect(asked).toHaveLength(2), 5_000);
  opened.close();
  expect(opened.readyState).toBe(FetchEventSource.CLOSED);
  const before = errors.mock.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(errors.mock.calls.length).toBeLessThanOrEqual(before + 1);
});
