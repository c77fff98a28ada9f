import { expect, test } from 'vitest';
import { firstPart } from './frame-bytes.ts';

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const text = (part: Uint8Array) => String.fromCharCode(...part);

test('the first part of a message, with its transfer syntax', () => {
  const message =
    '--x\r\nContent-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.90\r\nContent-Location: /a\r\n\r\n\r\n--y--\0pixels\r\n--x--\r\n';
  const part = firstPart('multipart/related; type="application/octet-stream"; boundary=x', bytes(message));
  expect([text(part.bytes), part.transferSyntax]).toEqual(['\r\n--y--\0pixels', '1.2.840.10008.1.2.4.90']);
});
test('a preamble, parts without headers, and line ends of one character', () => {
  expect(text(firstPart('multipart/related', bytes('hello\r\n--b\r\n\r\nAB\r\n--b--')).bytes)).toBe('AB');
  expect(firstPart('multipart/related', bytes('--b\nContent-Type: image/jls\n\nAB\n--b--\n'))).toMatchObject({
    transferSyntax: '1.2.840.10008.1.2.4.80',
  });
});
test('what is no multipart message is the image itself', () => {
  expect(firstPart('image/jpeg', bytes('AB'))).toEqual({
    bytes: bytes('AB'),
    transferSyntax: '1.2.840.10008.1.2.4.50',
  });
  expect(firstPart('application/octet-stream', bytes('AB')).transferSyntax).toBeNull();
});
test('a message that broke off is no image', () => {
  expect(() => firstPart('multipart/related', bytes('--b\r\nContent-Type: image/jls\r\n\r\nAB'))).toThrow(
    'broke off',
  );
  expect(() => firstPart('multipart/related', bytes('nothing'))).toThrow('no image');
});
