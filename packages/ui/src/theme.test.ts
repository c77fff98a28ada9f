import { describe, expect, it } from 'vitest';
import { colorSchemeAttribute, theme } from './theme.ts';

describe('theme', () => {
  it('carries both schemes as variables, chosen by an attribute of the page', () => {
    expect(Object.keys(theme.colorSchemes)).toEqual(expect.arrayContaining(['light', 'dark']));
    expect(theme.getColorSchemeSelector('dark')).toContain(colorSchemeAttribute);
    expect(JSON.stringify(theme.generateStyleSheets())).toContain('--mui-palette-clinical-critical-main');
  });
  it('is 14 px on an 8 px grid without ripples', () => {
    expect(theme.typography.body1.fontSize).toBe('0.875rem');
    expect(theme.spacing(1)).toContain('8px');
    expect(theme.components?.MuiButtonBase?.defaultProps?.disableRipple).toBe(true);
  });
});
