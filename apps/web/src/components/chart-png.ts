/** What is written above an exported picture: it may leave the chart, so it says whose it is. */
export interface Caption {
  title: string;
  lines: string[];
}

const styled = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'opacity',
  'font-size',
  'font-family',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'visibility',
] as const;

/** Draws the chart into a PNG of twice its size, on paper colour, with its caption. Colours are read before anything is waited for. */
export async function chartToPng(svg: SVGSVGElement, caption: Caption): Promise<Blob> {
  const width = svg.clientWidth,
    height = svg.clientHeight,
    top = 30 + caption.lines.length * 17;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*'),
    copies = copy.querySelectorAll('*');
  originals.forEach((element, i) => {
    // style sheets do not reach into a picture
    const computed = getComputedStyle(element);
    for (const name of styled) copies[i]?.setAttribute(name, computed.getPropertyValue(name));
    copies[i]?.removeAttribute('class');
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const page = getComputedStyle(document.body);
  const paper =
    getComputedStyle(document.documentElement).getPropertyValue('--mui-palette-background-paper').trim() ||
    '#fff';
  const { color, fontFamily } = page;
  const image = await load(
    URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' })),
  );
  const canvas = Object.assign(document.createElement('canvas'), {
    width: width * 2,
    height: (height + top) * 2,
  });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.scale(2, 2);
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height + top);
  context.fillStyle = color;
  context.font = `600 15px ${fontFamily}`;
  context.fillText(caption.title, 12, 22, width - 24);
  context.font = `12px ${fontFamily}`;
  caption.lines.forEach((line, i) => context.fillText(line, 12, 40 + i * 17, width - 24));
  context.drawImage(image, 0, top, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}

async function load(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } finally {
    URL.revokeObjectURL(url);
  }
  return image;
}
