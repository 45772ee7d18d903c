import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compressed, licences, version } from './vite.plugins.ts';

const server = 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react(), version(), licences(), compressed()],
  publicDir: 'static',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // A source map would carry absolute paths of the machine that built it.
    sourcemap: false,
    // Fonts stay files: the content security policy allows 'self' only, never data:.
    assetsInlineLimit: 0,
    // Preloading the polyfill is an inline script, which the policy forbids.
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': server,
      '/login/demo': server,
      '/logout': server,
      '/sync': { target: server, ws: true },
    },
  },
  test: {
    // The two slowest test files mostly wait for a browser.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'page',
          // The default of five seconds is too short on a busy machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A test file that needs a DOM declares it in its first line: creating one takes a second.
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['src/**/*.chromium.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'chromium',
          environment: 'node',
          include: ['src/**/*.chromium.test.ts'],
          globalSetup: 'src/features/editor/testing/served.ts',
        },
      },
    ],
  },
});
