import {
  all,
  cannotTell,
  control,
  fail,
  pass,
  type Resource,
  stackControl,
  tokens,
  type Verdict,
  when,
} from "../../core";
import { type Graph, given } from "../../graph";
import { launchTemplate, templateOf } from "./launch-template";

const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";
const why = "An instance with a public address is one security group rule away from everyone on the internet.";
const elastic = [
  { types: ["aws:ec2/eip:Eip"], path: "instance" },
  { types: ["aws:ec2/eipAssociation:EipAssociation"], path: "instanceId" },
];

/** Holds templates to private addresses. */
export const ec2LaunchTemplatePublicAddress = control({
  id: "ec2-launch-template-public-address",
  title: "Launch templates give no public address",
  severity: "high",
  why,
  fix: "Set associatePublicIpAddress of each of networkInterfaces to false.",
  url: `${page}#ec2-25`,
  on: launchTemplate,
  check: interfacesArePrivate,
});

function interfacesArePrivate(template: Resource): Verdict {
  return template.list("networkInterfaces").every((one) => one.boolean("associatePublicIpAddress").mustBeFalse());
}

/** Holds instances to private addresses. */
export const ec2InstancePublicAddress = stackControl({
  id: "ec2-instance-public-address",
  title: "Instances have no public address",
  severity: "high",
  why,
  fix: "Set associatePublicIpAddress to false, drop the Elastic IP, and let users in through a load balancer.",
  url: `${page}#ec2-9`,
  on: ["aws:ec2/instance:Instance"],
  check: (instance, { graph }) => all(noElasticAddress(graph, instance), noAddressAtStart(graph, instance)),
});

function noElasticAddress(graph: Graph, instance: Resource): Verdict {
  return all(
    elastic.map(({ types, path }) => {
      const { certain, possible } = graph.referrersTo(instance, types, path);
      return all(
        certain.map(({ name }) => fail({ path: "", found: `Elastic IP ${name}`, expected: "no public address" })),
        possible.map(({ reason }) => cannotTell(reason)),
      );
    }),
  );
}

/** What the instance says, then its template, then its subnet. */
function noAddressAtStart(graph: Graph, instance: Resource): Verdict {
  const own = given(graph, instance, "associatePublicIpAddress").boolean();
  if (own.state !== "absent") return own.mustBeFalse();
  const template = templateOf(graph, instance);
  if (template.kind === "unclear") return cannotTell(template.reason, "launchTemplate");
  if (template.kind === "external") return cannotTell("its launch template is not in this stack", "launchTemplate");
  if (template.kind === "resource" && template.resource.has("networkInterfaces") !== false) {
    return interfacesArePrivate(template.resource);
  }
  const subnet = graph.follow(instance, "subnetId", tokens.subnet);
  switch (subnet.kind) {
    case "resource":
      return subnet.resource.type.includes("DefaultSubnet") ? inDefaultSubnet : subnetIsPrivate(graph, subnet.resource);
    case "external":
      return cannotTell("whether its subnet gives public addresses is not known: it is not in this stack", "subnetId");
    case "unclear":
      return cannotTell(subnet.reason, "subnetId");
    case "absent":
      return given(graph, instance, "networkInterfaces").state === "absent" ? inDefaultSubnet : pass;
  }
}

const inDefaultSubnet = givesAddress("a default subnet");

function subnetIsPrivate(graph: Graph, subnet: Resource): Verdict {
  return when(
    given(graph, subnet, "mapPublicIpOnLaunch").boolean().mustBeFalse(),
    () => pass,
    () => givesAddress(`the subnet ${subnet.name}`),
  );
}

function givesAddress(subnet: string): Verdict {
  const found = `nothing (${subnet} then gives it a public address)`;
  return fail({ path: "associatePublicIpAddress", found, expected: "false" });
}
