"""`manage.py migrate` for a new database, in a fraction of the time: what no relation sees is drawn anew alone.

Before each step Django draws anew every model that can be reached from the one that changes, and here all can be
reached from all. A model that is new, or changes in what others do not refer to, is drawn alone; the state is then
marked as delayed, so that Python in a migration gets models that are all drawn anew, as Django itself does it.
tests/architecture/test_database.py compares what comes of it with the models.
"""

import sys
from collections.abc import Sequence
from typing import Any

import django
from django.core.management import execute_from_command_line
from django.db.migrations.state import ProjectState

State: Any = ProjectState  # Any: Django has no public way to say which models are drawn anew
find_all = State._find_reload_model  # noqa: SLF001 -- as above


def main(arguments: Sequence[str]) -> int:
    """Migrate the database of the environment."""
    django.setup()
    State._find_reload_model = find_few  # noqa: SLF001 -- as above
    execute_from_command_line(["manage.py", "migrate", *arguments])
    return 0


def find_few(state: ProjectState, app: str, model: str, delay: bool = False) -> Any:  # noqa: FBT001, FBT002 -- as in Django
    """The models to draw anew when one changes; `delay` says that no relation sees the change."""
    if not delay and model in state.apps.all_models[app]:
        return find_all(state, app, model, delay)
    state.is_delayed = True
    return {(app, model)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
