import type { SnippetTemplate } from '../../template.ts';

/** What both ends of a queue must declare alike. */
const declare = `QUEUE = "«queue»"


def declare(channel):
    """Both ends declare the queue alike, or RabbitMQ refuses the second one."""
    dead = f"{QUEUE}.dead"
    quorum = {"x-queue-type": "quorum"}
    channel.queue_declare(dead, durable=True, arguments=quorum)
    channel.queue_declare(
        QUEUE,
        durable=True,
        arguments={
            **quorum,
            # A message that came back so often, because workers died with it,
            # becomes a dead letter.
            "x-delivery-limit": «attempts»,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": dead,
        },
    )`;

export const queueProducerPika: SnippetTemplate = {
  id: 'queue-producer-pika',
  title: 'Queue: producer with confirms (pika)',
  description: 'Sends a message and waits until RabbitMQ has taken it over',
  prefix: 'scale-queue-producer-pika',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'messages are lost'],
  tradeoffs:
    'It connects for each message, which suits some a second: pika is not safe among threads, and a kept connection must be served. In coroutines use aio-pika.',
  languages: ['python'],
  rules: ['queue-in-memory', 'work-after-response'],
  packages: { pika: '>=1.2' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'attempts', initial: '5' },
    { name: 'send', initial: 'send_report' },
  ],
  text: `import json
import os
from uuid import uuid4

import pika

AMQP_URL = os.environ["AMQP_URL"]
${declare}


def «send»(order):
    """Gives the message's id once RabbitMQ has written it to disk.

    While RabbitMQ is down it raises, and nothing waits in this process.
    """
    message_id = uuid4().hex
    parameters = pika.URLParameters(AMQP_URL)
    # A RabbitMQ that is short of memory or disk takes nothing, and would hold us.
    parameters.blocked_connection_timeout = 5
    connection = pika.BlockingConnection(parameters)
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        declare(channel)
        channel.basic_publish(
            exchange="",
            routing_key=QUEUE,
            body=json.dumps(order),
            properties=pika.BasicProperties(
                delivery_mode=2,
                content_type="application/json",
                message_id=message_id,
            ),
            mandatory=True,
        )
    finally:
        connection.close()
    return message_id
`,
};

export const queueWorkerPika: SnippetTemplate = {
  id: 'queue-worker-pika',
  title: 'Queue: worker with dead letters (pika)',
  description: 'Takes messages and acknowledges them when done, with graceful shutdown',
  prefix: 'scale-queue-worker-pika',
  pattern: 'queues',
  problems: ['work in the background', 'messages are lost', 'retry failed jobs', 'dead letter queue'],
  tradeoffs:
    'A program of its own to deploy and to watch. A message can come twice, so what it does must be safe to repeat. One that failed comes again after a pause, behind others that came meanwhile.',
  languages: ['python'],
  rules: ['queue-in-memory', 'shutdown-missing'],
  packages: { pika: '>=1.2' },
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'attempts', initial: '5' },
    { name: 'pause', initial: '30' },
    { name: 'work', initial: 'make_report' },
  ],
  text: `import json
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pika

logger = logging.getLogger(__name__)
${declare}


def «work»(message_id, order):
    """A message can come twice: what it does must be safe to repeat."""
    print("Working on", message_id, order)


def handle(properties, body):
    «work»(properties.message_id, json.loads(body))


# What failed waits in a queue whose messages go back to the first one.
WAITING = f"{QUEUE}.waiting"


def declare_waiting(channel):
    channel.queue_declare(
        WAITING,
        durable=True,
        arguments={
            "x-queue-type": "quorum",
            "x-message-ttl": «pause» * 1000,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": QUEUE,
        },
    )


def give_back(channel, method, properties, body):
    """What failed comes again after «pause» s; behind its last try it is a dead letter."""
    headers = dict(properties.headers or {})
    headers["x-tries"] = headers.get("x-tries", 0) + 1
    if headers["x-tries"] >= «attempts»:
        channel.basic_nack(method.delivery_tag, requeue=False)
        return
    properties.headers = headers
    properties.delivery_mode = 2
    channel.basic_publish("", WAITING, body, properties, mandatory=True)
    # Only what is kept there is taken from here.
    channel.basic_ack(method.delivery_tag)


def main():
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    # A connection that breaks ends the program, and the platform starts it anew.
    parameters = pika.URLParameters(os.environ["AMQP_URL"])
    connection = pika.BlockingConnection(parameters)
    channel = connection.channel()
    declare(channel)
    declare_waiting(channel)
    # Sending waits until RabbitMQ has written to disk what it is sent.
    channel.confirm_delivery()
    # One message at a time; the others stay in the queue for other workers.
    channel.basic_qos(prefetch_count=1)
    with ThreadPoolExecutor(max_workers=1) as thread:
        for method, properties, body in channel.consume(QUEUE, inactivity_timeout=1):
            if method is not None:
                job = thread.submit(handle, properties, body)
                while not job.done():
                    # RabbitMQ is answered meanwhile, or it takes us for dead.
                    connection.sleep(0.1)
                if job.exception() is None:
                    channel.basic_ack(method.delivery_tag)
                else:
                    logger.error("A message failed.", exc_info=job.exception())
                    give_back(channel, method, properties, body)
            if stopping.is_set():
                break
    # What was fetched and not begun goes back to the queue.
    channel.cancel()
    connection.close()


if __name__ == "__main__":
    main()
`,
};
