import type * as pulumi from "@pulumi/pulumi";
import { checkFilter, type LogSubscriptionArgs } from "./log-archive-args";
import type { LogSubscriptions } from "./log-subscriptions";
import { MakingComponent } from "./made-for";

/** Base of the components that log groups feed. */
export abstract class LogDestinationComponent extends MakingComponent {
  protected abstract readonly subscriptions: LogSubscriptions;
  private readonly subscribed = new Set<string>();

  /**
   * Feeds this from a log group. CloudWatch Logs takes two such subscriptions a log group.
   * @param name names the subscription: lower-case letters, digits and hyphens, one of a kind here.
   * @throws ArgumentError where an argument is wrong.
   */
  subscribe(name: string, logGroupName: pulumi.Input<string>, args: LogSubscriptionArgs = {}): this {
    const checks = this.checks();
    checks.matches("name", name, /^[a-z][a-z0-9-]{0,39}$/, "use lower-case letters, digits and hyphens, at most 40");
    if (this.subscribed.has(name)) checks.fail("name", name, "a log group is subscribed under that name; use another");
    checkFilter(checks, "filterPattern", args.filterPattern);
    checks.done();
    this.subscribed.add(name);
    this.subscriptions.add(name, logGroupName, args.filterPattern ?? "");
    return this;
  }
}
