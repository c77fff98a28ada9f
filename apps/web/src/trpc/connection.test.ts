import { onlineManager } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchFromApplication } from './connection.ts';
import { withoutGatewayPages } from './gateway-page.ts';

/** What stands behind the gateway answers, or the gateway for it. */
let answer: (address: string) => Response | Promise<Response>;
let asked: string[];

const gatewayPage = (status = 502) =>
  new Response('<html><h1>Bad Gateway</h1></html>', { status, headers: { 'content-type': 'text/html' } });
const refusal = () =>
  new Response('{"error":{}}', { status: 502, headers: { 'content-type': 'application/json' } });
const ok = () => new Response('{}', { headers: { 'content-type': 'application/json' } });

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal(
    'fetch',
    withoutGatewayPages((input) => {
      asked.push(String(input));
      return Promise.resolve(answer(String(input)));
    }),
  );
});
afterEach(async () => {
  answer = ok;
  await vi.runAllTimersAsync();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  expect(onlineManager.isOnline()).toBe(true);
});

describe('what a gateway says instead of the application', () => {
  it.each([502, 503, 504])('%s as a page is no answer', async (status) => {
    answer = () => gatewayPage(status);
    await expect(fetch('/bff/session')).rejects.toThrow(TypeError);
  });

  it('is one in JSON: the application says what it could not get', async () => {
    answer = refusal;
    expect((await fetch('/trpc/summary.get')).status).toBe(502);
  });

  it('is none where a page was asked for, whatever its form', async () => {
    answer = refusal;
    await expect(fetch('/patients', { headers: { rsc: '1' } })).rejects.toThrow(TypeError);
  });

  it('other statuses stay answers', async () => {
    answer = () => gatewayPage(500);
    expect((await fetch('/bff/session')).status).toBe(500);
  });
});

describe('a call without an answer', () => {
  it('has everything wait until the application answers again', async () => {
    answer = () => gatewayPage();
    await expect(fetchFromApplication('/trpc/summary.get')).rejects.toThrow(TypeError);
    await vi.advanceTimersByTimeAsync(500);
    expect(onlineManager.isOnline()).toBe(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(onlineManager.isOnline()).toBe(false);
    answer = ok;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(onlineManager.isOnline()).toBe(true);
    const looks = asked.length;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toHaveLength(looks);
  });

  it('says nothing when the application can be reached', async () => {
    const told = vi.fn();
    const stop = onlineManager.subscribe(told);
    answer = (address) => (address === '/api/alive' ? ok() : gatewayPage());
    await expect(fetchFromApplication('/trpc/summary.get')).rejects.toThrow(TypeError);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toEqual(['/trpc/summary.get', '/api/alive']);
    expect(told).not.toHaveBeenCalled();
    stop();
  });

  it('that was called off is no doubt', async () => {
    answer = () => Promise.reject(new DOMException('called off', 'AbortError'));
    await expect(fetchFromApplication('/trpc/summary.get')).rejects.toThrow(DOMException);
    expect(asked).toEqual(['/trpc/summary.get']);
  });
});
