import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Served by the rendezvous under /console/; no inline script or style, so that the CSP can forbid both.
export default defineConfig({
  base: "/console/",
  plugins: [react()],
  build: { outDir: "dist", assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: "es2022" },
});
