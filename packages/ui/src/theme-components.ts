import type { Components, Theme } from '@mui/material/styles';

/** Of a box or a circle whose input cannot be seen: it shows the focus of it. */
const seenFocus = {
  padding: 4,
  borderRadius: 4,
  '&:has(:focus-visible)': { outline: '2px solid var(--mui-palette-primary-main)', outlineOffset: -2 },
};

/** Defaults of the MUI components in use; pages do not style by hand. */
export const componentDefaults: Components<Omit<Theme, 'components'>> = {
  MuiButtonBase: {
    defaultProps: { disableRipple: true, disableTouchRipple: true },
    // MUI takes the outline away for its ripple; base.css says how the focus looks everywhere else
    styleOverrides: {
      root: { '&:focus-visible': { outline: '2px solid var(--mui-palette-primary-main)', outlineOffset: 2 } },
    },
  },
  MuiButton: {
    defaultProps: { disableElevation: true, size: 'small' },
    styleOverrides: { root: { minHeight: 'var(--k-control)', paddingInline: 12, whiteSpace: 'nowrap' } },
  },
  MuiIconButton: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: { minWidth: 'var(--k-control)', minHeight: 'var(--k-control)', borderRadius: 6 },
    },
  },
  MuiTextField: { defaultProps: { size: 'small', variant: 'outlined' } },
  // labels stand above their field and stay readable: what is wrong is said below
  MuiFormLabel: {
    styleOverrides: {
      root: {
        display: 'flex',
        alignItems: 'baseline',
        gap: 6,
        minHeight: 20,
        marginBottom: 2,
        fontSize: '0.8125rem',
        fontWeight: 500,
        lineHeight: 1.5,
        color: 'var(--mui-palette-text-primary)',
        '&.Mui-focused, &.Mui-error, &.Mui-disabled': { color: 'var(--mui-palette-text-primary)' },
      },
    },
  },
  MuiFormHelperText: {
    styleOverrides: {
      root: {
        display: 'flex',
        flexWrap: 'wrap',
        gap: '2px 10px',
        margin: '2px 0 0',
        fontSize: '0.75rem',
        lineHeight: 1.5,
        color: 'var(--mui-palette-text-secondary)',
        fontVariantNumeric: 'tabular-nums',
        '&.Mui-error': { color: 'var(--mui-palette-clinical-critical-main)' },
      },
    },
  },
  MuiSelect: { defaultProps: { size: 'small' } },
  MuiOutlinedInput: {
    styleOverrides: {
      root: { minHeight: 'var(--k-control)', backgroundColor: 'var(--mui-palette-background-paper)' },
      notchedOutline: { borderColor: 'var(--mui-palette-outline)' },
      input: { paddingBlock: 5 },
    },
  },
  // as high as its field: the outline of its focus stays inside
  MuiInputAdornment: { styleOverrides: { root: { '& button:focus-visible': { outlineOffset: -2 } } } },
  MuiRadio: { defaultProps: { size: 'small' }, styleOverrides: { root: seenFocus } },
  MuiCheckbox: { defaultProps: { size: 'small' }, styleOverrides: { root: seenFocus } },
  MuiFormControlLabel: {
    styleOverrides: {
      root: { minHeight: 'var(--k-control)', margin: '0 0 0 -4px' },
      label: { fontSize: '0.8125rem' },
    },
  },
  MuiMenuItem: { styleOverrides: { root: { minHeight: 'var(--k-row)', fontSize: '0.875rem' } } },
  MuiListItemIcon: { styleOverrides: { root: { minWidth: 32 } } },
  MuiTooltip: {
    defaultProps: { enterDelay: 400, arrow: true },
    styleOverrides: {
      tooltip: {
        fontSize: '0.75rem',
        backgroundColor: 'var(--mui-palette-text-primary)',
        color: 'var(--mui-palette-background-paper)',
      },
      arrow: { color: 'var(--mui-palette-text-primary)' },
    },
  },
  MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiDialog: {
    styleOverrides: {
      paper: {
        border: '1px solid var(--mui-palette-divider)',
        boxShadow: '0 16px 48px rgb(0 0 0 / 0.24)',
        // the buttons of a form stay in sight, its fields scroll above them
        '& > form': { display: 'flex', flexDirection: 'column', minHeight: 0 },
      },
    },
  },
  MuiDialogTitle: {
    styleOverrides: { root: { fontSize: '1rem', fontWeight: 650, padding: '16px 20px 8px' } },
  },
  MuiPopover: {
    styleOverrides: {
      paper: { border: '1px solid var(--mui-palette-divider)', boxShadow: '0 8px 24px rgb(0 0 0 / 0.16)' },
    },
  },
  MuiAutocomplete: {
    styleOverrides: {
      // as high as the fields beside it
      root: { '& .MuiOutlinedInput-root.MuiInputBase-sizeSmall': { paddingBlock: 0 } },
      paper: {
        marginTop: 2,
        border: '1px solid var(--mui-palette-divider)',
        boxShadow: '0 8px 24px rgb(0 0 0 / 0.16)',
      },
      option: { minHeight: 'var(--k-row)', fontSize: '0.875rem' },
      noOptions: { fontSize: '0.875rem' },
      loading: { fontSize: '0.875rem' },
    },
  },
  MuiTab: {
    styleOverrides: { root: { minHeight: 'var(--k-control)', paddingBlock: 6, fontSize: '0.875rem' } },
  },
  MuiTabs: { styleOverrides: { root: { minHeight: 'var(--k-control)' } } },
  MuiTableCell: {
    styleOverrides: {
      root: { height: 'var(--k-row)', padding: '4px 12px', fontSize: '0.875rem' },
      head: { fontWeight: 600, fontSize: '0.75rem', color: 'var(--mui-palette-text-secondary)' },
    },
  },
  MuiToggleButton: {
    styleOverrides: {
      root: {
        minHeight: 'var(--k-control)',
        paddingBlock: 3,
        paddingInline: 10,
        textTransform: 'none',
        fontSize: '0.8125rem',
        fontWeight: 400,
        color: 'var(--mui-palette-text-primary)',
        borderColor: 'var(--mui-palette-outline)',
        '&.Mui-selected, &.Mui-selected:hover': {
          borderColor: 'var(--mui-palette-primary-main)',
          backgroundColor: 'var(--mui-palette-accentSoft)',
          color: 'var(--mui-palette-primary-main)',
          fontWeight: 600,
        },
      },
    },
  },
  MuiChip: {
    styleOverrides: {
      root: {
        minHeight: 22,
        height: 'auto',
        fontSize: '0.8125rem',
        fontWeight: 500,
        borderRadius: 4,
        '@media print': { background: 'none', borderColor: '#000', color: '#000' },
        variants: (
          [
            ['success', 'done'],
            ['error', 'clinical-critical'],
            ['warning', 'clinical-abnormal'],
            ['info', 'notice'],
          ] as const
        ).map(([color, tone]) => ({
          props: { variant: 'outlined' as const, color },
          style: {
            color: `var(--mui-palette-${tone}-main)`,
            backgroundColor: `var(--mui-palette-${tone}-soft)`,
            borderColor: `var(--mui-palette-${tone}-border)`,
          },
        })),
      },
      label: { whiteSpace: 'normal', lineHeight: 1.5 },
    },
  },
  MuiAlert: {
    styleOverrides: {
      root: { fontSize: '0.875rem', paddingBlock: 2, '& ul': { margin: 0, paddingInlineStart: 18 } },
      message: { minWidth: 0 },
    },
  },
  MuiAlertTitle: { styleOverrides: { root: { margin: '0 0 4px', fontSize: '0.875rem', fontWeight: 650 } } },
};
