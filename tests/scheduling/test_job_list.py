"""The list of jobs: found by what one knows, by where they are, page by page."""

import pytest

from tests.factories import scheduling as made

pytestmark = pytest.mark.django_db


def test_the_list_and_the_pages_of_a_job_are_there(client, office):
    job = made.job("08:00", made.person())
    for page in ("/uppdrag/", f"/uppdrag/{job.pk}/", "/uppdrag/nytt/", f"/uppdrag/kund/{job.customer_id}/"):
        assert client.get(page).status_code == 200, page
