import { any, cannotTell, control, stackControl, type Value, type Verdict } from "../../core";
import { given } from "../../graph";
import { launchTemplate, templateOf } from "./launch-template";

const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";
const why =
  "By version 1 of the metadata service one request that a server is tricked into shows the instance's credentials.";

/** The service is off, or wants a token. */
function wantsToken(owner: Value): Verdict {
  return any([
    owner.string("httpTokens").equals("required", { absent: "AWS then takes version 1 too" }),
    owner.string("httpEndpoint").equals("disabled"),
  ]);
}

/** Holds instances to version 2 of the metadata service. */
export const ec2InstanceMetadata = stackControl({
  id: "ec2-instance-metadata",
  title: "Instances answer for their metadata by version 2 alone",
  severity: "high",
  why,
  fix: "Set metadataOptions.httpTokens to required, in the instance or in its launch template.",
  url: `${page}#ec2-8`,
  on: ["aws:ec2/instance:Instance"],
  check: (instance, { graph }) => {
    const own = given(graph, instance, "metadataOptions");
    if (own.string("httpTokens").state !== "absent" || own.string("httpEndpoint").value === "disabled") {
      return wantsToken(own);
    }
    const template = templateOf(graph, instance);
    if (template.kind === "resource") return wantsToken(template.resource.at("metadataOptions"));
    const defaults = graph.ofType("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults").map(wantsToken);
    return any([
      template.kind === "absent" ? wantsToken(own) : cannotTell(reasonOf(template), "launchTemplate"),
      ...defaults,
    ]);
  },
});

function reasonOf(template: { kind: string; reason?: string }): string {
  return template.reason ?? "its launch template is not in this stack";
}

/** Holds templates to version 2 of the metadata service. */
export const ec2LaunchTemplateMetadata = control({
  id: "ec2-launch-template-metadata",
  title: "Launch templates ask for version 2 of the metadata service",
  severity: "low",
  why,
  fix: "Set metadataOptions.httpTokens to required.",
  url: `${page}#ec2-170`,
  on: launchTemplate,
  check: (template) => wantsToken(template.at("metadataOptions")),
  remedy: [{ path: "metadataOptions.httpTokens", value: "required" }],
});
