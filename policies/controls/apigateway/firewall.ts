import { fail, notApplicable, stackControl, when } from "../../core";
import { given } from "../../graph";
import { disposableSettings, unlessDisposable } from "../shared/disposable";
import { hasWebAcl } from "../waf/association";
import { isPrivate, restApiOf, restStage } from "./stage";

/** Holds stages that the internet reaches to a firewall. */
export const apiFirewall = stackControl({
  id: "apigateway-firewall",
  title: "Stages of public REST APIs stand behind a web ACL",
  severity: "medium",
  why: "Without one, floods, scanners and known exploits reach the API's code.",
  fix: "Make a WebAclAssociation with the stage's ARN as resourceArn.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-4",
  on: [restStage],
  config: disposableSettings,
  check: (stage, context) =>
    unlessDisposable(context, () => {
      const api = restApiOf(context.graph, stage);
      return when(
        api
          ? isPrivate(given(context.graph, api, "endpointConfiguration"))
          : fail({ path: "restApi", found: "an API of another stack", expected: "a private one" }),
        () => notApplicable("the API is reached from VPCs only"),
        () => hasWebAcl(context.graph, stage),
      );
    }),
});
