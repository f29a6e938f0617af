import { PROJECT } from "./configuration";

const secret = (name: string) => `arn:aws:secretsmanager:eu-central-1:777788889999:secret:consul-${name}-AbCdEf`;

/** Configuration that switches on what prod does without. */
export const optional: Record<string, string> = {
  [`${PROJECT}:kubernetes`]: "true",
  [`${PROJECT}:warehouse`]: "true",
  [`${PROJECT}:registry`]: JSON.stringify({
    image: "777788889999.dkr.ecr.eu-central-1.amazonaws.com/tools/consul:1.21.5",
    authoritySecretArn: secret("authority"),
    certificateSecretArn: secret("certificate"),
    keySecretArn: secret("key"),
  }),
};
