'use client';

type How = 'csv' | 'png' | 'print';

/** The chart an address is of, and the part of it. */
export function chartPlace(pathname: string): { patientId: string; feature: string } | null {
  const [, patientId, section] = /^\/patients\/([^/]+)\/([a-z]+)/.exec(pathname) ?? [];
  return patientId && section ? { patientId, feature: section === 'identity' ? 'patients' : section } : null;
}

function tell(how: How): Promise<Response> | null {
  const place = chartPlace(window.location.pathname);
  if (!place) return null;
  return fetch('/bff/exports', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'application/json', 'x-keneya-request': '1' },
    body: JSON.stringify({ ...place, how }),
  });
}

/** Tells the trail that something of this chart is about to become a file. False: it could not be written down, so no file is made. */
export async function mayExport(how: How): Promise<boolean> {
  try {
    return (await tell(how))?.ok ?? true;
  } catch {
    return false;
  }
}

/** A print cannot be held back: it is told of as it begins. */
export function tellPrint(): void {
  tell('print')?.catch(() => undefined);
}
