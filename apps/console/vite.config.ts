import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Our own words are built from their source, as TypeScript reads them.
  resolve: { conditions: ['@people-sync/source', ...defaultClientConditions] },
  // Whose code is in the pages, with its licences: shipped with it, and read by the list of licences.
  build: {
    license: { fileName: 'licences.json' },
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:3000' } },
});
