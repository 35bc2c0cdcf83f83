import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';

/** The browser of this run, without a window. Close it in afterAll. */
export function launchBrowser(): Promise<Browser> {
  return launchChromium(inject('chromiumPath'));
}

/** Chromium as the tests want it. No sandbox, because it refuses one to root; it only ever sees our own pages. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args, headless: true, env: fonts });
}

const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

// The bundled Chromium unpacks a font of its own beside itself, for machines that have none: text would be invisible.
const fonts = existsSync('/usr/share/fonts')
  ? undefined
  : { HOME: tmpdir(), FONTCONFIG_PATH: join(tmpdir(), 'fonts') };
