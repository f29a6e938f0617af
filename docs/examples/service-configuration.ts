// Settings that change while the service runs: it asks AppConfig again and again, and needs no restart.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { ServiceConfiguration } from "../../infra/configuration";

const settings = new ServiceConfiguration("checkout-settings", {
  document: JSON.stringify({ maximumItems: 50, acceptVouchers: true }),
  // A document that does not fit is not deployed.
  schema: JSON.stringify({
    $schema: "http://json-schema.org/draft-04/schema#",
    type: "object",
    required: ["maximumItems"],
    properties: { maximumItems: { type: "integer", minimum: 1 }, acceptVouchers: { type: "boolean" } },
  }),
  // For what can't poll: read once, when it starts.
  parameters: { "payment-provider": "https://payments.example.com" },
});

const checkout = new LambdaService("checkout", {
  entry: join(__dirname, "functions/orders.ts"),
  // Application, environment and profile that the service asks for.
  environment: { ...settings.environment },
});
settings.grantRead(checkout, "checkout");
settings.grantReadParameters(checkout, "checkout");

export const parameterPath = settings.parameterPath;
