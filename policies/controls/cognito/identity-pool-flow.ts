import { control } from "../../core";
import { identityPool } from "./clients";

/** Holds identity pools to the roles that they are for. */
export const identityPoolFlow = control({
  id: "cognito-identity-pool-flow",
  title: "Identity pools choose the role themselves (enhanced flow)",
  severity: "medium",
  why: "In the classic flow the caller names the role, and its session is without the limits that Cognito sets.",
  fix: "Leave allowClassicFlow out, or set it to false.",
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html",
  on: [identityPool],
  check: (pool) => pool.boolean("allowClassicFlow").mustBeFalse(),
  remedy: [{ path: "allowClassicFlow", value: false }],
});
