import { notApplicable } from "../../core";
import { placedBySubnets } from "../shared/zones";

/** Holds functions in a VPC to several availability zones. */
export const lambdaZones = placedBySubnets({
  id: "lambda-zones",
  title: "Lambda functions in a VPC run in several availability zones",
  why: "A function whose subnets are in one zone can't be started while that zone is down.",
  fix: "Give vpcConfig.subnetIds subnets of at least as many availability zones as minimumZones asks for.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-5",
  on: ["aws:lambda/function:Function"],
  subnets: { path: "vpcConfig.subnetIds" },
  absent: notApplicable("it is in no VPC: AWS runs it in several zones"),
});
