import { trailRegions } from "../../../../../policies/controls/paths/trail-regions";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const trail = (props: Record<string, unknown> = {}, region = "eu-central-1"): Sample =>
  sample("aws:cloudtrail/trail:Trail", "audit", {
    arn: `arn:aws:cloudtrail:${region}:123456789012:trail/audit`,
    isMultiRegionTrail: false,
    ...props,
  });
const at = (region: string, type = "aws:sqs/queue:Queue", service = "sqs"): Sample =>
  sample(type, `q-${region}`, { arn: `arn:aws:${service}:${region}:123456789012:q` });
const provider = (region: string): Sample => sample("pulumi:providers:aws", "west", { region });

describeControl(trailRegions, {
  compliant: {
    "a trail of all regions": { others: [trail({ isMultiRegionTrail: true }), at("us-east-1")] },
    "a trail of the one region that there is": { others: [trail(), at("eu-central-1"), provider("eu-central-1")] },
    "a role, which is in no region": { others: [trail(), at("", "aws:iam/role:Role", "iam")] },
  },
  violating: {
    "something in a region that no trail records": {
      others: [trail(), at("us-east-1")],
      at: "isMultiRegionTrail",
      saying: /^no trail for us-east-1, where q-us-east-1 is$/,
    },
    "a provider of another region": {
      others: [trail(), provider("eu-west-1")],
      at: "isMultiRegionTrail",
      saying: /provider west/,
    },
    "a trail of all regions that records nothing": {
      others: [trail({ isMultiRegionTrail: true, enableLogging: false }), at("us-east-1")],
      at: "isMultiRegionTrail",
    },
  },
  undecided: {
    "a trail that may be of all regions": {
      others: [
        sample(
          "aws:cloudtrail/trail:Trail",
          "audit",
          { ...trail().props, isMultiRegionTrail: UNKNOWN },
          {
            from: { isMultiRegionTrail: [at("eu-central-1")] },
          },
        ),
        at("us-east-1"),
      ],
      because: /isMultiRegionTrail is not known/,
    },
    "a trail whose region is not known": {
      others: [trail({ arn: UNKNOWN }), at("us-east-1")],
      because: /the region of the stack's trail/,
    },
  },
  notApplicable: {
    "a stack without a trail": { others: [at("us-east-1")] },
    "a trail by itself": { subject: trail() },
  },
  mayBeDropped: {
    isMultiRegionTrail: "absent is false",
    region: "a provider of no region is of the trail's",
  },
});
