import { describe, expect, it } from 'vitest';
import { asUtf8 } from './media.ts';
import { rtfText } from './rtf.ts';

describe('words of RTF', () => {
  const read = (rtf: string) => rtfText(Buffer.from(rtf, 'latin1'));
  it.each([
    [String.raw`{\rtf1\ansi\ansicpg1252 Fi\'e8vre\par 39\'b0}`, 'Fièvre\n39°'],
    [String.raw`{\rtf1 caf\u233?e\u8217'}`, 'cafée’'],
    [String.raw`{\rtf1\uc2 a\u233 xyb}`, 'aéb'],
    [String.raw`{\rtf1{\*\generator Word;}{\info{\author Moi}}{\pict 89504e}vu}`, 'vu'],
    [String.raw`{\rtf1{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt lien}}}`, 'lien'],
    [String.raw`{\rtf1 a\cell b\cell\row c\tab d}`, 'a\tb\nc\td'],
    [String.raw`{\rtf1\'7b\{\}\\\~x\_y}`, '{{}\\\u00a0x\u2011y'],
    [String.raw`{\rtf1{\fonttbl{\f0\fcharset238 A;}{\f1 B;}}{\f0\'b3}{\f1\'b3}}`, 'ł³'],
    [String.raw`{\rtf1\bin4 }}}}fin}`, 'fin'],
    [String.raw`{\rtf1\b gras\b0 , \i italique\i0 .\line suite`, 'gras, italique.\nsuite'],
    ['{\\rtf1 deux\r\nlignes}', 'deuxlignes'],
    ['{'.repeat(5_000), ''],
  ])('%j', (rtf, text) => expect(read(rtf)).toBe(text));
});

describe('character sets', () => {
  const utf8 = (bytes: Buffer, type: string) => asUtf8(bytes, type).toString('utf8');
  it.each([
    [Buffer.from('é', 'latin1'), 'text/plain', 'é'],
    [Buffer.from('é', 'utf8'), 'text/plain', 'é'],
    [Buffer.from('é', 'latin1'), 'text/plain; charset=utf-8', 'é'], // announced wrongly
    [Buffer.from('\x80', 'latin1'), 'text/plain', '€'],
    [Buffer.from('Texte', 'utf16le'), 'text/plain', 'Texte'], // without a mark
    [Buffer.from('\ufeffé', 'utf16le').swap16(), 'text/plain', 'é'],
    [Buffer.from('<meta charset="iso-8859-15">\xa4', 'latin1'), 'text/html', '<meta charset="iso-8859-15">€'],
    [
      Buffer.from("<?xml version='1.0' encoding='ISO-8859-1'?>é", 'latin1'),
      'text/xml',
      "<?xml version='1.0' encoding='ISO-8859-1'?>é",
    ],
  ])('%j as %s', (bytes, type, text) => expect(utf8(bytes, type)).toBe(text));
});
