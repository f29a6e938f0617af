import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { backupRpo } from "../../../../../policies/controls/paths/backup-rpo";
import { longestGap } from "../../../../../policies/graph/schedules";
import { type Case, describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { bucket, table } from "../../wiring/samples";

const tags = { rpoMinutes: "60" };
const recovery = { pointInTimeRecovery: { enabled: true } };
const orders = (props: Record<string, unknown> = {}) => table("orders", { tags, ...props });
const plan = (rule: Record<string, unknown> = {}) =>
  sample("aws:backup/plan:Plan", "hourly", {
    id: "plan-1",
    rules: [{ ruleName: "r", schedule: "rate(1 hour)", startWindow: 60, ...rule }],
  });
const chosen = (props: Record<string, unknown> = { resources: [orders().props.arn] }) =>
  sample("aws:backup/selection:Selection", "all", { planId: "plan-1", ...props });
const only = (key: string, value: string) => ({
  conditions: [{ stringEquals: [{ key: `aws:ResourceTag/${key}`, value }] }],
});
const backed = (subject: Sample, ...others: Sample[]): Case => ({ subject, others });

describeControl(backupRpo, {
  compliant: {
    "a table with recovery to any point": { subject: orders(recovery) },
    "one that is backed up as one of all": backed(orders({ tags: { rpoHours: "2" } }), plan(), chosen({})),
    "one that conditions choose": backed(
      orders({ tags: { rpoHours: "2", STAGE: "prod" } }),
      plan(),
      chosen({ resources: ["*"], ...only("STAGE", "prod") }),
    ),
    "one that is backed up often enough": backed(orders({ tags: { rpoHours: "2" } }), plan(), chosen()),
  },
  violating: {
    "a table without backups": {
      subject: orders(),
      at: "",
      saying: /^table orders -> no backup, which loses everything$/,
    },
    "one that is backed up too seldom": {
      ...backed(orders(), plan(), chosen()),
      at: "",
      saying: /^table orders -> plan hourly, which loses up to 120 minutes$/,
    },
    "one that conditions leave out": {
      ...backed(orders(), plan(), chosen({ resources: ["*"], ...only("STAGE", "prod") })),
      at: "",
      saying: /no backup/,
    },
    "one that is named, and left out": {
      ...backed(orders(), plan(), chosen({ resources: [orders().props.arn], notResources: ["arn:aws:dynamodb:*"] })),
      at: "",
      saying: /no backup/,
    },
    "one whose objective is no number": { subject: orders({ ...recovery, tags: { rpoMinutes: "soon" } }), at: "tags" },
    "one that the setting speaks of": { subject: orders({ tags: {} }), config: { rpoMinutes: 5 }, at: "" },
  },
  undecided: {
    "a table whose recovery is not known": {
      subject: sample("aws:dynamodb/table:Table", "orders", { tags, pointInTimeRecovery: { enabled: UNKNOWN } }),
      because: /pointInTimeRecovery.enabled is not known/,
    },
    "one that conditions may choose": {
      ...backed(
        orders(),
        plan({ schedule: "rate(5 minutes)", startWindow: 1 }),
        chosen({ resources: ["*"], ...only("STAGE", UNKNOWN) }),
      ),
      because: /value is not known/,
    },
    "a plan of elsewhere": { ...backed(orders(), chosen()), because: /the plan of all is not in this stack/ },
    "a schedule that can't be read": {
      ...backed(orders(), plan({ schedule: "daily" }), chosen()),
      because: /can't be read/,
    },
    "continuous backups, which lag nobody knows how far": {
      ...backed(orders(), plan({ enableContinuousBackup: true }), chosen()),
      because: /how far continuous backups of plan hourly lag/,
    },
  },
  notApplicable: { "a table that nobody promised anything of": { subject: orders({ tags: {} }) } },
  mayBeDropped: {
    id: "its ARN names it, too",
    name: "its ARN names it, too",
    arn: "one of all has no need to be named",
    resources: "a selection without them has all",
    conditions: "without them it has more",
  },
});

describe("what a store loses", () => {
  const kindOf = (subject: Sample, ...others: Sample[]) => judge(backupRpo, { subject, others }).kind;
  const own: Record<string, [string, Record<string, unknown>, Record<string, unknown>]> = {
    "a cluster": ["aws:rds/cluster:Cluster", {}, { backupRetentionPeriod: 0 }],
    "an instance": ["aws:rds/instance:Instance", { backupRetentionPeriod: 7 }, {}],
    "a document database": ["aws:docdb/cluster:Cluster", {}, { backupRetentionPeriod: 0 }],
    "a graph database": ["aws:neptune/cluster:Cluster", {}, { backupRetentionPeriod: 0 }],
  };
  for (const [name, [type, kept, lost]] of Object.entries(own)) {
    it(`is little of ${name} with backups of its own`, () => {
      assert.equal(kindOf(sample(type, "s", { tags, ...kept })), "pass");
      assert.equal(kindOf(sample(type, "s", { tags, ...lost })), "fail");
    });
  }
  it("is a day of a cache, and hours of a warehouse", () => {
    const cache = (rpoHours: number) =>
      kindOf(
        sample("aws:elasticache/replicationGroup:ReplicationGroup", "c", {
          tags: { rpoHours },
          snapshotRetentionLimit: 1,
        }),
      );
    assert.deepEqual([cache(24), cache(23)], ["pass", "fail"]);
    const warehouse = (rpoHours: number) => kindOf(sample("aws:redshift/cluster:Cluster", "w", { tags: { rpoHours } }));
    assert.deepEqual([warehouse(8), warehouse(7)], ["pass", "fail"]);
  });
  it("is what the best of several backups loses", () => {
    assert.equal(kindOf(orders(recovery), plan(), chosen()), "pass");
  });
  it("counts how late a backup may begin: eight hours where nothing is said", () => {
    const two = orders({ tags: { rpoHours: "2" } });
    assert.equal(kindOf(two, plan({ startWindow: 61 }), chosen()), "fail");
    assert.equal(kindOf(two, plan({ startWindow: undefined }), chosen()), "fail");
  });
  it("is told by tags that the provider gives everything", () => {
    assert.equal(kindOf(orders({ tags: undefined, tagsAll: tags })), "fail");
  });
  it("is kept by plans that choose by tag, and by pattern", () => {
    const two = orders({ tags: { rpoHours: "2", backup: "yes" } });
    const tag = (value: string) => ({ selectionTags: [{ type: "STRINGEQUALS", key: "backup", value }] });
    assert.equal(kindOf(two, plan(), chosen(tag("yes"))), "pass");
    assert.equal(kindOf(two, plan(), chosen(tag("no"))), "fail");
    const pattern = { resources: ["arn:aws:dynamodb:*:*:table/*"] };
    assert.equal(kindOf(two, plan(), chosen(pattern)), "pass");
    assert.equal(kindOf(two, plan(), chosen({ resources: ["arn:aws:rds:*"] })), "fail");
    assert.equal(kindOf(two, plan(), chosen({ ...pattern, notResources: [two.props.arn] })), "fail");
  });
  it("is held to what its plan promises, and to the less of two promises", () => {
    const tagged = (rpoMinutes: number): Sample => {
      const one = plan();
      return { ...one, props: { ...one.props, tags: { rpoMinutes } } };
    };
    const silent = orders({ tags: {} });
    assert.equal(kindOf(silent, tagged(120), chosen()), "pass");
    assert.equal(kindOf(silent, tagged(119), chosen()), "fail");
    assert.equal(kindOf(orders({ tags: { rpoHours: 1 } }), tagged(120), chosen()), "fail");
    assert.equal(kindOf(orders({ tags: { rpoHours: 3 } }), tagged(119), chosen()), "fail");
  });
  it("is everything of a bucket that no plan has", () => {
    const files = bucket("files");
    const promised: Sample = { ...files, props: { ...files.props, tags: { rpoHours: 2 } } };
    assert.equal(kindOf(promised), "fail");
    assert.equal(kindOf(promised, plan(), chosen({ resources: ["arn:aws:s3:::files"] })), "pass");
  });
});

describe("the longest time between two runs of a schedule", () => {
  const gaps: Record<string, number | undefined> = {
    "rate(15 minutes)": 15,
    "rate(2 hours)": 120,
    "rate(1 day)": 1440,
    "cron(0 1 * * ? *)": 1440,
    "cron(0 1,13 * * ? *)": 720,
    "cron(0 1,9,17 * * ? *)": 480,
    "cron(0 1,3 * * ? *)": 1320,
    "cron(0/15 * * * ? *)": 15,
    "cron(30 */4 * * ? *)": 240,
    "cron(0 9-17 * * ? *)": 960,
    "cron(0 6 ? * SUN *)": 7 * 1440,
    "cron(0 6 ? * MON-FRI *)": 3 * 1440,
    "cron(0 6 ? * 2,5 *)": 4 * 1440,
    "cron(0 6 1 * ? *)": 31 * 1440,
    "cron(0 6 1 1 ? *)": 366 * 1440,
    "cron(61 1 * * ? *)": undefined,
    "cron(0 6)": undefined,
    "cron(0 5-3 * * ? *)": undefined,
    "cron(0 6 ? * FOO *)": undefined,
    daily: undefined,
  };
  for (const [schedule, gap] of Object.entries(gaps)) {
    it(`is ${gap ?? "not known"} of ${schedule}`, () => assert.equal(longestGap(schedule), gap));
  }
  it("is a number or not known, whatever is written there", () => {
    const field = fc.string({ unit: fc.constantFrom("*", "?", "/", "-", ",", "0", "5", "9", "L", " "), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(field, { maxLength: 7 }), (fields) => {
        const gap = longestGap(`cron(${fields.join(" ")})`);
        assert.ok(gap === undefined || gap > 0, `${fields.join(" ")}: ${gap}`);
      }),
    );
  });
});
