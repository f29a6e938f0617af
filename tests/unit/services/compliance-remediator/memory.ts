import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { ApiKey, Finding } from "../../../../services/compliance-remediator/finding";
import { findingMessage, findingOf } from "../../../../services/compliance-remediator/finding";
import { ApiGateway, type GatewayOptions } from "../../../../services/compliance-remediator/gateway";
import type { Outcome } from "../../../../services/compliance-remediator/outcomes";
import type { FindingRecord, Ports, Result } from "../../../../services/compliance-remediator/ports";
import type { Delivery, Queue } from "../../../../services/compliance-remediator/queue";
import { type ApiGatewayStub, type StubApi, stubErrors } from "../../../support/api-gateway-stub";

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";

/** An event of AWS Config as EventBridge delivers it. */
export function configEvent(
  apiId: string,
  observedAt: string,
  { rule = "api-https-only", compliance = "NON_COMPLIANT" } = {},
) {
  return {
    version: "0",
    id: `event-${apiId}-${observedAt}`,
    "detail-type": "Config Rules Compliance Change",
    source: "aws.config",
    account: ACCOUNT,
    time: observedAt,
    region: REGION,
    resources: [],
    detail: {
      resourceId: apiId,
      awsRegion: REGION,
      awsAccountId: ACCOUNT,
      configRuleName: rule,
      recordVersion: "1.0",
      configRuleARN: `arn:aws:config:${REGION}:${ACCOUNT}:config-rule/config-rule-abcdef`,
      messageType: "ComplianceChangeNotification",
      newEvaluationResult: {
        evaluationResultIdentifier: {
          evaluationResultQualifier: {
            configRuleName: rule,
            resourceType: "AWS::ApiGateway::RestApi",
            resourceId: apiId,
          },
          orderingTimestamp: observedAt,
        },
        complianceType: compliance,
        resultRecordedTime: observedAt,
        configRuleInvokedTime: observedAt,
      },
      notificationCreationTime: observedAt,
      resourceType: "AWS::ApiGateway::RestApi",
    },
  };
}

export function finding(apiId: string, observedAt = "2026-01-01T10:00:00.000Z", options = {}): Finding {
  return findingOf(configEvent(apiId, observedAt, options));
}

/** An API with everything wrong: HTTP backend, default endpoint open, no policy, a domain on TLS 1.0. */
export function brokenApi(stub: ApiGatewayStub, id: string, { domain = true } = {}): StubApi {
  if (domain) {
    const domainName = `${id}.shop.example`;
    stub.domains.set(domainName, {
      domainName,
      securityPolicy: "TLS_1_0",
      mappings: [{ restApiId: id, stage: "prod" }],
    });
  }
  return stub.addApi({
    id,
    name: `api ${id}`,
    disableExecuteApiEndpoint: false,
    resources: [
      { id: "r1", path: "/", methods: {} },
      {
        id: "r2",
        path: "/orders",
        methods: {
          GET: {
            authorizationType: "NONE",
            integration: { type: "HTTP_PROXY", uri: "http://orders.shop.example/orders" },
          },
        },
      },
      { id: "r3", path: "/status", methods: { GET: { authorizationType: "NONE", integration: { type: "MOCK" } } } },
    ],
  });
}

/** What is wrong with an API as its callers meet it: empty for a compliant one. */
export function wrongs(stub: ApiGatewayStub, id: string): string[] {
  const domainName = `${id}.shop.example`;
  const domain = stub.domains.get(domainName);
  const call = stub.invoke(id, "prod", "/orders", { host: domainName });
  return [
    ...(domain && domain.securityPolicy !== "TLS_1_2" ? [`domain ${domain.securityPolicy}`] : []),
    ...(domain && stub.invoke(id, "prod", "/orders").status !== 403 ? ["default endpoint answers"] : []),
    ...(stub.invoke(id, "prod", "/orders", { host: domainName, secure: false }).status !== 403
      ? ["plain HTTP answers"]
      : []),
    ...(call.status !== 200 ? [`HTTPS answers ${call.status}`] : []),
    ...(call.uri !== "https://orders.shop.example/orders" ? [`backend ${call.uri}`] : []),
  ];
}

/** A client of the stub's. */
export function gatewayOf(endpoint: string, options: GatewayOptions = {}): ApiGateway {
  const client = new APIGatewayClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  return new ApiGateway(client, { backoff: { baseMs: 1, capMs: 4 }, ...options });
}

export interface Memory {
  readonly findings: Map<string, FindingRecord & { result?: Result }>;
  readonly attempts: Map<string, Result>;
  readonly verified: Map<string, string>;
  readonly changed: Map<string, { at: string; findingId: string }[]>;
  readonly evidence: Map<string, unknown>;
  readonly notices: { kind: string; body: string }[];
  readonly messages: Map<string, Outcome>;
}

/** Every port but API Gateway in memory. */
export function memoryPorts(gateway: Ports["gateway"], now = () => Date.parse("2026-01-01T12:00:00Z")) {
  const memory: Memory = {
    findings: new Map(),
    attempts: new Map(),
    verified: new Map(),
    changed: new Map(),
    evidence: new Map(),
    notices: [],
    messages: new Map(),
  };
  const key = (api: ApiKey) => api.apiId;
  const ports: Ports = {
    gateway,
    clock: { now },
    evidence: {
      async put(name, content) {
        if (memory.evidence.has(name)) return "existed";
        memory.evidence.set(name, structuredClone(content));
        return "written";
      },
    },
    notices: {
      async publish({ kind, body }) {
        memory.notices.push({ kind, body });
      },
    },
    ledger: {
      finding: async (id) => memory.findings.get(id),
      verifiedAt: async (api) => memory.verified.get(key(api)),
      changedSince: async (api, since) =>
        (memory.changed.get(key(api)) ?? []).filter(({ at }) => at >= since).map(({ findingId }) => findingId),
      async plan({ id }, api, plannedAt, changes) {
        memory.findings.set(id, { status: "planned", plannedAt, changes: [...changes] });
        const others = (memory.changed.get(key(api)) ?? []).filter(({ findingId }) => findingId !== id);
        memory.changed.set(key(api), [...others, { at: plannedAt, findingId: id }]);
      },
      async settle({ id }, api, _at, result) {
        memory.findings.set(id, { status: "settled", outcome: result.outcome, changes: result.changes, result });
        if (api && result.verifiedAt) memory.verified.set(key(api), result.verifiedAt);
      },
      attempted: async (id, outcome) => memory.attempts.has(`${id} ${outcome}`),
      async attempt({ id }, _at, result) {
        memory.attempts.set(`${id} ${result.outcome}`, result);
      },
      async message(id, _at, outcome) {
        memory.messages.set(id, outcome);
      },
    },
  };
  return { ports, memory };
}

/** A call that was cut off by the death of its process. */
export class Killed extends Error {}

/** The same ports, on which the process dies at its `at`-th effect: before it where `when` says so, else right after it. */
export function dyingPorts(ports: Ports, at: number, when: "before" | "after"): { ports: Ports; effects: string[] } {
  const effects: string[] = [];
  const dying =
    <A extends unknown[], R>(name: string, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (effects.length >= at) throw new Killed(name);
      effects.push(name);
      if (effects.length === at && when === "before") throw new Killed(name);
      const answer = await call(...args);
      if (effects.length === at) throw new Killed(name);
      return answer;
    };
  const { gateway, evidence, notices, ledger, clock } = ports;
  return {
    effects,
    ports: {
      clock,
      gateway: {
        read: (...args) => gateway.read(...args),
        apply: dying("apply", (...args) => gateway.apply(...args)),
      },
      evidence: { put: dying("evidence", (...args) => evidence.put(...args)) },
      notices: { publish: dying("notice", (...args) => notices.publish(...args)) },
      ledger: {
        ...ledger,
        finding: (id) => ledger.finding(id),
        verifiedAt: (api) => ledger.verifiedAt(api),
        changedSince: (...args) => ledger.changedSince(...args),
        attempted: (...args) => ledger.attempted(...args),
        plan: dying("plan", (...args) => ledger.plan(...args)),
        settle: dying("settle", (...args) => ledger.settle(...args)),
        attempt: dying("attempt", (...args) => ledger.attempt(...args)),
        message: dying("message", (...args) => ledger.message(...args)),
      },
    },
  };
}

/** Messages in memory, with SQS's rules: hidden while in hand, back after that, each with how often it was received. */
export class MemoryQueue implements Queue {
  readonly messages: { id: string; body: string; receives: number; visibleAt: number }[] = [];
  readonly deleted: string[] = [];
  readonly hidden: { id: string; seconds: number }[] = [];
  deleteFails: (id: string) => boolean = () => false;
  #next = 0;

  constructor(readonly visibilityMs = 60_000) {}

  send(body: string): string {
    const id = `m${++this.#next}`;
    this.messages.push({ id, body, receives: 0, visibleAt: 0 });
    return id;
  }

  sendFinding(content: Finding): string {
    return this.send(findingMessage(content));
  }

  async receive(max: number, signal?: AbortSignal): Promise<Delivery[]> {
    const now = Date.now();
    const ready = this.messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, max);
    if (ready.length === 0) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, 5);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(new Error("aborted"));
        });
      });
      return [];
    }
    return ready.map((message) => {
      message.receives++;
      message.visibleAt = now + this.visibilityMs;
      const { id, body, receives } = message;
      return { messageId: id, receiptHandle: `${id}#${receives}`, body, receiveCount: receives };
    });
  }

  async delete({ messageId }: Delivery): Promise<void> {
    if (this.deleteFails(messageId)) throw new Error("SQS refused the entry");
    const index = this.messages.findIndex(({ id }) => id === messageId);
    if (index >= 0) this.messages.splice(index, 1);
    this.deleted.push(messageId);
  }

  async hide({ messageId }: Delivery, seconds: number): Promise<void> {
    this.hidden.push({ id: messageId, seconds });
    const message = this.messages.find(({ id }) => id === messageId);
    if (message) message.visibleAt = Date.now() + seconds * 1000;
  }
}

/** Settles once a condition holds. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 10_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resume) => setTimeout(resume, 2));
  }
}

/** Throttles a share of the calls, drawn by a fixed sequence. */
export function throttling(share: number, seed = 7) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31 < share ? stubErrors.throttled() : undefined;
  };
}
