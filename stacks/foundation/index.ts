// What an account and region has once, as a stack of its own, for accounts in which several stacks stand. Those name it in
// their configuration as foundationStack.
import { ownConfiguration } from "../configuration";
import { createFoundation } from "./foundation";
import { readFoundationSettings } from "./settings";

const { logs, trail, recorder, apiGateway } = createFoundation(readFoundationSettings(ownConfiguration()));

/** Role that API Gateway writes logs with; stages with execution logs wait for it. */
export const apiGatewayRoleArn = apiGateway.cloudwatchRoleArn;
/** AWS Config's recorder: rules have something to look at where it runs. */
export const recorderName = recorder.recorderName;
/** Where the account's logs are, and are searched by SQL. */
export const logBucketName = logs.bucketName;
export const logWorkgroup = logs.workgroupName;
/** The account's trails by name, their bucket, key, and the topic that tells of new files. */
export const trailArns = trail.trailArns;
export const trailBucketName = trail.bucketName;
export const trailKeyArn = trail.keyArn;
export const trailTopicArn = trail.topicArn;
