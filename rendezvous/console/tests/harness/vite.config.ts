import { defineConfig } from "vite";

// One classic script, so that a rig can serve it from any loopback origin.
export default defineConfig({
  logLevel: "error",
  build: {
    target: "es2022",
    minify: false,
    rollupOptions: {
      input: new URL("link_page.ts", import.meta.url).pathname,
      output: { format: "iife", entryFileNames: "link_page.js" },
    },
  },
});
