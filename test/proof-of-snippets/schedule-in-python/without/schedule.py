def once_for_all(job):
    return job
