"""Where documents lie: `document_store` runs a test twice, on local disk and on S3 spoken over loopback."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import boto3
import botocore.session
import pytest
from django.core.files.storage import Storage, default_storage
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from tests.support.network import LOOPBACK

BUCKET = "perforia-documents"
REGION: Final = "eu-north-1"


@pytest.fixture(scope="session")
def _one_description_of_s3() -> Iterator[None]:
    """What S3 understands is read from its files once: each storage of a test has a session of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", cache(botocore.session.create_loader))
        yield


@pytest.fixture(scope="session")
def s3_address(_one_description_of_s3: None) -> Iterator[str]:
    """An S3 server on loopback with one empty bucket."""
    server = ThreadedMotoServer(ip_address=LOOPBACK, port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    yield address
    client.close()
    server.stop()


@pytest.fixture(params=["local", "s3"])
def document_store(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Storage:
    """Django's default storage, once per kind that the product supports."""
    chosen = settings.DOCUMENT_STORAGES[request.param]
    options = {"location": str(tmp_path)}
    if request.param == "s3":
        address = request.getfixturevalue("s3_address")
        ours = {"bucket_name": BUCKET, "endpoint_url": address, "access_key": "test", "secret_key": "test"}
        options = {**chosen["OPTIONS"], **ours, "location": tmp_path.name}
    settings.STORAGES = {**settings.STORAGES, "default": {**chosen, "OPTIONS": options}}
    return default_storage
