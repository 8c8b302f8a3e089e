class User:
    def __init__(self, name):
        self.id = name or "anonymous"
