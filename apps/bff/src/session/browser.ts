/** Order matters: each of them also claims to be those after it. */
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/\bFxiOS\/(\d+)/, 'Firefox'],
  [/\b(?:Headless)?Chrome\/(\d+)/, 'Chrome'],
  [/\bCriOS\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows NT\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** What a User-Agent header says of itself, in words; it may lie, so it only helps to recognise one's own screen. */
export function browserOf(userAgent: string | null): { browser: string | null; system: string | null } {
  const text = userAgent ?? '';
  const [browser] = browsers.flatMap(([pattern, name]) => {
    const found = pattern.exec(text);
    return found ? [`${name} ${found[1]}`] : [];
  });
  return { browser: browser ?? null, system: systems.find(([pattern]) => pattern.test(text))?.[1] ?? null };
}
