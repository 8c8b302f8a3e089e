import type { SnippetTemplate } from '../../template.ts';

export const queueProducerBoto3: SnippetTemplate = {
  id: 'queue-producer-boto3',
  title: 'Queue: producer (Amazon SQS, boto3)',
  description: 'Sends a message to a queue that AWS keeps',
  prefix: 'scale-queue-producer-sqs',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'messages are lost'],
  tradeoffs:
    'Messages of a standard queue can come twice and in another order; a FIFO queue keeps the order and takes fewer a second. It blocks: in a coroutine, await run_in_threadpool(…).',
  languages: ['python'],
  rules: ['queue-in-memory', 'work-after-response'],
  packages: { boto3: '>=1.26' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'address', initial: 'REPORTS_QUEUE_URL' },
    { name: 'send', initial: 'send_report' },
  ],
  text: `import json
import os

import boto3
from botocore.config import Config

QUEUE_URL = os.environ["«address»"]
# Region and credentials come from the environment, or from the role that the
# program runs in.
sqs = boto3.client(
    "sqs",
    config=Config(
        connect_timeout=2,
        read_timeout=5,
        retries={"mode": "standard", "total_max_attempts": 3},
    ),
)


def «send»(order):
    """Gives the message's id once SQS has kept it on several machines.

    While SQS is down it raises after three tries.
    """
    sent = sqs.send_message(QueueUrl=QUEUE_URL, MessageBody=json.dumps(order))
    return sent["MessageId"]
`,
};

export const queueWorkerBoto3: SnippetTemplate = {
  id: 'queue-worker-boto3',
  title: 'Queue: worker with dead letters (Amazon SQS, boto3)',
  description: 'Takes messages, gives failed ones back later, with graceful shutdown',
  prefix: 'scale-queue-worker-sqs',
  pattern: 'queues',
  problems: ['work in the background', 'retry failed jobs', 'dead letter queue'],
  tradeoffs:
    'A program of its own to deploy and to watch. A message can come twice, so what it does must be safe to repeat; each request to SQS is billed, which long polling keeps few.',
  languages: ['python'],
  rules: ['queue-in-memory', 'shutdown-missing'],
  packages: { boto3: '>=1.26' },
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'address', initial: 'REPORTS_QUEUE_URL' },
    { name: 'work', initial: 'make_report' },
    { name: 'seconds', initial: '120' },
  ],
  text: `import json
import logging
import os
import signal
import time
from threading import Event

import boto3
from botocore.exceptions import BotoCoreError, ClientError

QUEUE_URL = os.environ["«address»"]
# Region and credentials come from the environment, or from the role that the
# program runs in.
sqs = boto3.client("sqs")
logger = logging.getLogger(__name__)


def «work»(message_id, order):
    """A message can come twice: what it does must be safe to repeat."""
    print("Working on", message_id, order)


def handle(message):
    receipt = message["ReceiptHandle"]
    try:
        «work»(message["MessageId"], json.loads(message["Body"]))
    except Exception:
        # It comes again after a pause that doubles each time. The queue's
        # redrive policy (maxReceiveCount, such as 5) says after how often it
        # goes to the queue of dead letters instead.
        times = int(message["Attributes"]["ApproximateReceiveCount"])
        logger.exception("A message failed, for the %d. time.", times)
        sqs.change_message_visibility(
            QueueUrl=QUEUE_URL,
            ReceiptHandle=receipt,
            VisibilityTimeout=min(5 * 2**times, 900),
        )
    else:
        sqs.delete_message(QueueUrl=QUEUE_URL, ReceiptHandle=receipt)


def main():
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    # What is under way is finished first; the rest stays for other workers.
    while not stopping.is_set():
        try:
            received = sqs.receive_message(
                QueueUrl=QUEUE_URL,
                # One at a time, so that none waits here while its time runs.
                MaxNumberOfMessages=1,
                WaitTimeSeconds=10,
                # Nobody else is given it for so long: more than its work takes.
                VisibilityTimeout=«seconds»,
                AttributeNames=["ApproximateReceiveCount"],
            )
            for message in received.get("Messages", []):
                handle(message)
        except (BotoCoreError, ClientError):
            logger.exception("SQS does not answer.")
            time.sleep(5)


if __name__ == "__main__":
    main()
`,
};
