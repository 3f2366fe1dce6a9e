import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/homeassistant/**/*.spec.ts"],
    maxWorkers: 1,
    // Each step waits for a real Home Assistant.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    reporters: ["verbose"],
  },
});
