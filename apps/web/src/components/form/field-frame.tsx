import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import FormLabel from '@mui/material/FormLabel';
import type { ReactNode } from 'react';

interface Props {
  /** Of the input. What describes it follows from it: `describedBy`. */
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  problem?: string | null | undefined;
  isWide?: boolean;
  /** What stands around it says the same to the eye. */
  isLabelHidden?: boolean;
  /** Said aloud as it appears, where no summary does. */
  isAnnounced?: boolean;
  /** A group of inputs has a legend instead of a label. */
  isGroup?: boolean;
  children: ReactNode;
}

/** Ids of what is said below an input. */
export const describedBy = (id: string, problem: string | null | undefined): string =>
  problem ? `${id}-hint ${id}-problem` : `${id}-hint`;

/** Every field looks like this: its label above, what helps below, and what is wrong with it. */
export function FieldFrame({
  id,
  label,
  hint,
  problem,
  isWide = false,
  isLabelHidden = false,
  isAnnounced = false,
  isGroup = false,
  children,
}: Props) {
  return (
    <FormControl
      {...(isGroup ? { component: 'fieldset', 'aria-describedby': describedBy(id, problem) } : {})}
      error={Boolean(problem)}
      fullWidth
      sx={isWide ? { gridColumn: '1 / -1' } : null}
    >
      {isGroup ? (
        <FormLabel component="legend">{label}</FormLabel>
      ) : isLabelHidden ? (
        <label htmlFor={id} className="visually-hidden">
          {label}
        </label>
      ) : (
        <FormLabel htmlFor={id}>{label}</FormLabel>
      )}
      {children}
      <FormHelperText component="div" id={`${id}-hint`} error={false}>
        {hint}
      </FormHelperText>
      {problem && (
        <FormHelperText id={`${id}-problem`} {...(isAnnounced ? { role: 'alert' } : {})}>
          {problem}
        </FormHelperText>
      )}
    </FormControl>
  );
}
