'use client';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

/** A form that Ctrl+Enter submits from any of its fields; what is wrong is said by the form, never by the browser. */
export function SubmitForm({
  onSubmit,
  className,
  children,
}: {
  onSubmit: () => void;
  className?: string | undefined;
  children: ReactNode;
}) {
  const box = useRef<HTMLFormElement>(null);
  // pressed before this script ran (app/layout.tsx): submitted once what was typed by then has been drawn
  const [wasEarly, setEarly] = useState(false);
  useEffect(() => {
    const form = box.current;
    if (!form) return;
    form.dataset['ready'] = 'true';
    if (form.dataset['early'] !== undefined) setEarly(true);
    delete form.dataset['early'];
  }, []);
  useEffect(() => {
    if (wasEarly) box.current?.requestSubmit();
  }, [wasEarly]);
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      onSubmit();
    }
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its fields hold the focus; the keys that submit are handled once, here
    <form
      ref={box}
      noValidate
      className={className}
      onSubmit={(e) => {
        e.preventDefault();
        onSubmit();
      }}
      onKeyDown={onKeyDown}
    >
      {children}
    </form>
  );
}
