import { PolicyPack } from "@pulumi/policy";
import { askByType } from "./adapter/ask-by-type";
import { copyOnce } from "./adapter/copy-once";
import { decodeOnce } from "./adapter/decode-once";
import { shareGraphs } from "./adapter/one-graph";
import { policiesOf } from "./adapter/policies";
import { registry } from "./registry";

decodeOnce();
copyOnce();
shareGraphs();

new PolicyPack("aws-microservices-policies", {
  displayName: "AWS microservices",
  description:
    "HTTPS-only APIs, audit trail on, multi-AZ placement, encryption, least privilege, reachability and wiring for AWS microservices.",
  policies: askByType(policiesOf(registry)),
});
