import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds client/ into dist/client. `#shared/*` comes from the imports of package.json; there is no other alias. */
export default defineConfig({
  root: 'client',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    // A data: URL would need its own line in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // zod and its configuration in one chunk: chunks run before what imports them, and the configuration
        // must have run before the first schema is built.
        // What every page needs, a customer's too, and the frame that an admin's pages stand in, each with what it
        // imports: one chunk compresses better than forty.
        codeSplitting: {
          groups: [
            { name: 'zod', test: /node_modules\/zod\/|zod-without-eval/ },
            {
              name: 'parts',
              test: /client\/src\/(app|components\/(instant|money|page-header)|components\/ui\/(badge|button|callout|card|input|label))\.tsx$/,
            },
            { name: 'frame', test: /client\/src\/(admin-pages|components\/can)\.tsx$/ },
          ],
        },
      },
    },
  },
});
