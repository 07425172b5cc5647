"""Prints, as JSON, all that is in the account, by name, of every kind of thing that pullpass deploys."""

import json

import boto3

DELETED = "DELETE_COMPLETE"


def listed(service, call, member, name=None):
    """The names in `member` of every page of the call's answer."""
    client = boto3.client(service)
    pages = client.get_paginator(call).paginate() if client.can_paginate(call) else [getattr(client, call)()]
    things = [thing for page in pages for thing in page.get(member, [])]
    return sorted(thing if name is None else thing[name] for thing in things if alive(thing))


def alive(thing):
    return not isinstance(thing, dict) or thing.get("StackStatus") != DELETED


print(
    json.dumps(
        {
            "alarms": listed("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
            "compositeAlarms": listed("cloudwatch", "describe_alarms", "CompositeAlarms", "AlarmName"),
            "dashboards": listed("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
            "functions": listed("lambda", "list_functions", "Functions", "FunctionName"),
            "keys": listed("kms", "list_keys", "Keys", "KeyId"),
            "logs": listed("logs", "describe_log_groups", "logGroups", "logGroupName"),
            "queues": listed("sqs", "list_queues", "QueueUrls"),
            "roles": listed("iam", "list_roles", "Roles", "RoleName"),
            "rules": listed("events", "list_rules", "Rules", "Name"),
            "sources": listed("lambda", "list_event_source_mappings", "EventSourceMappings", "FunctionArn"),
            "stacks": listed("cloudformation", "list_stacks", "StackSummaries", "StackName"),
            "subscriptions": listed("sns", "list_subscriptions", "Subscriptions", "SubscriptionArn"),
            "tables": listed("dynamodb", "list_tables", "TableNames"),
            "topics": listed("sns", "list_topics", "Topics", "TopicArn"),
        }
    )
)
