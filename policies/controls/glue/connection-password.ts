import { control, fail } from "../../core";

/** Holds connections to passwords that are kept elsewhere. */
export const glueConnectionPassword = control({
  id: "glue-connection-password",
  title: "Glue connections have their password from Secrets Manager",
  severity: "high",
  why: "A password in connectionProperties is in the program or its state, and whoever may read the connection reads it.",
  fix: "Give SECRET_ID instead of USERNAME and PASSWORD.",
  url: "https://docs.aws.amazon.com/glue/latest/dg/connection-properties-secrets-manager.html",
  on: ["aws:glue/connection:Connection"],
  check: (connection) => {
    const properties = connection.at("connectionProperties");
    const expected = "none: SECRET_ID";
    // A password that is not known yet is one all the same.
    return properties.state === "known" && properties.has("PASSWORD") === undefined
      ? fail({ path: properties.at("PASSWORD").path, found: "a password", expected })
      : properties.mustBeUnset("PASSWORD", expected);
  },
});
