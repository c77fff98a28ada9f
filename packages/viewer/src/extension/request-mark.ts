/** Of which study a report is being stored. */
let storing: string | null = null;

/** Stores with OHIF's own client of STOW-RS, which names no study in the address: our proxy decides by it. */
export async function storingFor<Result>(
  study: string | null,
  store: () => Promise<Result>,
): Promise<Result> {
  storing = study;
  try {
    return await store();
  } finally {
    storing = null;
  }
}

/**
 * Requests that change something carry a header that another site's form cannot set (apps/bff/src/http/csrf.ts). OHIF's
 * client knows of none: each POST to this origin gets it as it is opened. Undo with what it returns.
 */
export function markRequests(): () => void {
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (
    this: XMLHttpRequest,
    method: string,
    url: string | URL,
    ...rest: [boolean?, string?, string?]
  ) {
    const to = new URL(url, window.location.href);
    const isChange = method.toUpperCase() === 'POST' && to.origin === window.location.origin;
    if (isChange && storing && to.pathname === '/dicom-web/studies') to.pathname += `/${storing}`;
    open.call(this, method, isChange ? to : url, rest[0] ?? true, rest[1], rest[2]);
    if (isChange) this.setRequestHeader('x-keneya-request', '1');
  };
  return () => {
    XMLHttpRequest.prototype.open = open;
  };
}
