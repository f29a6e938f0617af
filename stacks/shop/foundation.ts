import * as pulumi from "@pulumi/pulumi";
import type { ConfigurationRecorder } from "../../infra/audit";
import type { Environment } from "../environment";
import { createFoundation, type Foundation } from "../foundation/foundation";

/** What the shop uses of its account's foundation, whichever stack that is. */
export interface AccountFoundation {
  /** Made by this stack; undefined where another one made it. */
  readonly own: Foundation | undefined;
  readonly recorder: ConfigurationRecorder | undefined;
  /** Role that API Gateway writes logs with. */
  readonly apiGatewayRoleArn: pulumi.Input<string>;
}

/** The foundation that the environment makes or refers to; undefined where the account has none that is known here. */
export function foundationOf({ audit, foundation, foundationStack }: Environment): AccountFoundation | undefined {
  if (foundation) {
    const own = createFoundation({ audit });
    return { own, recorder: own.recorder, apiGatewayRoleArn: own.apiGateway.cloudwatchRoleArn };
  }
  if (foundationStack === undefined) return undefined;
  const outputs = new pulumi.StackReference(foundationStack);
  const apiGatewayRoleArn = outputs.requireOutput("apiGatewayRoleArn").apply(String);
  return { own: undefined, recorder: undefined, apiGatewayRoleArn };
}
