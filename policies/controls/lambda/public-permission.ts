import { any, control, notApplicable, pass, type Resource, type Verdict, when } from "../../core";
import { closedToEverybody } from "../shared/open-policy";
import { lambdaPermission, securityHub } from "./function";

const resourcePolicy = "aws:lambda/resourcePolicy:ResourcePolicy";
const layerPermission = "aws:lambda/layerVersionPermission:LayerVersionPermission";

/** Holds functions to callers that are named. */
export const lambdaPublicPermission = control({
  id: "lambda-permission-public",
  title: "Nobody but named accounts and services may call a Lambda function",
  severity: "critical",
  why: "A permission for everybody lets every account of AWS run the function, at this account's cost and with its data.",
  fix: 'Name an account, a role or a service as principal; or give "*" a principalOrgId, sourceArn or sourceAccount.',
  url: `${securityHub}#lambda-1`,
  on: [lambdaPermission, resourcePolicy],
  check: (resource) =>
    resource.type === resourcePolicy
      ? resource.json("policy").judge(closedToEverybody, { absent: notApplicable("there is no policy") })
      : when(
          resource.string("principal").equals("*"),
          () => limited(resource, ["principalOrgId", "sourceArn", "sourceAccount"]),
          () => pass,
        ),
});

/** One of these is set; what the program makes is not known before the deployment, but can't turn out to be nothing. */
function limited(resource: Resource, names: readonly string[]): Verdict {
  return any(names.map((name) => resource.mustBeSet(name, `one of ${names.join(", ")}`, { unknown: "set" })));
}

/** Holds permissions of services to the resource, or the account, that they are given for. */
export const lambdaPermissionSource = control({
  id: "lambda-permission-source",
  title: "Services may call a Lambda function for named resources only",
  severity: "high",
  why: "A service calls for all its customers: without a source, another account's bucket or rule can run the function.",
  fix: "Set sourceArn to what calls, and for S3, whose ARNs have no account in them, sourceAccount too.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
  on: [lambdaPermission],
  check: (permission) =>
    when(
      permission.string("principal").matches(/\.amazonaws\.com(\.cn)?$|^alexa-.*\.amazon\.com$/, "a service"),
      () =>
        permission.string("principal").value === "s3.amazonaws.com"
          ? limited(permission, ["sourceAccount"])
          : limited(permission, ["sourceArn", "sourceAccount", "principalOrgId", "eventSourceToken"]),
      () => notApplicable("the caller is no service"),
    ),
});

/** Holds layers to the accounts that they are for. */
export const lambdaPublicLayer = control({
  id: "lambda-layer-public",
  title: "Layers are shared with named accounts or the organization only",
  severity: "high",
  why: "A layer for everybody shows its code, and what else is in it, to every account of AWS.",
  fix: 'Name an account as principal; or give "*" an organizationId.',
  url: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html",
  on: [layerPermission],
  check: (permission) =>
    when(
      permission.string("principal").equals("*"),
      () => limited(permission, ["organizationId"]),
      () => pass,
    ),
});
