import { Agent, fetch } from 'undici';
import {
  agendaChange,
  operations,
  refusalBody,
  type AgendaChange,
  type OperationAnswer,
  type OperationInput,
  type OperationName,
} from './operations.ts';
import type { AppointmentsInstance } from './plugin.ts';

export type { AgendaChange };

export interface AppointmentsClient {
  /** What the engine answers; `reserve`, `move` and `step` say themselves what stands against them. Else `AppointmentsError`. */
  call<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<OperationAnswer<Name>>;
  /** Tells of changes until the signal; resolves then, rejects when the connection is lost. */
  changes(onChange: (change: AgendaChange) => void, signal: AbortSignal): Promise<void>;
}

/** The engine refused (its status and words), or did not answer (0). */
export class AppointmentsError extends Error {
  readonly status: number;
  readonly issues: readonly { field: string; reason: string }[];
  constructor(status: number, words: string, issues: readonly { field: string; reason: string }[] = []) {
    super(`appointments: ${words}`);
    this.name = 'AppointmentsError';
    this.status = status;
    this.issues = issues;
  }
}

/** Sends one request and gives back status and JSON. */
type Send = (path: string, body: string) => Promise<{ status: number; body: unknown }>;

const callOver =
  (send: Send): AppointmentsClient['call'] =>
  async (name, input) => {
    const { status, body } = await send(`/v1/${name}`, JSON.stringify(input));
    if (status === 200 || status === 409) {
      const answer = operations[name].answer.safeParse(body);
      if (answer.success) return answer.data as OperationAnswer<typeof name>;
      if (status === 200) throw new AppointmentsError(502, 'the answer is not what the contract says');
    }
    const refusal = refusalBody.safeParse(body);
    throw refusal.success
      ? new AppointmentsError(status, refusal.data.error, refusal.data.issues)
      : new AppointmentsError(status, `status ${status}`);
  };

/** Processes of their own, at `APPOINTMENTS_URL`. @param url without trailing slash */
export function clientOverHttp(
  url: string,
  token: string,
  timeoutMs = 10_000,
): AppointmentsClient & { close(): Promise<void> } {
  const dispatcher = new Agent({ connections: 50, bodyTimeout: 0 });
  const headers = { authorization: `Bearer ${token}` };
  const away = () => new AppointmentsError(0, 'no answer');
  return {
    call: callOver(async (path, body) => {
      try {
        const response = await fetch(`${url}${path}`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body,
          dispatcher,
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        return { status: response.status, body: await response.json() };
      } catch {
        throw away();
      }
    }),
    changes: async (onChange, signal) => {
      try {
        const response = await fetch(`${url}/v1/changes`, { headers, dispatcher, redirect: 'error', signal });
        if (!response.ok || !response.body) throw away();
        const decoder = new TextDecoder();
        let text = '';
        for await (const part of response.body) {
          const events = (text + decoder.decode(part as Uint8Array, { stream: true })).split('\n\n');
          text = events.pop() ?? '';
          for (const event of events)
            if (event.startsWith('data: ')) onChange(agendaChange.parse(JSON.parse(event.slice(6))));
        }
      } catch {
        if (!signal.aborted) throw away();
        return;
      }
      if (!signal.aborted) throw away();
    },
    close: () => dispatcher.close(),
  };
}

/** The plugin in this process, on an instance that listens nowhere. */
export function clientInProcess(app: AppointmentsInstance): AppointmentsClient {
  return {
    call: callOver(async (url, payload) => {
      const response = await app.inject({
        method: 'POST',
        url,
        payload,
        headers: { 'content-type': 'application/json' },
      });
      return { status: response.statusCode, body: response.json() };
    }),
    changes: (onChange, signal) =>
      new Promise((resolve) => {
        const stop = app.agendaChanges(onChange);
        const end = () => {
          stop();
          resolve();
        };
        if (signal.aborted) end();
        else signal.addEventListener('abort', end, { once: true });
      }),
  };
}
