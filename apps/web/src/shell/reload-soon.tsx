'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Draws the page again every few seconds; when the server is back, the real page replaces this one. */
export function ReloadSoon({ seconds = 4 }: { seconds?: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), seconds * 1000);
    return () => clearInterval(timer);
  }, [router, seconds]);
  return null;
}
