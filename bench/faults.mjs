// A thousand faults of the broker, counted.   npm run test:faults -- [--faults 1000] [--seed 1] [--lanes 3]
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { faults: { type: "string", default: "1000" }, seed: { type: "string", default: "1" }, lanes: { type: "string", default: "3" } } });
const root = join(import.meta.dirname, "..");
const run = spawnSync(process.execPath, [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "test/faults", "--disable-console-intercept"], {
  cwd: root, stdio: "inherit", env: { ...process.env, FAULTS: values.faults, SEED: values.seed, LANES: values.lanes },
});
process.exit(run.status ?? 1);
