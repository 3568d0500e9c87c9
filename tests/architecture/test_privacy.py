"""Every field of every model of ours says how private it is."""

from django.apps import apps

OURS = ("perforia.", "archive", "billing", "crm", "integrations", "rut")


def test_every_field_is_declared_and_nothing_else():
    wrong = {}
    for model in apps.get_models():
        if not model.__module__.startswith(OURS):
            continue
        fields = {field.name for field in model._meta.concrete_fields}
        if fields != set(getattr(model, "PRIVACY", {})):
            wrong[model.__name__] = fields ^ set(getattr(model, "PRIVACY", {}))

    assert wrong == {}
