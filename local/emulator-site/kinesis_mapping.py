"""Event source mappings of Kinesis follow AWS's rules for failures; ministack's go on behind a batch with failed records.

A batch is read again from its first failed record on. A record that failed more often than MaximumRetryAttempts goes to
the on-failure destination, alone with BisectBatchOnFunctionError, else with the rest of its batch:
docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html. Halves of a batch are not tried apart.
"""

import hashlib
import json
import threading
import time
import uuid


def follow_failures(module):
    execute = module._execute_function
    poll = module._poll_kinesis
    polling = threading.local()
    attempts = {}

    def polled():
        polling.on = True
        try:
            return poll()
        finally:
            polling.on = False

    def executed(func, event):
        if not getattr(polling, "on", False):
            return execute(func, event)
        # What the function calls is no business of this mapping.
        polling.on = False
        try:
            result = execute(func, event)
        finally:
            polling.on = True
        return settled(func, event["Records"], result)

    def settled(func, records, result):
        config = func.get("config") or func
        mapping = mapping_of(records[0]["eventSourceARN"], config.get("FunctionName"))
        first = first_failure(mapping, records, result) if mapping else None
        if first is None:
            return result
        key = (mapping["UUID"], sequence_of(records[first]))
        attempts[key] = attempts.get(key, 0) + 1
        behind = first
        retries = mapping.get("MaximumRetryAttempts", -1)
        if retries is not None and 0 <= retries < attempts[key]:
            behind = first + 1 if mapping.get("BisectBatchOnFunctionError") else len(records)
            tell(mapping, config, records[first:behind], attempts.pop(key))
        go_on(mapping, records, behind)
        return {**result, "error": True}

    def mapping_of(source, name):
        for _account, _region, mapping in module._iter_all_esms():
            if mapping.get("EventSourceArn") == source and mapping.get("FunctionName") == name:
                return mapping
        return None

    def go_on(mapping, records, behind):
        """Has the next poll begin behind so many of the records."""
        from ministack.services import kinesis

        spec = module.parse_arn(mapping["EventSourceArn"])
        name = module._kinesis_stream_name_from_arn_spec(spec)
        stream = kinesis._streams.get_scoped(spec.account_id, spec.region, name)
        shard = records[0]["eventID"].split(":")[0]
        last = sequence_of(records[behind - 1 if behind else 0])
        there = [record["SequenceNumber"] for record in stream["shards"][shard]["records"]]
        module._kinesis_positions[mapping["UUID"]][shard] = there.index(last) + (1 if behind else 0)

    def tell(mapping, config, records, count):
        destination = ((mapping.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
        if not destination or module.parse_arn(destination).service != "sqs":
            return
        from ministack.services import sqs

        queue = sqs._queue_by_arn(destination)
        if queue is None:
            return
        now = time.time()
        body = json.dumps(notice(mapping, config, records, count))
        queue["messages"].append(
            {
                "id": str(uuid.uuid4()),
                "body": body,
                "md5_body": hashlib.md5(body.encode()).hexdigest(),
                "md5_attrs": "",
                "receipt_handle": None,
                "sent_at": now,
                "visible_at": now,
                "receive_count": 0,
                "first_receive_at": None,
                "message_attributes": {},
                "sys": {"SenderId": module.get_account_id(), "SentTimestamp": str(int(now * 1000))},
                "group_id": None,
                "dedup_id": None,
                "dedup_cache_key": None,
                "seq": None,
            }
        )

    module._execute_function = executed
    module._poll_kinesis = polled


def first_failure(mapping, records, result):
    """Index of the first record that failed; None where none did."""
    if result.get("error"):
        return 0
    if "ReportBatchItemFailures" not in (mapping.get("FunctionResponseTypes") or []):
        return None
    body = result.get("body")
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return None
    failures = body.get("batchItemFailures") or [] if isinstance(body, dict) else []
    failed = {failure.get("itemIdentifier") for failure in failures}
    return next((index for index, record in enumerate(records) if sequence_of(record) in failed), None)


def sequence_of(record):
    return record["kinesis"]["sequenceNumber"]


def notice(mapping, config, records, count):
    """docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html"""
    first, last = records[0], records[-1]
    return {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": config.get("FunctionArn", ""),
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": count,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "timestamp": moment(time.time()),
        "KinesisBatchInfo": {
            "shardId": first["eventID"].split(":")[0],
            "startSequenceNumber": sequence_of(first),
            "endSequenceNumber": sequence_of(last),
            "approximateArrivalOfFirstRecord": moment(first["kinesis"]["approximateArrivalTimestamp"]),
            "approximateArrivalOfLastRecord": moment(last["kinesis"]["approximateArrivalTimestamp"]),
            "batchSize": len(records),
            "streamArn": mapping["EventSourceArn"],
        },
    }


def moment(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(float(seconds)))
