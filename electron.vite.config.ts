import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  main: {
    build: {
      // Bundled: a start resolves and reads two hundred files fewer. What stays outside has files of its own beside its code.
      externalizeDeps: {
        exclude: [
          'zod',
          '@orpc/client',
          '@orpc/server',
          '@orpc/contract',
          'csv-stringify',
          'csv-parse',
          'node-schedule',
          'drizzle-orm',
        ],
      },
      outDir: 'out/main',
      sourcemap: true,
      rolldownOptions: {
        input: {
          electron: at('src/main/hosts/electron.ts'),
          browser: at('src/main/hosts/browser.ts'),
          cli: at('src/main/hosts/cli.ts'),
          'engine.worker': at('src/main/engine.worker.ts'),
          'reader.worker': at('src/main/store/reader.worker.ts'),
          'sandbox.worker': at('src/sandbox/sandbox.worker.ts'),
          sandbox: at('src/sandbox/main.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Flat, or shared code lands in chunks/ and `new URL('./x.worker.js', import.meta.url)` misses its worker.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload must be one CommonJS file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { electron: at('src/preload/electron.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react(), tailwindcss()],
    build: {
      outDir: at('out/renderer'),
      // A third of the bytes to read and parse before anything is on screen; electron-vite leaves pages as they are.
      minify: true,
      rolldownOptions: { input: at('src/renderer/index.html') },
    },
  },
});
