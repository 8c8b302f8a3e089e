import os

import boto3
from flask import Flask, request
from werkzeug.utils import secure_filename

app = Flask(__name__)


class Storage:
    def __init__(self, bucket):
        self.client = boto3.client("s3")
        self.bucket = bucket

    def upload(self, file):
        key = secure_filename(file.filename)
        self.client.upload_fileobj(file, self.bucket, key)
        return key


s3 = Storage(os.environ["UPLOADS_BUCKET"])


# RIGHT - shared storage (S3, database)
def upload_file(file):
    return s3.upload(file)


@app.post("/files")
def upload():
    return {"key": upload_file(request.files["file"])}, 201
