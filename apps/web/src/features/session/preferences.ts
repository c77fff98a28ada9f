/** Looks and widths, no patient data: they outlive the session, under the name of the person or for the browser. */
const ours = /^(?:keneya-|mui-)/;

/**
 * The end of a session takes away what the browser stored (`Clear-Site-Data`), the viewer's things above all. How the
 * application looks is put back.
 */
export async function keepingPreferences(ask: () => Promise<Response>): Promise<Response> {
  remember();
  const response = await ask();
  // browsers keep the header to themselves: what was there and is gone was taken away by it
  for (const [name, value] of known)
    try {
      if (localStorage.getItem(name) === null) localStorage.setItem(name, value);
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
