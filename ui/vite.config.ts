import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

// File names carry no hash: the built files are committed, and their names
// should not change with their content. The server sends an ETag instead.
export default defineConfig({
  plugins: [solid()],
  base: "/",
  build: {
    outDir: "dist",
    target: "es2022",
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        entryFileNames: "assets/[name].js",
        chunkFileNames: "assets/[name].js",
        assetFileNames: "assets/[name][extname]",
      },
    },
  },
});
