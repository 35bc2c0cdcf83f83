/** In the order in which they are to be looked for: most call themselves by the names of others too. */
const browsers: readonly [word: RegExp, name: string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\b(Headless)?Chrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly [word: RegExp, name: string][] = [
  [/\biPhone|iPad\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** 'Firefox on Linux': what a browser calls itself, in words a person knows; cut short where it is none of them. */
export function browserName(userAgent: string | null): string {
  if (!userAgent) return 'A browser that does not say which';
  const named = (of: typeof browsers) => of.find(([word]) => word.test(userAgent))?.[1];
  const browser = named(browsers);
  const system = named(systems);
  if (!browser) return userAgent.slice(0, 40);
  return system ? `${browser} on ${system}` : browser;
}
