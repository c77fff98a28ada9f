/** What stands on every sheet. */
export interface PrintedFrame {
  /** Whose it is; null for what is of no single patient. */
  identity: string | null;
  /** The page, with its period and filters. */
  content: string;
  /** By whom and when. */
  author: string;
}

/** A string of CSS: what could end it, or a line of it, is written as its code. */
export const cssString = (text: string): string =>
  `"${text.replace(/[\0-\u001f\u007f"\\<]/g, (c) => (c === '\0' ? '' : `\\${c.charCodeAt(0).toString(16)} `))}"`;

const small = "font: 400 8pt/1.3 'Inter Variable', system-ui, sans-serif; color: #000;";

/** The margins of every page (CSS Paged Media 3, "page-margin boxes"): identity and content above, author and page below. */
export function pageStyle({ identity, content, author }: PrintedFrame): string {
  const rule = '0.5pt solid #000';
  return `@page {
  margin: 24mm 12mm 18mm;
  @top-left { content: ${cssString(identity ?? content)}; ${small} font-size: 9pt; font-weight: 650; width: ${identity === null ? '100%' : '58%'}; text-align: left; vertical-align: bottom; padding-bottom: 2mm; margin-bottom: 3mm; border-bottom: ${rule}; }
  ${identity === null ? '' : `@top-right { content: ${cssString(content)}; ${small} width: 42%; text-align: right; vertical-align: bottom; padding-bottom: 2mm; margin-bottom: 3mm; border-bottom: ${rule}; }`}
  @bottom-left { content: ${cssString(author)}; ${small} width: 85%; text-align: left; vertical-align: top; padding-top: 2mm; margin-top: 2mm; border-top: ${rule}; }
  @bottom-right { content: counter(page) " / " counter(pages); ${small} width: 15%; text-align: right; vertical-align: top; padding-top: 2mm; margin-top: 2mm; border-top: ${rule}; }
}`;
}
