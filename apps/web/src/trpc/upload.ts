import { doubtConnection } from './connection.ts';

/** How much of what is being sent has left, from 0 to 1. */
type OnProgress = (share: number) => void;
const watching = new Set<OnProgress>();

/** Told of what is sent by `fetchUploading` until it is called off. */
export function watchUpload(onProgress: OnProgress): () => void {
  watching.add(onProgress);
  return () => void watching.delete(onProgress);
}

/** `fetch` for calls that bring files: fetch itself does not tell how far a request is. */
export const fetchUploading: typeof fetch = (input, init) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(init?.method ?? 'POST', typeof input === 'string' ? input : input.toString());
    for (const [name, value] of new Headers(init?.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) for (const told of watching) told(loaded / total);
    };
    request.onload = () =>
      resolve(
        new Response(request.responseText, {
          status: request.status,
          headers: { 'content-type': request.getResponseHeader('content-type') ?? '' },
        }),
      );
    request.onerror = () => {
      doubtConnection();
      reject(new TypeError('Failed to fetch'));
    };
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    init?.signal?.addEventListener('abort', () => request.abort());
    request.send(init?.body as XMLHttpRequestBodyInit);
  });
