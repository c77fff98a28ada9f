import { expect, test } from 'vitest';
import { Unsaved } from './unsaved.ts';

const length = {
  uid: 'a',
  label: '',
  points: [
    [0, 0, 0],
    [1, 0, 0],
  ],
};

test('what was drawn is unsaved until it is stored, and again when it is moved or named', () => {
  const unsaved = new Unsaved();
  unsaved.changed(length);
  expect(unsaved.uids).toEqual(['a']);
  unsaved.stored(length);
  expect(unsaved.uids).toEqual([]);
  // the service tells of a selection as of a change
  unsaved.changed({ ...length });
  expect(unsaved.uids).toEqual([]);
  unsaved.changed({
    ...length,
    points: [
      [0, 0, 0],
      [2, 0, 0],
    ],
  });
  expect(unsaved.uids).toEqual(['a']);
  unsaved.changed(length);
  expect(unsaved.uids).toEqual([]);
  unsaved.changed({ ...length, label: 'T1' });
  expect(unsaved.uids).toEqual(['a']);
});

test('what was read from a report is stored; what was removed is nobody’s', () => {
  const unsaved = new Unsaved();
  unsaved.stored(length);
  unsaved.changed({ ...length, uid: 'b' });
  unsaved.removed('b');
  expect(unsaved.uids).toEqual([]);
  unsaved.removed('a');
  unsaved.changed(length);
  expect(unsaved.uids).toEqual(['a']);
  unsaved.cleared();
  expect(unsaved.uids).toEqual([]);
});
