"""Every field of every model of ours says how private it is."""

import pghistory.models
from django.apps import apps

OURS = ("perforia.", "archive", "billing", "contracts", "crm", "scheduling", "integrations", "rut")


def test_every_field_is_declared_and_nothing_else():
    wrong = {}
    for model in apps.get_models():
        # The history tables repeat fields that are declared where they come from.
        if not model.__module__.startswith(OURS) or issubclass(model, pghistory.models.Event):
            continue
        fields = {field.name for field in model._meta.concrete_fields}
        if fields != set(getattr(model, "PRIVACY", {})):
            wrong[model.__name__] = fields ^ set(getattr(model, "PRIVACY", {}))

    assert wrong == {}
