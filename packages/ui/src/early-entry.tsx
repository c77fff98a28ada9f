'use client';
import { useLayoutEffect, useRef, useSyncExternalStore, type RefObject } from 'react';

const never = () => () => undefined;

/**
 * What was typed or chosen from the moment the page was seen counts: before its script runs, a field that the server drew
 * answers already, and the script would put back what it held, in silence, at its next drawing.
 *
 * @param shown what the server drew in the field
 * @param onEntry takes what the field holds once the script runs, where that is something else
 */
export function useEarlyEntry<Field extends HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
  shown: string,
  onEntry: (value: string) => void,
): RefObject<Field | null> {
  const field = useRef<Field>(null);
  const isDrawnByServer = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  const atFirst = useRef({ isDrawnByServer, shown, onEntry });
  useLayoutEffect(() => {
    const { isDrawnByServer: hasWaited, shown: drawn, onEntry: take } = atFirst.current;
    const element = field.current;
    if (!hasWaited || !element || element.value === drawn) return;
    // a list that does not have what it should show stands on its first line, which nobody chose
    const isOffered = (list: HTMLSelectElement) => [...list.options].some(({ value }) => value === drawn);
    if (element instanceof HTMLSelectElement && !isOffered(element)) return;
    take(element.value);
  }, []);
  return field;
}
