import { control } from "../../core";
import { userPoolClients } from "./clients";

/** Holds clients to not telling who has an account. */
export const clientUserExistence = control({
  id: "cognito-client-user-existence",
  title: "Clients of user pools don't tell whether a user exists",
  severity: "medium",
  why: "With other answers for names that there are, a list of addresses tells who has an account here.",
  fix: 'Set preventUserExistenceErrors to "ENABLED".',
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html",
  on: userPoolClients,
  check: (client) => client.string("preventUserExistenceErrors").equals("ENABLED"),
  remedy: [{ path: "preventUserExistenceErrors", value: "ENABLED" }],
});
