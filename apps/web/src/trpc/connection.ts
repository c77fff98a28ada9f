import { onlineManager } from '@tanstack/react-query';

/** Answered by the process in front, whatever stands behind it. */
const aliveAddress = '/api/alive';
const pausesMs = [1_000, 2_000, 3_000, 5_000];

let isLooking = false;

/**
 * A call got no answer: looks whether the application can be reached. While it cannot, reads and saves wait as they do when the
 * browser says that there is no network, and go on once it answers.
 */
export function doubtConnection(): void {
  if (isLooking) return;
  isLooking = true;
  void look(0);
}

async function look(times: number): Promise<void> {
  const isThere = await fetch(aliveAddress, { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
  isLooking = !isThere;
  onlineManager.setOnline(isThere);
  if (!isThere) setTimeout(() => void look(times + 1), pausesMs[Math.min(times, pausesMs.length - 1)]);
}

/** `fetch` for calls: without an answer the connection is doubted. */
export const fetchFromApplication: typeof fetch = (input, init) =>
  fetch(input, init).catch((error: unknown) => {
    // a call that was called off is a DOMException
    if (error instanceof TypeError) doubtConnection();
    throw error;
  });
