/** Looks and widths, no patient data: they outlive the session, under the name of the person or for the browser. */
const ours = /^(?:keneya-|mui-)/;

/**
 * The end of a session takes away what the browser stored (`Clear-Site-Data`), the viewer's things above all. How the
 * application looks is put back.
 */
export async function keepingPreferences(ask: () => Promise<Response>): Promise<Response> {
  const kept = stored();
  const response = await ask();
  if (response.headers.has('clear-site-data'))
    for (const [name, value] of kept)
      try {
        if (localStorage.getItem(name) === null) localStorage.setItem(name, value);
      } catch {
        break;
      } // storage may be forbidden, or full
  return response;
}

function stored(): [string, string][] {
  try {
    return Object.entries({ ...localStorage } as Record<string, string>).filter(([name]) => ours.test(name));
  } catch {
    return [];
  }
}
