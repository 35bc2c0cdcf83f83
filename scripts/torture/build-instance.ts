import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

/** A mistake put into the product's source while it is bundled; the files themselves are never touched. */
export interface SourcePatch {
  /** From the root. */
  file: string;
  /** Must be found exactly once, or the bundle is refused: a mistake that was not made would prove nothing. */
  find: string;
  replace: string;
}

export interface BuiltInstance {
  program: string;
  remove(): Promise<void>;
}

const root = join(fileURLToPath(new URL('../..', import.meta.url)));

/**
 * The instance as one file, beside the packages it needs: it starts in a fraction of the time that a loader takes.
 * node-cron is replaced by the simulated one. @throws Error when a patch does not fit the source any more
 */
export async function buildInstance(patches: readonly SourcePatch[]): Promise<BuiltInstance> {
  const outDir = join(root, 'node_modules', '.cache', `torture-${process.pid}`);
  await mkdir(outDir, { recursive: true });
  const applied = new Set<SourcePatch>();
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [simulatedCron(), patcher(patches, applied)],
    build: {
      ssr: join(root, 'scripts/torture/instance.ts'),
      outDir,
      target: 'node20',
      emptyOutDir: true,
      sourcemap: false,
      copyPublicDir: false,
    },
    ssr: { external: true },
  });
  const unused = patches.filter((patch) => !applied.has(patch));
  if (unused.length > 0)
    throw new Error(`No such file was bundled: ${unused.map(({ file }) => file).join(', ')}`);
  return { program: join(outDir, 'instance.js'), remove: () => rm(outDir, { recursive: true, force: true }) };
}

/** All but the stand-in itself get the stand-in. */
function simulatedCron(): Plugin {
  const standIn = join(root, 'scripts/torture/simulated-cron.ts');
  return {
    name: 'simulated-cron',
    enforce: 'pre',
    resolveId: (source, importer) => {
      if (source !== 'node-cron') return null;
      return importer === standIn ? { id: source, external: true } : standIn;
    },
  };
}

function patcher(patches: readonly SourcePatch[], applied: Set<SourcePatch>): Plugin {
  return {
    name: 'deliberate-mistakes',
    enforce: 'pre',
    transform: (code, id) => {
      const own = patches.filter(({ file }) => id === join(root, file));
      let patched = code;
      for (const patch of own) {
        if (patched.split(patch.find).length !== 2)
          throw new Error(`${patch.file} does not say exactly once: ${patch.find}`);
        patched = patched.replace(patch.find, () => patch.replace);
        applied.add(patch);
      }
      return own.length > 0 ? { code: patched, map: null } : null;
    },
  };
}
