import { defineConfig } from "vite";

// A picture and a transfer beside it, for scripts/rigs/transfer.py; built beside the product, never into it.
export default defineConfig({
  root: import.meta.dirname,
  base: "/console/",
  logLevel: "error",
  build: { outDir: "dist", emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: "es2022" },
});
