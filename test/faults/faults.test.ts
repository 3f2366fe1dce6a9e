// Commands against a broker that fails in every way: none late, none twice, none lost in silence, none retained.
// A short run here; `npm run test:faults` has a thousand faults (FAULTS, SEED and LANES change it).
import { describe, expect, test } from "vitest";
import { mosquittoIsThere } from "../fakes/mosquitto.ts";
import { queueingClient, sottoBus } from "./candidates.ts";
import { faultTable, totalOf } from "./fault-table.ts";
import { runFaults } from "./fault-run.ts";

const faults = Number(process.env["FAULTS"] ?? 42);
const seed = Number(process.env["SEED"] ?? 1);
const lanes = Number(process.env["LANES"] ?? 3);
/** A fault takes a second or so, a broker that has frozen for longer than commands live takes more. Milliseconds. */
const patienceMs = 60_000 + faults * 5000;

describe.skipIf(!mosquittoIsThere())("a broker that fails", () => {
  test(`${faults} times: no command is late, doubled, lost in silence or retained`, async () => {
    const report = await runFaults({ faults, seed, lanes, start: sottoBus });
    if (faults > 100 || report.stories.length > 0) console.log(faultTable(report, { seed, lanes }));
    const { late, inFlight, duplicate, silentlyLost, retained, withoutExpiry, commands, arrived, confirmed, refused } = totalOf(report);
    expect({ late, duplicate, silentlyLost, retained, withoutExpiry }).toEqual({ late: 0, duplicate: 0, silentlyLost: 0, retained: 0, withoutExpiry: 0 });
    // One freeze in a hundred may catch a group command on the wire.
    expect(inFlight).toBeLessThanOrEqual(3 * Math.ceil(faults / 700));
    // Zeros mean something only when commands went out, arrived and were refused.
    expect([arrived > commands / 5, confirmed > commands / 20, refused > faults]).toEqual([true, true, true]);
  }, patienceMs);

  test("is survived worse by a client that queues, so that the zeros mean something", async () => {
    const report = await runFaults({ faults: 14, seed, lanes: 2, start: queueingClient });
    if (faults > 100) console.log(`MQTT.js as it comes:\n${faultTable(report, { seed, lanes: 2 })}`);
    const { late, withoutExpiry } = totalOf(report);
    expect(late).toBeGreaterThan(10);
    expect(withoutExpiry).toBeGreaterThan(100);
  }, 120_000);
});
