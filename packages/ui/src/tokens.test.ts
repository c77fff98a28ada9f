import { describe, expect, it } from 'vitest';
import { dark, light, type SchemeTokens } from './tokens.ts';

/** WCAG 2.2 relative luminance and contrast ratio of two #rrggbb colours. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r, g, bl] = [1, 3, 5].map((i) => {
      const c = parseInt(hex.slice(i, i + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  };
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const surfaces = (t: SchemeTokens) => [
  t.background.paper,
  t.background.default,
  t.background.sunken,
  t.background.hover,
];

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('%s scheme', (_name, t) => {
  it.each([
    ['primary', t.text.primary],
    ['secondary', t.text.secondary],
    ['accent', t.accent.main],
    ['critical', t.clinical.critical.main],
    ['abnormal', t.clinical.abnormal.main],
    ['unknown', t.clinical.unknown.main],
    ['info', t.info.main],
    ['done', t.done.main],
  ])('%s text is at least 4.5:1 on every surface', (_word, colour) => {
    for (const surface of surfaces(t)) expect(contrast(colour, surface)).toBeGreaterThanOrEqual(4.5);
  });
  it('every tone is readable on its own soft background, and the other way round where it is filled', () => {
    for (const tone of [...Object.values(t.clinical), t.info, t.done])
      expect(contrast(tone.main, tone.soft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(t.background.paper, t.clinical.critical.main)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(t.accent.contrastText, t.accent.main)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(t.accent.main, t.accent.soft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(t.text.primary, t.accent.soft)).toBeGreaterThanOrEqual(4.5);
  });
  it('edges of fields and lines of charts are at least 3:1', () => {
    expect(contrast(t.outline, t.background.paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(t.chart.line, t.chart.band)).toBeGreaterThanOrEqual(3);
  });
});
