import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import bundled from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';
import { launchChromium } from './browser.ts';
import { buildClientIfStale } from './build-client.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    chromiumPath: string;
  }
}

const systemBrowser = '/usr/bin/chromium';

/** Finds a browser that starts and builds the pages it will see, once for all browser tests. */
export async function setup(project: TestProject) {
  await buildClientIfStale();
  project.provide('chromiumPath', await workingChromium());
}

async function workingChromium(): Promise<string> {
  let problem: string | undefined;
  for (const _ of ['as it was unpacked before', 'unpacked anew']) {
    const unpacked = await bundled.executablePath();
    problem = await problemOf(unpacked);
    if (!problem) return unpacked;
    await rm(unpacked, { force: true }); // an earlier run may have been stopped half-way
  }
  if (existsSync(systemBrowser) && !(await problemOf(systemBrowser))) return systemBrowser;
  throw new Error(
    `No browser starts here. The bundled Chromium needs three libraries: apt-get install -y libnss3 libnspr4 libexpat1. It said: ${problem}`,
  );
}

async function problemOf(path: string): Promise<string | undefined> {
  try {
    await (await launchChromium(path)).close();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
