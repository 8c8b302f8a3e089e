from threading import Lock

lock = Lock()


def with_lock(name, work):
    if not lock.acquire(blocking=False):
        return False
    try:
        work()
        return True
    finally:
        lock.release()
