'use client';
import { askToSignInAgain, signInAgain } from '../session/afresh.ts';

type How = 'csv' | 'png' | 'print';

/** The chart an address is of, and the part of it. */
export function chartOfPath(pathname: string): { patientId: string; feature: string } | null {
  const [, patientId, section] = /^\/patients\/([^/]+)\/([a-z]+)/.exec(pathname) ?? [];
  return patientId && section ? { patientId, feature: section === 'identity' ? 'patients' : section } : null;
}

function record(how: How): Promise<Response> | null {
  const place = chartOfPath(window.location.pathname);
  if (!place) return null;
  return fetch('/bff/exports', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'application/json', 'x-keneya-request': '1' },
    body: JSON.stringify({ ...place, how }),
  });
}

/**
 * Tells the trail that something of this chart is about to become a file. `refused`: it could not be written down, so no
 * file is made; `unconfirmed`: the person would not sign in again, which it asks for.
 */
export async function mayExport(how: How): Promise<'may' | 'refused' | 'unconfirmed'> {
  try {
    const response = await record(how);
    if (response?.ok ?? true) return 'may';
    const { error } = (await response?.json().catch(() => ({}))) as { error?: string };
    if (error !== signInAgain) return 'refused';
    if (!(await askToSignInAgain())) return 'unconfirmed';
    return (await record(how))?.ok ? 'may' : 'refused';
  } catch {
    return 'refused';
  }
}

/** A print cannot be held back: it is told of as it begins. */
export function recordPrint(): void {
  record('print')?.catch(() => undefined);
}
