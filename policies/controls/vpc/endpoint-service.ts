import { all, cannotTell, fail, stackControl, type Value, type Verdict } from "../../core";

const principals = ["aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"];

/** Holds endpoint services to consumers that were let in by name. */
export const endpointServiceAcceptance = stackControl({
  id: "endpoint-service-acceptance",
  title: "Endpoint services accept each connection, from principals that are named",
  severity: "high",
  why: "A service that takes everybody, or accepts by itself, is isolated in name only.",
  fix: "Set acceptanceRequired to true, and name the accounts, roles or users that may connect in allowedPrincipals.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html",
  on: ["aws:ec2/vpcEndpointService:VpcEndpointService"],
  check: (service, { graph }) => {
    const beside = graph.referrersTo(service, principals, "vpcEndpointServiceId");
    const inline = service.list("allowedPrincipals");
    const given = inline.items.length + beside.certain.length;
    const none: Verdict =
      inline.state === "unknown"
        ? cannotTell(inline.reason, "allowedPrincipals")
        : beside.possible[0]
          ? cannotTell(beside.possible[0].reason)
          : fail({ path: "allowedPrincipals", found: "no principal", expected: "principals by ARN" });
    return all(
      service.boolean("acceptanceRequired").mustBeTrue(),
      given === 0 ? none : all(),
      inline.items.map((item) => isNamed(item, "")),
      beside.certain.map((one) => isNamed(one, "principalArn")),
    );
  },
});

function isNamed(value: Value, path: string): Verdict {
  return value.string(path).test((arn) => !arn.includes("*"), "the ARN of an account, a role or a user");
}
