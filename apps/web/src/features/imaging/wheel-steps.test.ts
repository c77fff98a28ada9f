import { describe, expect, it, test } from 'vitest';
import { WheelSteps, type WheelTurn } from './wheel-steps';

const images = (turns: WheelTurn[], steps = new WheelSteps()) =>
  turns.reduce((sum, turn) => sum + steps.take(turn), 0);
const times = (n: number, turn: WheelTurn) => Array.from({ length: n }, () => turn);

describe('ten notches of a mouse are ten images', () => {
  test.each<[string, WheelTurn]>([
    ['100 pixels, told as a notch', { deltaY: 100, deltaMode: 0, wheelDeltaY: -120 }],
    ['53 pixels, told as a notch', { deltaY: 53, deltaMode: 0, wheelDeltaY: -120 }],
    ['a zoomed page', { deltaY: 66.7, deltaMode: 0, wheelDeltaY: -120 }],
    ['120 pixels and nothing else', { deltaY: 120, deltaMode: 0 }],
    ['100 pixels and nothing else', { deltaY: 100, deltaMode: 0 }],
    ['53 pixels and nothing else', { deltaY: 53, deltaMode: 0 }],
    ['120 pixels counted as such', { deltaY: 120, deltaMode: 0, wheelDeltaY: -120 }],
    ['lines', { deltaY: 3, deltaMode: 1 }],
    ['one line', { deltaY: 1, deltaMode: 1 }],
    ['a page', { deltaY: 1, deltaMode: 2 }],
  ])('%s', (_name, turn) => {
    expect(images(times(10, turn))).toBe(10);
    expect(images(times(10, { ...turn, deltaY: -turn.deltaY, wheelDeltaY: -(turn.wheelDeltaY ?? 0) }))).toBe(
      -10,
    );
  });
  it('also when a fast hand puts several into one event', () => {
    const told = (n: number) => ({ deltaY: 53 * n, deltaMode: 0, wheelDeltaY: -120 * n });
    expect(images([told(1), told(4), told(3), told(2)])).toBe(10);
    const silent = (n: number) => ({ deltaY: 100 * n, deltaMode: 0 });
    expect(images([silent(1), silent(4), silent(3), silent(2)])).toBe(10);
  });
});

describe('a trackpad', () => {
  it('adds up what it moves', () => {
    expect(images(times(40, { deltaY: 4, deltaMode: 0, wheelDeltaY: -12 }))).toBe(4);
    expect(images(times(39, { deltaY: 1, deltaMode: 0 }))).toBe(0);
    // a swipe: large events, but three counted for each pixel
    expect(images(times(4, { deltaY: 70, deltaMode: 0, wheelDeltaY: -210 }))).toBe(7);
  });
  it('begins anew when it turns round', () => {
    const steps = new WheelSteps();
    expect(images(times(9, { deltaY: 4, deltaMode: 0, wheelDeltaY: -12 }), steps)).toBe(0);
    expect(images(times(9, { deltaY: -4, deltaMode: 0, wheelDeltaY: 12 }), steps)).toBe(0);
    expect(images(times(1, { deltaY: -4, deltaMode: 0, wheelDeltaY: 12 }), steps)).toBe(-1);
  });
});
