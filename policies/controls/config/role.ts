import { cannotTell, fail, pass, stackControl } from "../../core";

const linked = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

/** Holds recorders to AWS's own role. */
export const recorderRole = stackControl({
  id: "config-recorder-role",
  title: "AWS Config records through its service-linked role",
  severity: "medium",
  why: "A role of one's own lacks the rights on what AWS adds, and that is then not recorded.",
  fix: "Set roleArn to the ARN of the service-linked role of config.amazonaws.com.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1",
  on: ["aws:cfg/recorder:Recorder"],
  check: (recorder, { graph }) => {
    const role = graph.follow(recorder, "roleArn", [linked, "aws:iam/role:Role"]);
    const other = fail({ path: "roleArn", found: "another role", expected: "the service-linked role" });
    switch (role.kind) {
      case "resource":
        return role.resource.type === linked ? pass : other;
      case "external":
        return /:role\/aws-service-role\/config\.amazonaws\.com\//.test(role.value) ? pass : other;
      case "absent":
        return other;
      case "unclear":
        return cannotTell(role.reason, "roleArn");
    }
  },
});
