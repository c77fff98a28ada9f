import { expect, test } from 'vitest';
import { fromViewer, toViewer } from './messages.ts';

test('a message is taken from the side it is of, and nothing else is one', () => {
  const ready = { source: 'keneyapp-viewer', type: 'ready' };
  const focus = { source: 'keneyapp-page', type: 'focus' };
  expect([fromViewer(ready), toViewer(ready)]).toEqual([ready, null]);
  expect([fromViewer(focus), toViewer(focus)]).toEqual([null, focus]);
  for (const other of [null, undefined, 'ready', 7, [], {}, { source: 'somebody', type: 'ready' }])
    expect([fromViewer(other), toViewer(other)]).toEqual([null, null]);
});
