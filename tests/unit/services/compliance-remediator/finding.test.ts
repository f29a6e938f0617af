import { strict as assert } from "node:assert";
import { apiOf, findingMessage, findingOf, parseMessage } from "../../../../services/compliance-remediator/finding";
import { findingKey, record } from "../../../../services/compliance-remediator/recording";
import { configEvent, finding } from "./memory";

const AT = "2026-01-01T10:00:00.000Z";

describe("a finding", () => {
  it("has one id for every copy of one evaluation, whatever the event's id", () => {
    const copy = { ...configEvent("a1", AT), id: "another-event" };
    assert.equal(findingOf(copy).id, finding("a1", AT).id);
  });

  it("has another id for another rule, resource, time or result", () => {
    const ids = [
      finding("a1", AT),
      finding("a2", AT),
      finding("a1", "2026-01-01T10:00:01.000Z"),
      finding("a1", AT, { rule: "other" }),
      finding("a1", AT, { compliance: "COMPLIANT" }),
    ].map(({ id }) => id);
    assert.equal(new Set(ids).size, 5);
  });

  it("is refused where the event is another one, with the path that is wrong", () => {
    assert.throws(() => findingOf({ ...configEvent("a1", AT), "detail-type": "Other" }), /Other/);
  });

  const resources: [string, string, string | undefined][] = [
    ["AWS::ApiGateway::RestApi", "a1b2c3", "a1b2c3"],
    ["AWS::ApiGateway::RestApi", "arn:aws:apigateway:eu-central-1::/restapis/a1b2c3", "a1b2c3"],
    ["AWS::ApiGateway::Stage", "arn:aws-cn:apigateway:cn-north-1::/restapis/a1b2c3/stages/prod", "a1b2c3"],
    ["AWS::ApiGateway::Stage", "prod", undefined],
    ["AWS::ApiGatewayV2::Api", "a1b2c3", undefined],
    ["AWS::ApiGateway::RestApi", "a1/../../domainnames/x", undefined],
  ];
  for (const [resourceType, resourceId, apiId] of resources) {
    it(`about ${resourceType} ${resourceId} is about ${apiId ?? "no REST API"}`, () => {
      assert.equal(apiOf({ ...finding("a1", AT), resourceType, resourceId })?.apiId, apiId);
    });
  }
});

describe("a message", () => {
  const body = findingMessage(finding("a1", AT));
  it("is read raw and in SNS's envelope", () => {
    for (const form of [body, JSON.stringify({ Type: "Notification", MessageId: "x", Message: body })]) {
      assert.deepEqual(parseMessage(form), { kind: "finding", finding: finding("a1", AT) });
    }
  });
  it("that the remediator published itself is no finding, so that it can't feed itself", () => {
    assert.equal(parseMessage(JSON.stringify({ kind: "outcome", outcome: "gone" })).kind, "other");
  });
  const poison: [string, RegExp][] = [
    ["", /not JSON/],
    ["{", /not JSON/],
    ["null", /not a finding/],
    ["[]", /not a finding/],
    [JSON.stringify({ kind: "finding" }), /not a finding \(finding: /],
    [JSON.stringify({ Type: "Notification", Message: "oops" }), /envelope is not JSON/],
    [body.replace(AT, "yesterday"), /finding\.observedAt: is no date/],
  ];
  for (const [text, why] of poison) {
    it(`${text.slice(0, 30) || "(empty)"} is poison, with the reason`, () => {
      const parsed = parseMessage(text);
      assert.equal(parsed.kind, "poison");
      assert.match(parsed.kind === "poison" ? parsed.reason : "", why);
    });
  }
});

describe("recording a finding", () => {
  function ports(failing = false) {
    const objects = new Map<string, unknown>();
    const published: string[] = [];
    const order: string[] = [];
    return {
      objects,
      published,
      order,
      evidence: {
        async put(key: string, content: unknown) {
          order.push("evidence");
          if (objects.has(key)) return "existed" as const;
          objects.set(key, content);
          return "written" as const;
        },
      },
      notices: {
        async publish({ body }: { body: string }) {
          order.push("publish");
          if (failing) throw new Error("SNS is down");
          published.push(body);
        },
      },
    };
  }

  it("writes the evidence before it tells anybody", async () => {
    const all = ports();
    await record(configEvent("a1", AT), all);
    assert.deepEqual(all.order, ["evidence", "publish"]);
    assert.deepEqual([...all.objects.keys()], [findingKey(finding("a1", AT))]);
  });

  it("publishes at the second try where the first died between evidence and message", async () => {
    const first = ports(true);
    await assert.rejects(record(configEvent("a1", AT), first), /SNS is down/);
    const second = { ...ports(), evidence: first.evidence };
    const answer = await record(configEvent("a1", AT), second);
    assert.equal(answer.evidence, "existed");
    assert.deepEqual(second.published, [findingMessage(finding("a1", AT))]);
    assert.equal(first.objects.size, 1);
  });

  it("keeps evidence of a return to compliance, and sends nobody after it", async () => {
    const all = ports();
    await record(configEvent("a1", AT, { compliance: "COMPLIANT" }), all);
    assert.equal(all.objects.size, 1);
    assert.deepEqual(all.published, []);
  });
});
