import { defineConfig } from 'vite';

/** The server as one file: packages stay outside, our own code is bundled. Node runs it without a loader. */
export default defineConfig({
  build: {
    ssr: 'server/index.ts',
    outDir: 'dist/server',
    target: 'node20',
    sourcemap: true,
    emptyOutDir: true,
  },
  ssr: { external: true },
});
