import { control } from "../../core";

/** Holds API destinations to TLS. */
export const apiDestinationHttps = control({
  id: "eventbridge-api-destination-https",
  title: "API destinations are called over HTTPS only",
  severity: "high",
  why: "Over plain HTTP the credentials of the connection go with each event, for everyone on the way to read.",
  fix: "Let invocationEndpoint begin with https://.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html",
  on: ["aws:cloudwatch/eventApiDestination:EventApiDestination"],
  check: (destination) => destination.string("invocationEndpoint").matches(/^https:\/\//i, "an address with https://"),
});
