import { join } from 'node:path';
import type { Plugin } from 'vite';
import { type BundledProgram, bundleProgram, rootFolder } from '../bundle-program.ts';

/** A mistake put into the product's source while it is bundled; the files themselves are never touched. */
export interface SourcePatch {
  /** From the root. */
  file: string;
  /** Must be found exactly once, or the bundle is refused: a mistake that was not made would prove nothing. */
  find: string;
  replace: string;
}

/**
 * The instance as one file with its packages: it is started some hundred times.
 * node-cron is replaced by the simulated one. @throws Error when a patch does not fit the source any more
 */
export async function buildInstance(patches: readonly SourcePatch[]): Promise<BundledProgram> {
  const applied = new Set<SourcePatch>();
  const built = await bundleProgram({
    entry: 'scripts/torture/instance.ts',
    plugins: [simulatedCron(), patcher(patches, applied)],
    packages: 'inside',
  });
  const unused = patches.filter((patch) => !applied.has(patch));
  if (unused.length > 0)
    throw new Error(`No such file was bundled: ${unused.map(({ file }) => file).join(', ')}`);
  return built;
}

/** All but the stand-in itself get the stand-in. */
function simulatedCron(): Plugin {
  const standIn = join(rootFolder, 'scripts/torture/simulated-cron.ts');
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
      const own = patches.filter(({ file }) => id === join(rootFolder, file));
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
