handled = set()


def handle_once(engine, message_id, work):
    if message_id in handled:
        return False
    handled.add(message_id)
    with engine.begin() as connection:
        work(connection)
    return True
