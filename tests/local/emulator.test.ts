import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startEmulator } from "../../local/emulator";
import { clientConfig, useEmulator } from "../support/emulator";

describe("the emulator", () => {
  const emulator = useEmulator();

  it("listens on loopback only", () => {
    const { port, pid } = emulator();
    const listening = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) =>
      readFileSync(table, "utf8")
        .split("\n")
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter(
          ([, local, , state]) => state === "0A" && local?.endsWith(port.toString(16).toUpperCase().padStart(4, "0")),
        )
        .map(([, local]) => local?.split(":")[0]),
    );
    assert.ok(pid > 0);
    assert.deepEqual(listening, ["0100007F"]);
  });

  it("answers an AWS SDK that is given its endpoint", async () => {
    const sqs = new SQSClient(clientConfig(emulator()));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
    assert.ok(QueueUrl?.endsWith("/orders"), QueueUrl);
  });

  it("is gone once stopped, and frees its port", async () => {
    const second = await startEmulator();
    await second.stop();
    await assert.rejects(fetch(`${second.endpoint}/_ministack/health`));
    assert.throws(() => process.kill(second.pid, 0), { code: "ESRCH" });
  });
});
