import { createRequire } from "node:module";
import type { Handlers, ResourceHandler } from "./handler";

/** Services by the beginning of their types' tokens; each is loaded, with its SDK client, when it is first needed. */
const services: [RegExp, string][] = [
  [/^aws:sqs\//, "./services/sqs"],
  [/^aws:sns\//, "./services/sns"],
  [/^aws:dynamodb\//, "./services/dynamodb"],
  [/^aws:kinesis\//, "./services/kinesis"],
  [/^aws:lambda\//, "./services/lambda"],
  [/^aws:iam\//, "./services/iam"],
  [/^aws:cloudwatch\/log/, "./services/logs"],
  [/^aws:cloudwatch\/event/, "./services/events"],
  [/^aws:cloudwatch\//, "./services/cloudwatch"],
  [/^aws:sfn\//, "./services/sfn"],
  [/^aws:apigateway\//, "./services/apigateway"],
  [/^aws:s3\//, "./services/s3"],
  [/^aws:(?:kms|secretsmanager|ssm)\//, "./services/security"],
  [/^aws:appconfig\//, "./services/appconfig"],
  [/^aws:scheduler\//, "./services/scheduler"],
  [/^aws:cfg\//, "./services/cfg"],
  [/^aws:pipes\//, "./services/pipes"],
  [/^aws:cognito\//, "./services/cognito"],
  [/^aws:cloudfront\//, "./services/cloudfront"],
];

const load = createRequire(__filename);

/** The handler of a type; undefined where the emulator has nothing for it. */
export function handlerOf(type: string): ResourceHandler | undefined {
  const service = services.find(([pattern]) => pattern.test(type));
  if (!service) return undefined;
  const { handlers }: { handlers: Handlers } = load(service[1]);
  return handlers[type];
}
