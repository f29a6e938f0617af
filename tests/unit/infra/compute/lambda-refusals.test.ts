import { strict as assert } from "node:assert";
import { AssetArchive } from "@pulumi/pulumi/asset";
import { LambdaService, type LambdaServiceArgs } from "../../../../infra/compute";
import { graph } from "../../../../testing";
import { HELLO, hello, KEY_ARN, PLACEMENT } from "./lambda-fixtures";

const QUEUE = "arn:aws:sqs:eu-central-1:123456789012:failed";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:alerts";
const PROFILE = {
  profileName: "release",
  profileVersionArn: "arn:aws:signer:eu-central-1:123456789012:/signing-profiles/release/1",
  bucketName: "code",
};

/** Arguments that are wrong, and what the message has to say of them. */
const WRONG: [Partial<LambdaServiceArgs>, RegExp][] = [
  [{ memoryMb: 127 }, /memoryMb is 127; use a whole number from 128 to 10240 MB/],
  [{ memoryMb: 10_241 }, /memoryMb is 10241/],
  [{ timeoutSeconds: 0 }, /timeoutSeconds is 0; use a whole number from 1 to 900 seconds/],
  [{ timeoutSeconds: 901 }, /timeoutSeconds is 901/],
  [{ ephemeralStorageMb: 511 }, /ephemeralStorageMb is 511; use a whole number from 512 to 10240 MB/],
  [{ ephemeralStorageMb: 10_241 }, /ephemeralStorageMb is 10241/],
  [{ logRetentionDays: 8 }, /logRetentionDays is 8; use one of 1, 3, 5, 7/],
  [{ layers: ["arn:aws:lambda:eu-central-1:1:layer:tools"] }, /layers\[0\] is .*use the ARN of a layer's version/],
  [{ layers: Array(6).fill("arn:aws:lambda:eu-central-1:1:layer:a:1") }, /layers is .*give 0 to 5 of them/],
  [{ description: "x".repeat(257) }, /description is .*at most 256 characters/],
  [{ runtime: "nodejs20.x" }, /runtime is "nodejs20.x"; use one of "nodejs22.x", "nodejs24.x"/],
  [{ handler: "index.handler" }, /handler is "index.handler"; name an export of the entry/],
  [{ environmentKmsKeyArn: "alias/mine" }, /environmentKmsKeyArn is "alias\/mine"; use the ARN of a KMS key/],
  [{ logKmsKeyArn: "alias/mine" }, /logKmsKeyArn is "alias\/mine"/],
  [
    { environment: { AWS_REGION: "eu-west-1" } },
    /environment\.AWS_REGION is "eu-west-1"; leave it out: Lambda sets it/,
  ],
  [{ environment: { "A-B": "x" } }, /environment\.A-B is "A-B"; name it with letters, digits and _/],
  [{ environment: { TEXT: "x".repeat(4093) } }, /environment is "4097 bytes"; use at most 4096 bytes/],
  [{ reservedConcurrency: -1 }, /reservedConcurrency is -1/],
  [{ provisionedConcurrency: 0 }, /provisionedConcurrency is 0/],
  [
    { reservedConcurrency: 5, provisionedConcurrency: 6 },
    /provisionedConcurrency is 6; use a whole number from 1 to 5/,
  ],
  [{ asynchronous: { maxEventAgeSeconds: 59 } }, /asynchronous\.maxEventAgeSeconds is 59; .* 60 to 21600/],
  [{ asynchronous: { maxEventAgeSeconds: 21_601 } }, /asynchronous\.maxEventAgeSeconds is 21601/],
  [{ asynchronous: { maxRetries: 3 } }, /asynchronous\.maxRetries is 3; use a whole number from 0 to 2/],
  [{ asynchronous: { withoutAlarms: true } }, /asynchronous\.withoutAlarms is true; it is for the made queue/],
  [{ asynchronous: { alarmTopicArn: TOPIC } }, /asynchronous\.alarmTopicArn is "arn:.*it is for the made queue/],
  [{ asynchronous: { deadLetterQueue: true, alarmTopicArn: QUEUE } }, /alarmTopicArn is "arn:aws:sqs.*an SNS topic/],
  [{ asynchronous: { onFailure: {} } }, /asynchronous\.onFailure\.queueArn or .* give one of them/],
  [{ asynchronous: { deadLetters: {} } }, /deadLetters\.queueArn or asynchronous\.deadLetters\.topicArn is null/],
  [
    { asynchronous: { deadLetterQueue: true, deadLetters: { queueArn: QUEUE } } },
    /asynchronous\.deadLetterQueue and asynchronous\.deadLetters .* give only one of them/,
  ],
  [
    { asynchronous: { onSuccess: { queueArn: QUEUE, topicArn: "arn:aws:sns:eu-central-1:1:a" } } },
    /asynchronous\.onSuccess\.queueArn and asynchronous\.onSuccess\.topicArn .* give only one of them/,
  ],
  [{ asynchronous: { onSuccess: { topicArn: QUEUE } } }, /onSuccess\.topicArn is "arn:aws:sqs.*use an ARN of sns/],
  [{ asynchronous: { onFailure: { queueArn: `${QUEUE}.fifo` } } }, /onFailure\.queueArn is .*name a standard one/],
  [{ asynchronous: { deadLetters: { queueArn: QUEUE, kmsKeyArn: "a" } } }, /deadLetters\.kmsKeyArn is "a"/],
  [
    { asynchronous: { onFailure: { eventBusArn: "arn:aws:events:eu-central-1:1:event-bus/a", kmsKeyArn: KEY_ARN } } },
    /onFailure\.kmsKeyArn is "given"; leave it out: just a queue or a topic has a key/,
  ],
  [{ placement: { ...PLACEMENT, subnetIds: ["subnet-a"] } }, /placement\.subnetIds is "1 subnets"; give 2 to 6/],
  [{ placement: { ...PLACEMENT, subnetIds: ["subnet-a", "subnet-a"] } }, /name each subnet once/],
  [{ placement: PLACEMENT, minimumZones: 3 }, /placement\.subnetIds is "2 subnets"; give 3 to 6/],
  [{ egress: { web: { cidr: "10.0.0.0/8" } } }, /egress is "web"; give a placement too/],
  [{ placement: PLACEMENT, egress: { web: {} } }, /egress\.web\.securityGroupId or .* give one of them/],
  [{ placement: PLACEMENT, egress: { web: { cidr: "10.0.0.1/8" } } }, /egress\.web\.cidr is "10\.0\.0\.1\/8"/],
  [
    { placement: PLACEMENT, egress: { web: { cidr: "10.0.0.0/8", securityGroupId: "sg-1" } } },
    /egress\.web\.securityGroupId and egress\.web\.cidr .* give only one of them/,
  ],
  [{ placement: PLACEMENT, egress: { web: { cidr: "10.0.0.0/8", port: 0 } } }, /egress\.web\.port is 0/],
  [{ placement: PLACEMENT, egress: { web: { cidr: "10.0.0.0/8", toPort: 80 } } }, /egress\.web\.toPort is 80; .*443/],
  [{ placement: PLACEMENT, egress: { Web: { cidr: "10.0.0.0/8" } } }, /egress\.Web is "Web"; name it with lower-case/],
  [{ placement: PLACEMENT, egress: { web: { prefixListId: "sg-1" } } }, /egress\.web\.prefixListId is "sg-1"/],
  [{ placement: PLACEMENT, egress: { web: { securityGroupId: "pl-1" } } }, /egress\.web\.securityGroupId is "pl-1"/],
  [{ bundle: { files: { "../evil": HELLO } } }, /bundle\.files is "\.\.\/evil"; use a path in the archive/],
  [{ bundle: { files: { "index.js": HELLO } } }, /bundle\.files is "index\.js"/],
  [
    { bundle: { files: { "a.json": "no/such.json" } } },
    /bundle\.files\["a\.json"\] is "no\/such\.json"; there is no file/,
  ],
  [{ codeSigning: { ...PROFILE, profileName: "" } }, /codeSigning\.profileName is ""; name the AWS Signer profile/],
  [{ codeSigning: { ...PROFILE, profileVersionArn: "release" } }, /codeSigning\.profileVersionArn is "release"/],
  [{ codeSigning: { ...PROFILE, bucketName: "" } }, /codeSigning\.bucketName is ""/],
  [
    { codeSigning: { ...PROFILE, trustedProfileVersionArns: Array(20).fill("arn:aws:signer:x") } },
    /codeSigning\.trustedProfileVersionArns is .*give 0 to 19/,
  ],
  [{ gradualDeployment: { errorsPerMinute: 0 } }, /gradualDeployment\.errorsPerMinute is 0/],
  [{ gradualDeployment: { alarms: Array(10).fill("a") } }, /gradualDeployment\.alarms is .*give 0 to 9/],
  [{ gradualDeployment: { withoutErrorAlarm: true } }, /gradualDeployment\.withoutErrorAlarm is true; name an alarm/],
  [
    { gradualDeployment: { pace: "CodeDeployDefault.LambdaAllAtOnce", deploymentConfigName: "mine" } },
    /gradualDeployment\.pace and gradualDeployment\.deploymentConfigName .* give only one/,
  ],
];

describe("LambdaService refuses", () => {
  for (const [args, message] of WRONG) {
    it(`${JSON.stringify(args).slice(0, 90)}, by name, value and fix`, async () => {
      await assert.rejects(hello(args), message);
    });
  }

  it("no code, and two sorts of it", async () => {
    await assert.rejects(
      graph(() => new LambdaService("hello", {})),
      /entry or code is null; give one of them/,
    );
    await assert.rejects(hello({ code: new AssetArchive({}) }), /entry and code is .* give only one of them/);
  });

  it("options of a bundle for code that is built already", async () => {
    await assert.rejects(
      graph(() => new LambdaService("hello", { code: new AssetArchive({}), bundle: { withAwsSdk: true } })),
      /bundle is \["withAwsSdk"\]; give an entry, or leave it out/,
    );
  });

  it("everything that is wrong at once", async () => {
    await assert.rejects(hello({ memoryMb: 1, timeoutSeconds: 0 }), /memoryMb is 1;[\s\S]*timeoutSeconds is 0;/);
  });

  it("nothing at the ends of the ranges", async () => {
    await hello({
      memoryMb: 128,
      timeoutSeconds: 1,
      ephemeralStorageMb: 512,
      asynchronous: { maxEventAgeSeconds: 60 },
    });
    await hello({
      memoryMb: 10_240,
      timeoutSeconds: 900,
      environment: { TEXT: "x".repeat(4092) },
      logRetentionDays: 3653,
    });
  });
});
