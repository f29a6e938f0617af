import { choice, control } from "../../core";
import { userPoolClients } from "./clients";

const flows = {
  administrators: ["ADMIN_NO_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
  all: ["ADMIN_NO_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
};

/** Holds clients to ways of signing in that don't hand passwords around. */
export const clientPasswordFlows = control({
  id: "cognito-client-password-flows",
  title: "Clients of user pools don't pass passwords through servers",
  severity: "low",
  why: "A server that passes passwords on has all of them in its memory, and in its logs by mistake.",
  fix: 'Use "ALLOW_USER_SRP_AUTH", by which the password never leaves the user\'s device.',
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html",
  on: userPoolClients,
  config: {
    refused: choice(["administrators", "all"], {
      default: "administrators",
      description:
        "administrators refuses flows by which a server signs users in; all refuses those too by which a user's device sends the password to Cognito.",
    }),
  },
  check: (client, { config }) =>
    client.list("explicitAuthFlows").every((flow) => flow.string().noneOf(flows[config.refused])),
});
