import { control, notApplicable, when } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";
import { lambdaFunctionType, securityHub } from "./function";

/** Holds functions to a network. */
export const lambdaVpc = control({
  id: "lambda-vpc",
  title: "Lambda functions run in a VPC",
  severity: "low",
  why: "Outside of a VPC nothing says where a function may connect to, and no flow log tells where it did.",
  fix: "Set vpcConfig with subnetIds and securityGroupIds.",
  url: `${securityHub}#lambda-3`,
  on: [lambdaFunctionType],
  // In a VPC a function needs ways to every service that it calls, which cost by the hour.
  config: onDemand("every function has to be in a VPC, as Lambda.3 asks for"),
  check: (fn, context) =>
    ifRequired(context, () =>
      fn.list("vpcConfig.subnetIds").lengthAtLeast(1, { absent: "subnets: AWS then runs it outside of a VPC" }),
    ),
});

/** Holds functions to a share of the account's concurrency. */
export const lambdaConcurrency = control({
  id: "lambda-concurrency",
  title: "Lambda functions have a limit of concurrency of their own",
  severity: "low",
  why: "Without one, a flood of events at one function takes the account's limit from all others.",
  fix: "Set reservedConcurrentExecutions.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/lambda-concurrency-check.html",
  on: [lambdaFunctionType],
  // What is reserved for one is taken from all others.
  config: onDemand("every function has to have a limit of its own"),
  check: (fn, context) =>
    ifRequired(context, () =>
      fn.number("reservedConcurrentExecutions").atLeast(0, { absent: "the account's limit then holds" }),
    ),
});

/** Holds environments of functions to a key of the account's own. */
export const lambdaEnvironmentKey = control({
  id: "lambda-environment-key",
  title: "Environment variables of Lambda functions are encrypted with a key of the account's",
  severity: "medium",
  why: "With AWS's own key nobody can say who decrypts the variables, nor take the key away.",
  fix: "Set kmsKeyArn to the ARN of a KMS key.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
  on: [lambdaFunctionType],
  // Lambda encrypts them anyway; and there should be nothing secret in them.
  config: onDemand("variables have to be encrypted with a key of the account's"),
  check: (fn, context) =>
    ifRequired(context, () =>
      when(
        fn.mustBeSet("environment.variables", "variables", { unknown: "set" }),
        () => fn.mustBeSet("kmsKeyArn", "the ARN of a KMS key", { unknown: "set" }),
        () => notApplicable("the function has no variables"),
      ),
    ),
});

/** Holds functions to code that the account's own pipeline signed. */
export const lambdaCodeSigning = control({
  id: "lambda-code-signing",
  title: "Lambda functions take signed code only",
  severity: "low",
  why: "Without it, whoever may change a function may run any code with its role.",
  fix: "Make a CodeSigningConfig, and set codeSigningConfigArn to its ARN.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html",
  on: [lambdaFunctionType],
  config: onDemand("functions have to take signed code only"),
  check: (fn, context) =>
    ifRequired(context, () =>
      when(
        fn.string("packageType").equals("Image"),
        () => notApplicable("images are signed in their registry"),
        () => fn.mustBeSet("codeSigningConfigArn", "the ARN of a CodeSigningConfig", { unknown: "set" }),
      ),
    ),
});
