import { strict as assert } from "node:assert";
import { parse } from "yaml";
import { configRules, identifierOf } from "../../../../policies/frameworks/config-rules";
import { MAX_BYTES, MAX_RULES } from "../../../../policies/frameworks/conformance-template";
import { conformancePack, frameworks, type LeftOutRule, registry, requirementsOf } from "../../../../policies/index";
import { judge, sample } from "../../../support/policies";

interface Template {
  Parameters?: Record<string, { Type: string; Default: string }>;
  Resources: Record<
    string,
    {
      Type: string;
      Properties: {
        ConfigRuleName: string;
        Description: string;
        InputParameters?: Record<string, { Ref: string }>;
        Source: { Owner: string; SourceIdentifier: string };
      };
    }
  >;
}
const ids = new Set(registry.map(({ id }) => id));
const everything = conformancePack();
const templates = everything.templates.map((text): Template => parse(text));
const parametersOf = (identifier: string, settings: Record<string, Record<string, unknown>> = {}) =>
  conformancePack({ settings }).rules.find((rule) => rule.identifier === identifier)?.parameters;
const reasonOf = (leftOut: readonly LeftOutRule[], identifier: string) =>
  leftOut.find((rule) => rule.identifier === identifier)?.reason;

describe("the conformance pack of all controls", () => {
  it("is made of managed rules, each under a name, a description and parameters that AWS Config takes", () => {
    const names = templates.flatMap(({ Resources }) =>
      Object.values(Resources).map(({ Properties }) => Properties.ConfigRuleName),
    );
    assert.ok(names.length > 150, `${names.length} rules only`);
    assert.equal(new Set(names).size, names.length, "two rules have one name");
    for (const { Parameters = {}, Resources } of templates) {
      for (const { Type, Properties } of Object.values(Resources)) {
        assert.equal(Type, "AWS::Config::ConfigRule");
        assert.equal(Properties.Source.Owner, "AWS");
        assert.match(Properties.Source.SourceIdentifier, /^[A-Z][A-Z0-9_]+$/);
        assert.ok(Properties.ConfigRuleName.length <= 128, Properties.ConfigRuleName);
        assert.ok(Properties.Description.length <= 256, Properties.Description);
        for (const { Ref } of Object.values(Properties.InputParameters ?? {})) {
          assert.equal(Parameters[Ref]?.Type, "String");
          assert.ok(Parameters[Ref]?.Default, `${Ref} has no default`);
        }
      }
      assert.deepEqual(
        Object.keys(Parameters).sort(),
        Object.values(Resources)
          .flatMap(({ Properties }) => Object.values(Properties.InputParameters ?? {}).map(({ Ref }) => Ref))
          .sort(),
        "a parameter that no rule reads, or two rules with one",
      );
    }
  });

  it("keeps to AWS's limits, and loses no rule on the way into its templates", () => {
    for (const [index, { Resources }] of templates.entries()) {
      assert.ok(Object.keys(Resources).length <= MAX_RULES);
      assert.ok(Buffer.byteLength(everything.templates[index] ?? "") <= MAX_BYTES);
    }
    assert.deepEqual(
      templates.flatMap(({ Resources }) =>
        Object.values(Resources).map(({ Properties }) => Properties.Source.SourceIdentifier),
      ),
      everything.rules.map(({ identifier }) => identifier),
    );
  });

  it("names controls that there are, and says of each rule which it is and what asks for it", () => {
    for (const { name, controls, description, identifier } of everything.rules) {
      assert.ok(
        controls.every((id) => ids.has(id)),
        `${identifier}: ${controls}`,
      );
      const [first = ""] = controls;
      assert.ok(name.startsWith(first), `${name} is not named after ${first}`);
      assert.ok(description.startsWith(first), description);
      const asked = requirementsOf(first).filter(({ framework }) => framework.id !== "aws-config");
      if (asked.length > 0) assert.match(description, / For [a-z0-9.-]+ \S+/);
    }
  });

  it("has every managed rule that the controls stand for, or says why not", () => {
    const rules = frameworks.find(({ id }) => id === "aws-config")?.requirements ?? {};
    const expected = Object.entries(rules).filter(([, { controls = [] }]) => controls.length > 0);
    assert.deepEqual(
      [...everything.rules, ...everything.leftOut].map(({ identifier }) => identifier).sort(),
      expected.map(([rule]) => identifierOf(rule)).sort(),
    );
    for (const { identifier, reason } of everything.leftOut) assert.ok(reason.length > 20, `${identifier}: ${reason}`);
    assert.match(reasonOf(everything.leftOut, "INTERNET_GATEWAY_AUTHORIZED_VPC_ONLY") ?? "", /ids of the VPCs/);
  });

  it("says which controls no rule watches", () => {
    const watched = new Set(everything.rules.flatMap(({ controls }) => controls));
    assert.deepEqual(
      everything.unwatched,
      registry.map(({ id }) => id).filter((id) => !watched.has(id)),
    );
    assert.ok(everything.unwatched.includes("wiring-event-target"));
  });
});

describe("parameters of the rules", () => {
  it("are of rules, settings and lists that there are", () => {
    const rules = new Set([...everything.rules, ...everything.leftOut].map(({ identifier }) => identifier));
    const controls = new Map(registry.map((control) => [control.id, control]));
    for (const [identifier, { parameters = {}, leftOut, when }] of Object.entries(configRules)) {
      assert.ok(rules.has(identifier), `no control stands for ${identifier}`);
      assert.ok(leftOut === undefined || Object.keys(parameters).length === 0, identifier);
      for (const source of [...Object.values(parameters), ...(when ? [when] : [])]) {
        const path = typeof source === "string" ? undefined : "setting" in source ? source.setting : source.keyedBy;
        const [id = "", name = ""] = path?.split(".") ?? [];
        if (path !== undefined) assert.ok(controls.get(id)?.options[name], `${identifier}: no setting ${path}`);
      }
    }
    for (const { identifier, reason } of everything.leftOut) assert.doesNotMatch(reason, /has no list/, identifier);
  });

  it("follow the setting that the control itself takes", () => {
    const control = registry.find(({ id }) => id === "rds-backup-retention");
    assert.ok(control);
    const week = { subject: sample("aws:rds/instance:Instance", "db", { backupRetentionPeriod: 7 }) };
    const twoWeeks = { minimumDays: 14 };
    assert.equal(judge(control, week).kind, "pass");
    assert.equal(parametersOf("DB_INSTANCE_BACKUP_ENABLED")?.backupRetentionMinimum, "7");
    assert.equal(judge(control, { ...week, config: twoWeeks }).kind, "fail");
    assert.equal(
      parametersOf("DB_INSTANCE_BACKUP_ENABLED", { "rds-backup-retention": twoWeeks })?.backupRetentionMinimum,
      "14",
    );
  });

  it("are rounded up to a value that AWS Config takes", () => {
    const days = (minimumDays: number) =>
      parametersOf("CW_LOGGROUP_RETENTION_PERIOD_CHECK", { "cloudwatchlogs-retention": { minimumDays } })
        ?.MinRetentionTime;
    assert.deepEqual([1, 7, 8, 100, 3653].map(days), ["1", "7", "14", "120", "3653"]);
    assert.equal(days(3654), undefined, "there is no such value");
  });

  it("leave a rule out where AWS Config takes no such value", () => {
    const zones = (minimumZones: number) => conformancePack({ settings: { "elb-zones": { minimumZones } } });
    assert.equal(reasonOf(zones(2).leftOut, "ELBV2_MULTIPLE_AZ"), undefined);
    assert.equal(reasonOf(zones(10).leftOut, "ELBV2_MULTIPLE_AZ"), undefined);
    for (const wrong of [1, 11]) {
      assert.match(
        reasonOf(zones(wrong).leftOut, "ELBV2_MULTIPLE_AZ") ?? "",
        new RegExp(`takes no ${wrong}, which elb-zones`),
      );
    }
  });

  it("come from the pack's lists, by the profile that is configured", () => {
    const rule = "ELBV2_PREDEFINED_SECURITY_POLICY_SSL_CHECK";
    assert.match(reasonOf(everything.leftOut, rule) ?? "", /make \d+ characters, and AWS Config takes 1024/);
    const policies = parametersOf(rule, { "elb-listener-tls-policy": { profile: "securityHub" } })?.sslPolicies;
    assert.match(policies ?? "", /^ELBSecurityPolicy-TLS13-1-3-2021-06,/);
    assert.match(parametersOf("EKS_CLUSTER_SUPPORTED_VERSION")?.oldestVersionSupported ?? "", /^1\.\d\d$/);
  });

  it("are lists with commas, and none where the setting is an empty list", () => {
    assert.equal(parametersOf("API_GW_ENDPOINT_TYPE_CHECK")?.endpointConfigurationTypes, "EDGE,REGIONAL,PRIVATE");
    assert.deepEqual(parametersOf("VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS"), { authorizedTcpPorts: "443" });
  });
});

describe("the conformance pack of some controls", () => {
  it("has the rules of a framework's controls, and tells of its requirements only", () => {
    const { rules, templates: texts } = conformancePack({ frameworks: ["cis-aws-5.0.0"] });
    assert.ok(rules.length > 5 && rules.length < everything.rules.length);
    for (const { controls, description } of rules) {
      for (const id of controls) {
        assert.ok(
          requirementsOf(id).some(({ framework }) => framework.id === "cis-aws-5.0.0"),
          id,
        );
      }
      assert.match(description, / For cis-aws-5\.0\.0 [\d.]+(, cis-aws-5\.0\.0 [\d.]+)*$/);
    }
    assert.match(texts[0] ?? "", /^# Made from the policy pack, CIS AWS Foundations Benchmark 5\.0\.0/);
  });

  it("has the rules of the controls that were named, under the names that they have among all", () => {
    const { rules } = conformancePack({ controls: ["mq-broker-zones"] });
    const names = new Map(everything.rules.map(({ identifier, name }) => [identifier, name]));
    assert.deepEqual(rules.map(({ identifier }) => identifier).sort(), [
      "MQ_ACTIVE_DEPLOYMENT_MODE",
      "MQ_RABBIT_DEPLOYMENT_MODE",
    ]);
    for (const { identifier, name } of rules) assert.equal(name, names.get(identifier));
  });

  it("has no rule of a control that is disabled", () => {
    const { rules, leftOut } = conformancePack({
      controls: ["rds-instance-multi-az"],
      settings: { "rds-instance-multi-az": { enforcementLevel: "disabled" } },
    });
    assert.deepEqual(rules, []);
    assert.equal(reasonOf(leftOut, "RDS_MULTI_AZ_SUPPORT"), "rds-instance-multi-az is disabled");
  });

  it("has a rule of a control that is silent by default only where a team asks for the control", () => {
    const rule = "DYNAMODB_TABLE_ENCRYPTED_KMS";
    assert.match(reasonOf(everything.leftOut, rule) ?? "", /^dynamodb-customer-key says nothing until/);
    assert.deepEqual(parametersOf(rule, { "dynamodb-customer-key": { required: true } }), {});
  });

  it("has no rule that asks for more than the control does with its settings", () => {
    const rule = "ECR_REPOSITORY_CMK_ENCRYPTION_ENABLED";
    assert.match(reasonOf(everything.leftOut, rule) ?? "", /unless ecr-key\.key is customer/);
    assert.deepEqual(parametersOf(rule, { "ecr-key": { key: "customer" } }), {});
  });

  it("refuses frameworks, controls and settings that there are none of, by name", () => {
    assert.throws(() => conformancePack({ frameworks: ["fsb"] }), /no framework "fsb". Some that there are: fsbp\./);
    assert.throws(() => conformancePack({ controls: ["elb-zone"] }), /no control "elb-zone".*elb-zones/);
    assert.throws(() => conformancePack({ settings: { "elb-zone": {} } }), /no control "elb-zone"/);
    assert.throws(
      () => conformancePack({ settings: { "elb-zones": { zones: 3 } } }),
      /no setting of elb-zones "zones". There are: minimumZones\./,
    );
    assert.throws(
      () => conformancePack({ settings: { "elb-zones": { minimumZones: "3" } } }),
      /elb-zones: the setting minimumZones is "3"/,
    );
  });
});
