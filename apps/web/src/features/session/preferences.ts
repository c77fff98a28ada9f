/** Looks and widths, no patient data: they outlive the session, under the name of the person or for the browser. */
const ours = /^(?:keneya-|mui-)/;

/**
 * The end of a session takes away what the browser stored (`Clear-Site-Data`), the viewer's things above all. How the
 * application looks is put back.
 */
export async function keepingPreferences(ask: () => Promise<Response>): Promise<Response> {
  remember();
  const response = await ask();
  if (response.headers.has('clear-site-data'))
    for (const [name, value] of known)
      try {
        // the page learns later than the browser that all is gone: only a change is written
        localStorage.removeItem(name);
        localStorage.setItem(name, value);
      } catch {
        break;
      } // storage may be forbidden, or full
  return response;
}

/** What this page has seen: two answers that clear may cross, and the second finds nothing to put back. */
const known = new Map<string, string>();

function remember(): void {
  try {
    for (const [name, value] of Object.entries({ ...localStorage } as Record<string, string>))
      if (ours.test(name)) known.set(name, value);
  } catch {
    return;
  } // storage may be forbidden
}
