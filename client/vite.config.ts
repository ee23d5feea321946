import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const desk = process.env["REBOND_TEST_DESK"] ?? "http://127.0.0.1:4400";

// The desk only speaks to its own address; while developing, this server stands in for it.
const through = { target: desk, headers: { origin: desk } };

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  resolve: { alias: { zod: fileURLToPath(new URL("without-schemas.ts", import.meta.url)) } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // The page's policy forbids data: addresses for fonts and images.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": through,
      "/feeds": through,
      "/media": through,
      "/sign-in": through,
      "/socket.io": { ...through, ws: true },
    },
  },
});
