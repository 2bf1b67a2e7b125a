import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Our packages and zod only declare: what the page does not use need not be in it. */
const rolldownOptions = {
  treeshake: {
    moduleSideEffects: (id: string) => !/\/packages\/|\/zod\//.test(id),
    propertyReadSideEffects: false,
    unknownGlobalSideEffects: false,
  },
} as const;

/**
 * The only thing loaded late is a language, which brings neither styles nor chunks of its own: of
 * Vite's code for preloading those (0.8 kB compressed), nothing is needed.
 */
const plainImports: Plugin = {
  name: 'luna:plain-imports',
  enforce: 'pre',
  load: (id) =>
    id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null,
};

/**
 * The passport page is an entry of its own: no router, no wallet, no state library, because a buyer
 * opens it on a phone from a QR code and should see the verdict within two seconds.
 */
export default defineConfig({
  plugins: [react(), plainImports],
  // Pages live at /p/<code>, so assets are named from the root.
  base: '/',
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // The content policy allows files of ours and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions,
  },
  worker: { format: 'es', rolldownOptions },
});
