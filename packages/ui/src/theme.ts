import { createTheme } from '@mui/material/styles';
import { componentDefaults } from './theme-components.ts';
import { dark, light, type ClinicalTone, type SchemeTokens } from './tokens.ts';

declare module '@mui/material/styles' {
  interface CssThemeVariables {
    enabled: true;
  }
  interface TypeBackground {
    sunken: string;
    hover: string;
  }
  interface Palette {
    outline: string;
    accentSoft: string;
    clinical: SchemeTokens['clinical'];
    done: ClinicalTone;
    notice: ClinicalTone;
    chart: SchemeTokens['chart'];
  }
  interface PaletteOptions {
    outline?: string;
    accentSoft?: string;
    clinical?: SchemeTokens['clinical'];
    done?: ClinicalTone;
    notice?: ClinicalTone;
    chart?: SchemeTokens['chart'];
  }
}

/** Attribute of <html> that says which scheme is on: `data-theme="light"`. */
export const colorSchemeAttribute = 'data-theme';

const palette = (t: SchemeTokens) => ({
  primary: {
    main: t.accent.main,
    dark: t.accent.dark,
    light: t.accent.light,
    contrastText: t.accent.contrastText,
  },
  error: { main: t.clinical.critical.main },
  warning: { main: t.clinical.abnormal.main },
  info: { main: t.info.main },
  success: { main: t.done.main },
  background: t.background,
  text: t.text,
  divider: t.divider,
  outline: t.outline,
  accentSoft: t.accent.soft,
  clinical: t.clinical,
  done: t.done,
  notice: t.info,
  chart: t.chart,
});

const family =
  '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** The one theme: tokens as CSS variables (`--mui-palette-…`), 14 px base, 8 px grid. Density lives in base.css. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: colorSchemeAttribute },
  colorSchemes: { light: { palette: palette(light) }, dark: { palette: palette(dark) } },
  spacing: 8,
  shape: { borderRadius: 6 },
  typography: {
    fontFamily: family,
    fontSize: 14,
    fontWeightMedium: 550,
    fontWeightBold: 650,
    h1: { fontSize: '1.25rem', lineHeight: 1.3, fontWeight: 650, letterSpacing: '-0.01em' },
    h2: { fontSize: '0.9375rem', lineHeight: 1.35, fontWeight: 650 },
    h3: { fontSize: '0.875rem', lineHeight: 1.4, fontWeight: 600 },
    body1: { fontSize: '0.875rem', lineHeight: 1.45 },
    body2: { fontSize: '0.8125rem', lineHeight: 1.45 },
    caption: { fontSize: '0.75rem', lineHeight: 1.4 },
    button: { textTransform: 'none', fontWeight: 550, fontSize: '0.875rem' },
  },
  components: componentDefaults,
});
