'use client';
import { useEarlyEntry } from '@keneyapp/ui/early-entry';
import type { ComponentProps } from 'react';

/** A browser's own list, in which a choice counts from the moment the page is seen. */
export function NativeSelect({
  value,
  onChoose,
  ...props
}: Omit<ComponentProps<'select'>, 'value' | 'defaultValue' | 'onChange' | 'multiple' | 'ref'> & {
  value: string;
  onChoose: (value: string) => void;
}) {
  return (
    <select
      ref={useEarlyEntry<HTMLSelectElement>(value, onChoose)}
      value={value}
      // what a browser puts back by itself after a reload is nobody's choice
      autoComplete="off"
      onChange={(event) => onChoose(event.target.value)}
      {...props}
    />
  );
}
