import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The live view on a link whose other side is the test; built beside the product, never into it.
export default defineConfig({
  root: import.meta.dirname,
  base: "/console/",
  publicDir: "../../public",
  plugins: [react()],
  build: { outDir: "dist", emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: "es2022" },
});
