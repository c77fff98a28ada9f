import { describe, expect, it, test } from 'vitest';
import { edgeLetters, isOnItsSide, orientationOf, turned, upright, type Turn } from './orientation.ts';

const lying = (...cosines: number[]) => ({ '00200037': { vr: 'DS', Value: cosines } });
const radiograph = (...sides: string[]) => ({ '00200020': { vr: 'CS', Value: sides } });

describe('how an image lies in the patient', () => {
  test.each([
    ['axial', [1, 0, 0, 0, 1, 0], 'L', 'P'],
    ['coronal', [1, 0, 0, 0, 0, -1], 'L', 'F'],
    ['sagittal', [0, 1, 0, 0, 0, -1], 'P', 'F'],
    ['axial on the belly, feet first', [-1, 0, 0, 0, -1, 0], 'R', 'A'],
    ['an axial tilted by 10°', [1, 0, 0, 0, 0.985, -0.174], 'L', 'P'],
    ['an oblique of the heart', [0.7, 0.7, 0.1, 0, 0.14, -0.99], 'LP', 'F'],
  ])('%s', (_name, cosines, right, bottom) => {
    expect(orientationOf(lying(...cosines), 1)).toEqual({ right, bottom });
  });

  it('is read of the frame where frames differ', () => {
    const plane = (...cosines: number[]) => ({ '00209116': { vr: 'SQ', Value: [lying(...cosines)] } });
    const object = { '52009230': { vr: 'SQ', Value: [plane(1, 0, 0, 0, 1, 0), plane(0, 1, 0, 0, 0, -1)] } };
    expect(orientationOf(object, 1)).toEqual({ right: 'L', bottom: 'P' });
    expect(orientationOf(object, 2)).toEqual({ right: 'P', bottom: 'F' });
  });

  it('of a radiograph stands in words of its own; what says nothing, or no sides of a person, gives none', () => {
    expect(orientationOf(radiograph('L', 'F'), 1)).toEqual({ right: 'L', bottom: 'F' });
    expect(orientationOf(radiograph('AF', 'PF'), 1)).toEqual({ right: 'AF', bottom: 'PF' });
    for (const none of [{}, radiograph('L'), radiograph('CR', 'V'), lying(1, 0, 0), lying(0, 0, 0, 0, 0, 0)])
      expect(orientationOf(none, 1)).toBeNull();
  });
});

describe('letters at the edges', () => {
  const of = (...turns: ((turn: Turn) => Turn)[]) =>
    edgeLetters(
      { right: 'L', bottom: 'F' },
      turns.reduce((turn, next) => next(turn), upright),
    );
  const { right, left, horizontally, vertically } = turned;

  it('go with what is done to the image', () => {
    expect(of()).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
    expect(of(horizontally)).toEqual({ left: 'L', right: 'R', top: 'H', bottom: 'F' });
    expect(of(vertically)).toEqual({ left: 'R', right: 'L', top: 'F', bottom: 'H' });
    // clockwise: what was at the top is at the right
    expect(of(right)).toEqual({ left: 'F', right: 'H', top: 'R', bottom: 'L' });
    expect(of(left)).toEqual({ left: 'H', right: 'F', top: 'L', bottom: 'R' });
  });
  it('and with one thing after the other, as the person sees it', () => {
    expect(of(right, horizontally)).toEqual({ left: 'H', right: 'F', top: 'R', bottom: 'L' });
    expect(of(horizontally, right)).toEqual({ left: 'F', right: 'H', top: 'L', bottom: 'R' });
    expect(of(right, right, right, right)).toEqual(of());
    expect(of(right, left)).toEqual(of());
    expect(isOnItsSide(right(upright))).toBe(true);
    expect(isOnItsSide(right(right(upright)))).toBe(false);
  });
  it('of two letters turn both round', () => {
    expect(edgeLetters({ right: 'AF', bottom: 'PF' }, upright)).toEqual({
      left: 'PH',
      right: 'AF',
      top: 'AH',
      bottom: 'PF',
    });
  });
});
