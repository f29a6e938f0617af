import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { answerBy, type HttpRequest, type Routes, subjectOf } from "../../shared/http";
import type { Answer } from "../../shared/problem";
import { Refusal } from "../../shared/refusal";
import { member } from "../../shared/values";
import type { Operations } from "./operations";
import type { Account } from "./profile";

interface Route {
  readonly metric: string;
  readonly answer: (operations: Operations, account: Account, request: HttpRequest) => Promise<Answer>;
}

const routes: Routes<Route> = {
  "/me": {
    GET: { metric: "ProfilesRead", answer: (operations, account) => operations.show(account) },
    PUT: {
      metric: "ProfilesPut",
      answer: (operations, account, { body, headers }) => operations.put(account, body, headers.get("if-match")),
    },
  },
};

/** Answers a request of API Gateway. Never fails: what goes wrong is a problem as of RFC 9457. */
export function answer(operations: Operations, event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return answerBy("customers", routes, event, (route, request) =>
    route.answer(operations, accountOf(request), request),
  );
}

/** @throws Refusal where nobody is signed in: customers are asked for by their token alone */
function accountOf(request: HttpRequest): Account {
  const customerId = subjectOf(request);
  if (customerId === undefined) throw new Refusal("not-signed-in", 401, "Sign in: the token says who you are.");
  const email = member(request.claims, "email");
  return {
    customerId,
    email: typeof email === "string" ? email : undefined,
    // API Gateway hands claims on as text.
    emailVerified: String(member(request.claims, "email_verified")) === "true",
  };
}
