import { defineConfig } from "vite";

// One module for node, which runs it without a browser.
export default defineConfig({
  logLevel: "error",
  build: {
    target: "node20",
    minify: false,
    ssr: new URL("main.ts", import.meta.url).pathname,
    rollupOptions: { output: { entryFileNames: "main.mjs" } },
  },
});
