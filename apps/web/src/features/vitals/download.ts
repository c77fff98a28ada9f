/** A field of a CSV line (RFC 4180, semicolons as spreadsheets of France expect); what a spreadsheet would run as a formula is made text. */
function field(value: string | null | undefined): string {
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (values: readonly (string | null | undefined)[]): string =>
  values.map(field).join(';');

/** Hands a text over as a file; the name tells nothing of the patient. */
export function downloadText(text: string, extension: 'csv'): void {
  save(new Blob([`\ufeff${text}`], { type: 'text/csv;charset=utf-8' }), extension);
}

/** Draws an SVG of the page into a PNG, twice its size, with the colours it is shown in. */
export async function downloadPng(svg: SVGSVGElement, title: string): Promise<void> {
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  inlineStyles(svg, copy);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const url = URL.createObjectURL(
    new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }),
  );
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const head = 28;
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = (height + head) * 2;
    const context = canvas.getContext('2d');
    if (!context) return;
    const { backgroundColor, color, fontFamily } = getComputedStyle(document.body);
    context.scale(2, 2);
    context.fillStyle = backgroundColor;
    context.fillRect(0, 0, width, height + head);
    context.fillStyle = color;
    context.font = `600 14px ${fontFamily}`;
    context.fillText(title, 8, 19);
    context.drawImage(image, 0, head, width, height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob) save(blob, 'png');
  } finally {
    URL.revokeObjectURL(url);
  }
}

const copied = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-family',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'visibility',
] as const;

/** A picture by itself knows no style sheet: what matters is written into each element. */
function inlineStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  to.setAttribute('style', copied.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'));
  [...from.children].forEach((child, i) => {
    const twin = to.children[i];
    if (twin) inlineStyles(child, twin);
  });
}

function save(blob: Blob, extension: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = `keneyapp-${new Date().toISOString().slice(0, 10)}.${extension}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
