import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

/** Answers the orders API: API Gateway calls it with each request. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const id = event.pathParameters?.orderId ?? event.requestContext.requestId;
  const body = JSON.stringify({ id, status: "received" });
  return { statusCode: 200, headers: { "content-type": "application/json" }, body };
}
