import { expect, test } from 'vitest';
import { meaningOf } from './key-presses.ts';
import { nextOf } from './tab-stops.ts';

const press = (key: string, more: object = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...more,
});

test('the table of keys is obeyed wherever the focus is, except in fields and in what is open', () => {
  expect(meaningOf(press('1'), 'free')).toBe('preset1');
  expect(meaningOf(press('ArrowDown'), 'control')).toBe('nextImage');
  expect(meaningOf(press('i'), 'field')).toBeNull();
  expect(meaningOf(press('ArrowDown'), 'layer')).toBeNull();
  expect(meaningOf(press('Escape'), 'layer')).toBeNull();
});

test('the space bar presses the button that has the focus, and resets the image elsewhere', () => {
  expect(meaningOf(press(' '), 'control')).toBeNull();
  expect(meaningOf(press(' '), 'free')).toBe('reset');
});

test('the command palette is the page’s, also from a field', () => {
  expect(meaningOf(press('k', { ctrlKey: true }), 'field')).toBe('palette');
  expect(meaningOf(press('K', { metaKey: true }), 'free')).toBe('palette');
  expect(meaningOf(press('k', { ctrlKey: true, shiftKey: true }), 'free')).toBeNull();
  expect(meaningOf(press('f'), 'free')).toBe('fullScreen');
});

test('arrows go round in a toolbar', () => {
  expect(nextOf(2, 3, 'ArrowRight')).toBe(0);
  expect(nextOf(0, 3, 'ArrowUp')).toBe(2);
  expect(nextOf(1, 3, 'Home')).toBe(0);
  expect(nextOf(1, 3, 'End')).toBe(2);
  expect(nextOf(1, 3, 'Enter')).toBeNull();
  expect(nextOf(-1, 3, 'ArrowRight')).toBeNull();
  expect(nextOf(0, 1, 'ArrowRight')).toBeNull();
});
