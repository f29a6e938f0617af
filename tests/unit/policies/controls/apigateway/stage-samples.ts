import { type Sample, sample } from "../../../../support/policies";

export const api = sample("aws:apigateway/restApi:RestApi", "orders", { id: "abc123" });
export const other = sample("aws:apigateway/restApi:RestApi", "stock", { id: "def456" });
export const httpApi = sample("aws:apigatewayv2/api:Api", "web", { id: "ghi789", protocolType: "HTTP" });
export const socketApi = sample("aws:apigatewayv2/api:Api", "push", { id: "jkl012", protocolType: "WEBSOCKET" });

export const stageOf = (of: Sample, props: Record<string, unknown> = {}): Sample =>
  sample(
    "aws:apigateway/stage:Stage",
    `live-${of.name}`,
    { restApi: of.props["id"], stageName: "live", ...props },
    { from: { restApi: [of] } },
  );
export const stage = stageOf(api);
export const httpStage = (of: Sample, props: Record<string, unknown> = {}): Sample =>
  sample("aws:apigatewayv2/stage:Stage", "live", { apiId: of.props["id"], ...props }, { from: { apiId: [of] } });
/** Settings that name the stage by its name, or, with an unknown, by coming from it. */
export const settings = (
  values: Record<string, unknown>,
  props: Record<string, unknown> = {},
  from: Record<string, Sample[]> = {},
): Sample =>
  sample(
    "aws:apigateway/methodSettings:MethodSettings",
    `settings-${JSON.stringify(props)}`,
    { restApi: "abc123", stageName: "live", methodPath: "*/*", settings: values, ...props },
    { from },
  );
export const withSettings = (...others: Sample[]) => ({ subject: stage, others: [api, ...others] });
export const alone = { subject: sample("aws:apigateway/deployment:Deployment", "one") };
