import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { arranged, compressed, licences, OURS, version, withoutSiblings } from './vite.plugins.ts';

const server = 'http://127.0.0.1:8000';

/** Addresses, and the modules that routes.tsx loads for them. */
const ROUTES = {
  '^/logg-inn$': ['src/features/login/LoginPage.tsx'],
  '^/(plan/|$)': ['src/i18n/nb/inside.ts'],
  '^/$': ['src/features/plans/PlansPage.tsx'],
  '^/(plan/[^/]+)?$': ['src/features/frame/PlanLayout.tsx', 'src/features/overview/FrontPage.tsx'],
  '^/plan/[^/]+/del/': ['src/features/frame/PlanLayout.tsx', 'src/features/part/PartPage.tsx'],
};

export default defineConfig({
  plugins: [react(), version(), arranged(ROUTES), licences(), compressed()],
  publicDir: 'static',
  css: { postcss: { plugins: [withoutSiblings] } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // A source map would carry absolute paths of the machine that built it.
    sourcemap: false,
    // Fonts stay files: the content security policy allows 'self' only, never data:.
    assetsInlineLimit: 0,
    // Preloading the polyfill is an inline script, which the policy forbids.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Few files: each costs 0.7 kB of headers. What an earlier group has, a later one does not hold again.
          groups: [
            { name: 'index', test: /src.(main\.tsx|features.login)|rolldown.runtime/ },
            { name: 'plan', test: /src.features.(frame.PlanLayout|overview.FrontPage|plans.PlansPage)/ },
            { name: 'part', test: /src.features.part.PartPage/ },
          ],
        },
      },
      treeshake: {
        // The package does not say so: without this, all its components are in the page, for the few that we use.
        moduleSideEffects: [{ test: /designsystemet-(react|web.dist.esm.pagination)/, sideEffects: false }],
      },
    },
  },
  resolve: {
    alias: OURS,
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
          // Each file has modules and globals of its own, but jsdom itself is loaded once, not by every second file.
          pool: 'vmForks',
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
