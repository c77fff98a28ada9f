import { emptyViewer, viewerAddress } from '../messages.ts';
import { onPage, postToPage } from './page.ts';

/**
 * In a frame that was loaded before anybody asked for a study: opens the one that the page names, and none after it. Who
 * goes on to another study gets another frame, so that nothing of one patient can be left under the name of the next.
 */
export function openWhenAsked(): void {
  if (window.location.pathname !== emptyViewer) return;
  const stop = onPage({
    open: (asked) => {
      stop();
      // OHIF's router follows the address; where it does not run yet it begins with it
      window.history.replaceState(window.history.state, '', viewerAddress(asked));
      window.dispatchEvent(new PopStateEvent('popstate', { state: window.history.state }));
    },
  });
  postToPage('waiting', {});
}
