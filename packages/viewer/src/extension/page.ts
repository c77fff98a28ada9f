import { toViewer, type FromViewer, type ToViewer } from '../messages.ts';

/** Of each kind of a message for itself: `Omit` of a union leaves what all have. */
type Without<Message, Key extends PropertyKey> = Message extends unknown ? Omit<Message, Key> : never;
type Content<Type extends FromViewer['type']> = Without<
  Extract<FromViewer, { type: Type }>,
  'source' | 'type'
>;

/** Tells the page around the frame; without one (opened by its address) nobody is told. */
export function postToPage<Type extends FromViewer['type']>(type: Type, what: Content<Type>): void {
  if (window.parent !== window)
    window.parent.postMessage({ source: 'keneyapp-viewer', type, ...what }, window.location.origin);
}

/** Calls what answers the page's messages; undo with what it returns. */
export function onPage(answers: {
  [Type in ToViewer['type']]?: (message: Extract<ToViewer, { type: Type }>) => void;
}): () => void {
  const listen = (event: MessageEvent<unknown>) => {
    if (event.origin !== window.location.origin || event.source !== window.parent) return;
    const message = toViewer(event.data);
    if (!message) return;
    if (message.type === 'layout') answers.layout?.(message);
    else if (message.type === 'focus') answers.focus?.(message);
    else if (message.type === 'store') answers.store?.(message);
    else if (message.type === 'discard') answers.discard?.(message);
    else if (message.type === 'open') answers.open?.(message);
    else if (message.type === 'report') answers.report?.(message);
  };
  window.addEventListener('message', listen);
  return () => window.removeEventListener('message', listen);
}
