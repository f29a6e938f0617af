import { topicEncrypted } from "../../../../../policies/controls/sns/encryption";
import { subscriptionDeadLetter } from "../../../../../policies/controls/sns/subscription-dead-letter";
import { subscriptionHttps } from "../../../../../policies/controls/sns/subscription-https";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const topic = (props: Record<string, unknown> = {}) => ({ subject: sample("aws:sns/topic:Topic", "orders", props) });
const subscription = (props: Record<string, unknown>) => ({
  subject: sample("aws:sns/topicSubscription:TopicSubscription", "inbox", props),
});

describeControl(topicEncrypted, {
  compliant: {
    "AWS's key": topic({ kmsMasterKeyId: "alias/aws/sns" }),
    "a key that is made with it": topic({ kmsMasterKeyId: UNKNOWN }),
  },
  violating: {
    "no key": { ...topic(), at: "kmsMasterKeyId" },
    "an empty key": { ...topic({ kmsMasterKeyId: "" }), at: "kmsMasterKeyId" },
  },
  undecided: {},
  alwaysDecides: "the id of a key can't turn out to be nothing",
});

describeControl(subscriptionHttps, {
  compliant: { HTTPS: subscription({ protocol: "https" }), "a queue": subscription({ protocol: "sqs" }) },
  violating: { HTTP: { ...subscription({ protocol: "http" }), at: "protocol" } },
  undecided: {
    "a protocol that is not known yet": { ...subscription({ protocol: UNKNOWN }), because: /protocol is not known/ },
  },
});

const redrivePolicy = '{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:111122223333:dead"}';
describeControl(subscriptionDeadLetter, {
  compliant: {
    "a queue with one": subscription({ protocol: "sqs", redrivePolicy }),
    "one that is made with it": subscription({ protocol: "lambda", redrivePolicy: UNKNOWN }),
  },
  violating: {
    "a queue without": { ...subscription({ protocol: "sqs" }), at: "redrivePolicy" },
    "a web endpoint without": { ...subscription({ protocol: "https" }), at: "redrivePolicy" },
    "no protocol": { ...subscription({}), at: "redrivePolicy" },
  },
  undecided: {},
  alwaysDecides: "a policy that comes from a queue can't turn out to be nothing",
  notApplicable: Object.fromEntries(
    ["email", "email-json", "sms", "application"].map((protocol) => [protocol, subscription({ protocol })]),
  ),
  mayBeDropped: { protocol: "AWS refuses one without" },
});
