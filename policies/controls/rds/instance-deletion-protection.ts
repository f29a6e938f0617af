import { control } from "../../core";
import { disposableSettings, unlessDisposable } from "../shared/disposable";

/** Holds instances to protection from deletion. */
export const rdsInstanceDeletionProtection = control({
  id: "rds-instance-deletion-protection",
  title: "RDS database instances are protected from deletion",
  severity: "low",
  why: "One call, or one removed line of a program, deletes an instance with all of its data.",
  fix: "Set deletionProtection to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-8",
  on: ["aws:rds/instance:Instance"],
  config: disposableSettings,
  check: (instance, context) =>
    unlessDisposable(context, () =>
      instance.boolean("deletionProtection").mustBeTrue({ absent: "AWS then lets anybody delete it" }),
    ),
  remedy: [{ path: "deletionProtection", value: true }],
});
