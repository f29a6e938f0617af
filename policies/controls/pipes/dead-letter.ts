import { all, control, notApplicable } from "../../core";

/** Holds pipes from streams to keeping what could not be delivered. */
export const pipeDeadLetter = control({
  id: "pipes-dead-letter",
  title: "Pipes from streams keep what could not be delivered",
  severity: "low",
  why: "After the last try the pipe goes on with the next records, and those are gone.",
  fix: "Set deadLetterConfig.arn in the parameters of the source to the ARN of a queue or a topic.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html",
  on: ["aws:pipes/pipe:Pipe"],
  check: (pipe) => {
    const streams = ["dynamodbStreamParameters", "kinesisStreamParameters"].filter(
      (kind) => pipe.has(`sourceParameters.${kind}`) === true,
    );
    return streams.length === 0
      ? notApplicable("its source is no stream, or keeps its own")
      : all(
          streams.map((kind) =>
            pipe.mustBeSet(`sourceParameters.${kind}.deadLetterConfig.arn`, "the ARN of a queue or a topic", {
              unknown: "set",
            }),
          ),
        );
  },
});
