/** DICOM defined terms (PS3.3 C.12.1.1.2) to the names TextDecoder knows. */
const labels: Record<string, string> = {
  'ISO_IR 6': 'windows-1252',
  'ISO_IR 100': 'windows-1252',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
  'ISO 2022 IR 87': 'iso-2022-jp',
  'ISO 2022 IR 159': 'iso-2022-jp',
  'ISO 2022 IR 149': 'euc-kr',
  'ISO 2022 IR 58': 'gb18030',
};

/** Decoder for SpecificCharacterSet (0008,0005); with several values the extension decides, as its escapes carry the rest. */
export function decoderFor(terms: readonly string[]): TextDecoder {
  const chosen =
    [...terms]
      .reverse()
      .find((t) => t.trim() !== '')
      ?.trim() ?? '';
  return new TextDecoder(labels[chosen] ?? labels[chosen.replace('ISO 2022 IR', 'ISO_IR')] ?? 'windows-1252');
}
