import {
  all,
  any,
  fail,
  pass,
  type Resource,
  type StackControl,
  stackControl,
  type Value,
  type Verdict,
} from "../../core";
import type { Graph } from "../../graph";
import { asAWhole, foundationSetting, inFoundation } from "../shared/foundation";
import { anySelector, leavesOut, ofCategory } from "./selectors";

const trails = ["aws:cloudtrail/trail:Trail"];

/** Reading or writing, as basic selectors, as `readOnly`, and as a title has it. */
interface Access {
  readonly type: "ReadOnly" | "WriteOnly";
  readonly readOnly: "true" | "false";
}

/** A multi-region trail records the access to the objects of every bucket; single ones may be left out, such as its own. */
function records(graph: Graph, trail: Resource, { type, readOnly }: Access): Verdict {
  const advanced = (selector: Value): Verdict =>
    ofCategory(selector, "Data", (field, name) => {
      switch (name) {
        case "resources.type":
          return field.list("equals").includes("AWS::S3::Object");
        case "readOnly":
          return field.list("equals").includes(readOnly);
        case "resources.ARN":
          return all(
            ["equals", "startsWiths", "endsWiths"].map((operator) => field.mustBeUnset(operator, "every bucket")),
          );
        default:
          return leavesOut(field, name);
      }
    });
  const basic = (selector: Value): Verdict =>
    all(
      selector.string("readWriteType").oneOf(["All", type], { absent: pass }),
      selector.list("dataResources").some(
        (resource) =>
          all(
            resource.string("type").equals("AWS::S3::Object"),
            resource
              .list("values")
              .some((value) => value.string().matches(/^arn:[^:]+:s3(?::{3})?$/, "all buckets"), "all"),
          ),
        "AWS::S3::Object of all buckets",
      ),
    );
  return all(
    trail.boolean("isMultiRegionTrail").mustBeTrue(),
    anySelector(
      graph,
      trail,
      advanced,
      basic,
      fail({ path: "advancedEventSelectors", found: "nothing", expected: "data events" }),
    ),
  );
}

function objectEvents(access: Access, info: Pick<StackControl, "id" | "title" | "why" | "url">): StackControl {
  return stackControl({
    ...info,
    severity: "medium",
    fix: "Give the trail an advanced event selector of eventCategory Data and resources.type AWS::S3::Object.",
    on: trails,
    config: foundationSetting,
    check: () => asAWhole,
    checkStack: (context) =>
      inFoundation(context, () =>
        any(
          context.graph.ofType(trails).map((trail) => records(context.graph, trail, access)),
          fail({ path: "", found: "no trail", expected: "one with data events of S3" }),
        ),
      ),
  });
}

/** Holds an account to a record of who wrote which object. */
export const trailObjectWrites = objectEvents(
  { type: "WriteOnly", readOnly: "false" },
  {
    id: "cloudtrail-object-writes",
    title: "In a stack that is an account's foundation, a trail records writes of objects",
    why: "Without data events nobody can say who changed or deleted an object.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-22",
  },
);

/** Holds an account to a record of who read which object. */
export const trailObjectReads = objectEvents(
  { type: "ReadOnly", readOnly: "true" },
  {
    id: "cloudtrail-object-reads",
    title: "In a stack that is an account's foundation, a trail records reads of objects",
    why: "Without data events nobody can say what an intruder has seen.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-23",
  },
);
