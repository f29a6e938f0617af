import { strict as assert } from "node:assert";
import { apiDataTrace } from "../../../policies/controls/apigateway/data-trace";
import { viewerHttps } from "../../../policies/controls/cloudfront/viewer-https";
import { rdsPublicAccess } from "../../../policies/controls/rds/public-access";
import { rdsSnapshotPrivate } from "../../../policies/controls/rds/snapshot-private";
import { Resource, type ResourceControl } from "../../../policies/core";
import { proxied, sample, UNKNOWN, urnOf } from "../../support/policies";

/** What a remedy changes of a resource. */
function changes(control: ResourceControl, type: string, props: Record<string, unknown>): Record<string, unknown> {
  const subject = sample(type, "one", props);
  const view = new Resource(type, subject.name, urnOf(subject), proxied(props));
  const made = control.remedy?.(view, { config: {}, stackTags: new Map() }) ?? [];
  return Object.fromEntries(made.map(({ path, value }) => [path, value]));
}

describe("a remedy", () => {
  it("changes what is wrong of a distribution, and nothing that is right", () => {
    const [open, closed] = [{ viewerProtocolPolicy: "allow-all" }, { viewerProtocolPolicy: "https-only" }];
    const certificate = { acmCertificateArn: "arn:acm", minimumProtocolVersion: "TLSv1.2_2021" };
    const of = (props: Record<string, unknown>) =>
      changes(viewerHttps, "aws:cloudfront/distribution:Distribution", {
        defaultCacheBehavior: closed,
        viewerCertificate: certificate,
        ...props,
      });
    assert.deepEqual(of({ defaultCacheBehavior: open }), {
      "defaultCacheBehavior.viewerProtocolPolicy": "redirect-to-https",
    });
    assert.deepEqual(of({ orderedCacheBehaviors: [open] }), {
      "orderedCacheBehaviors.viewerProtocolPolicy": "redirect-to-https",
    });
    assert.deepEqual(of({ viewerCertificate: { ...certificate, minimumProtocolVersion: "TLSv1" } }), {
      "viewerCertificate.minimumProtocolVersion": "TLSv1.2_2021",
    });
    assert.deepEqual(of({ orderedCacheBehaviors: [open, closed] }), {}, "one of several paths can't be named");
    assert.deepEqual(of({ defaultCacheBehavior: open, viewerCertificate: { cloudfrontDefaultCertificate: true } }), {});
  });

  it("leaves a stage alone of which a route is traced, too", () => {
    const of = (...routes: boolean[]) =>
      changes(apiDataTrace, "aws:apigatewayv2/stage:Stage", {
        defaultRouteSettings: { dataTraceEnabled: true },
        routeSettings: routes.map((dataTraceEnabled) => ({ dataTraceEnabled })),
      });
    assert.deepEqual(of(false, false), { "defaultRouteSettings.dataTraceEnabled": false });
    assert.deepEqual(of(false, true), {});
  });

  it("leaves a shard group alone, which can't be changed", () => {
    const of = (type: string) => changes(rdsPublicAccess, type, { publiclyAccessible: true });
    assert.deepEqual(of("aws:rds/instance:Instance"), { publiclyAccessible: false });
    assert.deepEqual(of("aws:rds/shardGroup:ShardGroup"), {});
  });

  it("takes everybody out of a snapshot's accounts, and leaves those that are named", () => {
    const of = (...sharedAccounts: unknown[]) =>
      changes(rdsSnapshotPrivate, "aws:rds/snapshot:Snapshot", { sharedAccounts });
    assert.deepEqual(of("all", "123456789012"), { sharedAccounts: ["123456789012"] });
    assert.deepEqual(of("all", UNKNOWN), {}, "whom it is shared with is not known");
  });
});
