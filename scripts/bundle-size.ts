import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { asTable } from './as-table.ts';
import { rootFolder } from './bundle-program.ts';
import { runScript } from './run-script.ts';

const usage = `npm run bundle-size [-- options]   JavaScript that a page loads before it shows anything, compressed

  --page NAME     of client/src/pages/admin (settings-page)
  --limit KB      exits 1 above it (200)`;

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      page: { type: 'string', default: 'settings-page' },
      limit: { type: 'string', default: '200' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const chunks = await builtChunks();
  const loaded = chunksOf(chunks, ['main.tsx', 'admin-pages.tsx', `pages/admin/${values.page}.tsx`]);
  const sizes = loaded.map((chunk) => [chunk.fileName, gzipSync(chunk.code, { level: 9 }).length] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  const rows = sizes.sort((one, other) => other[1] - one[1]).map(([name, size]) => [name, kb(size)]);
  console.log(asTable(['file', 'KB, gzip'], [...rows, ['together', kb(total)]]));
  return total / 1000 <= Number(values.limit) ? 0 : 1;
});

/** The production build, in memory. */
async function builtChunks(): Promise<Rolldown.OutputChunk[]> {
  const built = await build({
    configFile: join(rootFolder, 'vite.config.ts'),
    root: join(rootFolder, 'client'),
    logLevel: 'error',
    build: { write: false },
  });
  if (Array.isArray(built) || !('output' in built))
    throw new Error('the client is built once, and not watched');
  return built.output.filter((part) => part.type === 'chunk');
}

/** Those that hold these modules, and all that they import before they run. @throws Error for a module that is in none */
function chunksOf(
  chunks: readonly Rolldown.OutputChunk[],
  modules: readonly string[],
): Rolldown.OutputChunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set<Rolldown.OutputChunk>();
  const add = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || found.has(chunk)) return;
    found.add(chunk);
    for (const name of chunk.imports) add(byName.get(name));
  };
  for (const module of modules) {
    const holder = chunks.find((chunk) =>
      Object.keys(chunk.modules).some((id) => id.endsWith(`client/src/${module}`)),
    );
    if (!holder) throw new Error(`No chunk holds client/src/${module}.`);
    add(holder);
  }
  return [...found];
}

function kb(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
