"""`script/server`: from a fresh clone to a log-in page, and everything stopped again by Ctrl-C."""

import argparse
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg

from script.tools import assets, broker, local, postgres, services, supervisor, system, template
from script.tools.console import Trouble, run_command, say
from script.tools.paths import PYTHON, ROOT, VAR, VENV
from script.tools.supervisor import Part, Supervisor
from simulators.google_ads_keys import Account

READY_SECONDS = 90
QUEUES = "default,documents,mail"
COLLECTED = VAR / "collected"
PREPARED = VAR / "prepared"
ESIGN_STATE = VAR / "oneflow.json"
ADS_KEY = VAR / "google-ads-key.json"
ADDRESSES = ROOT / "crm" / "data" / "addresses_sample.csv"
STARTED = VAR / "server.servers"  # what a command that is killed leaves running


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing, start every part, say where to log in, and stay until stopped."""
    options = _options(arguments)
    supervisor.end_leftovers()
    local.must_be_free(options.port)
    system.ensure(system.RUNNING)
    assets.ensure()
    with _servers() as running:
        mail_port, mail_page = local.free_port(1025), local.free_port(8025)
        environment = local.environment(web_port=options.port, mail_port=mail_port, addresses=running.addresses)
        sms_port, esign_port = _sms_gateway(environment), _esign_service(environment)
        google = _ads_service(environment)
        maps = [*_tile_server(environment), *_places_and_roads(environment)]
        if options.reset_demo:
            _forget_data()
        sign_of_life = _ask_for_sign_of_life(environment)
        login = _prepare(environment)
        sign_of_life.wait()
        simulators = _simulators(environment, mail_port, mail_page, sms_port, esign_port)
        parts = [*simulators, *google, *maps, *_parts(options.port)]
        received = f"http://localhost:{mail_page}/" + (f" and http://localhost:{sms_port}/" if sms_port else "")
        received += f"  Contracts as customers see them: http://localhost:{esign_port}/" if esign_port else ""
        _run(Supervisor(environment, parts, _watch(running.addresses)), options.port, received, login)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/server", description="Run Perforia on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="where the pages are (8000)")
    parser.add_argument("--reset-demo", action="store_true", help="throw the local data away and load the demo anew")
    return parser.parse_args(arguments)


@contextmanager
def _servers() -> Iterator[services.Running]:
    """Database and broker; those that this command started, or one of its kind that was killed, are stopped with it."""
    running = services.up()
    orphans = STARTED.read_text().split() if STARTED.exists() else []
    ours = {*running.started, *orphans}
    STARTED.write_text(" ".join(sorted(ours)))
    try:
        yield running
    finally:
        services.down(sorted(ours))
        STARTED.unlink(missing_ok=True)


def _watch(addresses: Mapping[str, str]) -> Callable[[], None]:
    """A look at the private servers: one that died is named and started again."""
    ours = [
        (name, server)
        for name, key, server in (("PostgreSQL", "DATABASE_URL", postgres), ("The broker", "REDIS_URL", broker))
        if addresses[key] == server.url()
    ]

    def look() -> None:
        for name, server in ours:
            if server.pid() is None:
                say(f"{name} stopped by itself and is started again.")
                server.start()

    return look


def _forget_data() -> None:
    """Throw away the private database and the documents in var/; never a database that somebody else named."""
    if os.environ.get("DATABASE_URL") or os.environ.get("MEDIA_ROOT"):
        raise Trouble("--reset-demo only throws away what lies in var/, not what DATABASE_URL or MEDIA_ROOT name.")
    postgres.drop_database(postgres.DATABASE)
    postgres.ensure_database(postgres.DATABASE)
    shutil.rmtree(VAR / "media", ignore_errors=True)
    ESIGN_STATE.unlink(missing_ok=True)


def _prepare(environment: Mapping[str, str]) -> str:
    """Bring database and static files up to date, load demo data the first time; answers how to log in."""
    with ThreadPoolExecutor(1) as beside:
        collecting = beside.submit(_collect_static, environment)
        login = _prepare_data(environment)
        collecting.result()
    return login


def _prepare_data(environment: Mapping[str, str]) -> str:
    address = environment["DATABASE_URL"]
    wanted = _tables_fingerprint(address)
    if PREPARED.exists() and PREPARED.read_text().startswith(f"{wanted}\n"):
        return PREPARED.read_text().partition("\n")[2]
    if is_new := not _migrated(address):
        template.migrate(environment)
    login = _manage(environment, "load_demo", *([] if is_new else ["--migrate"])).strip().rpartition("\n")[2]
    PREPARED.write_text(f"{_tables_fingerprint(address)}\n{login}")
    return login


def _tables_fingerprint(address: str) -> str:
    """What the tables are made by, and what this database says has been done to it."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for file in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("perforia/*/migrations/*.py")]):
        digest.update(file.read_bytes())
    digest.update(repr(_migrated(address)).encode())
    return digest.hexdigest()


def _migrated(address: str) -> list[tuple[str, datetime]]:
    """The migrations a database has been through, with their moments; none for a new one."""
    with psycopg.connect(address) as connection:
        try:
            return connection.execute("SELECT name, applied FROM django_migrations ORDER BY id").fetchall()
        except psycopg.errors.UndefinedTable:
            return []


def _ask_for_sign_of_life(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Leave a task for the worker to find at its start, so that /healthz/ need not wait for the first beat."""
    command = [str(VENV / "bin" / "celery"), "-A", "perforia.celery", "call", "base.note_heartbeat"]
    return subprocess.Popen(
        command, cwd=ROOT, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _manage(environment: Mapping[str, str], *words: str) -> str:
    done = subprocess.run(
        [PYTHON, "manage.py", *words], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise Trouble(f"manage.py {words[0]} failed:\n{(done.stderr or done.stdout).strip()[-3000:]}")
    return done.stdout


def _collect_static(environment: Mapping[str, str]) -> None:
    """Collect and compress static files, unless none has changed."""
    wanted = _static_fingerprint()
    if COLLECTED.exists() and COLLECTED.read_text() == wanted:
        return
    _manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    COLLECTED.write_text(wanted)


def _static_fingerprint() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for file in _static_files():
        status = file.stat()
        digest.update(f"{file} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> list[Path]:
    return sorted(file for folder in (ROOT / "static", assets.ASSETS) for file in folder.rglob("*") if file.is_file())


def _sms_gateway(environment: dict[str, str]) -> int:
    """The port of our own SMS gateway, which the product is told of; 0 when the caller named another."""
    if "SMS_URL" in environment:
        return 0
    port = local.free_port(8026)
    environment["SMS_URL"] = f"http://user:password@127.0.0.1:{port}/a1"
    environment.setdefault("SMS_CALLBACK_PASSWORD", secrets.token_urlsafe(24))
    return port


def _esign_service(environment: dict[str, str]) -> int:
    """The port of our own Oneflow, which the product is told of; 0 when the caller named another."""
    if "ONEFLOW_URL" in environment or "ONEFLOW_TEST_URL" in environment:
        return 0
    port = local.free_port(8027)
    environment["ONEFLOW_URL"] = environment["ONEFLOW_TEST_URL"] = f"http://127.0.0.1:{port}/v1"
    return port


def _ads_service(environment: dict[str, str]) -> list[Part]:
    """Our own Google, which the product is told of with the key it knows; nothing when the caller named another."""
    if "GOOGLE_DATA_MANAGER_URL" in environment:
        return []
    Account.of_file(ADS_KEY)
    port = local.free_port(8028)
    address = f"http://127.0.0.1:{port}"
    environment |= {
        "GOOGLE_DATA_MANAGER_URL": address, "GOOGLE_ADS_URL": address, "GOOGLE_TOKEN_URL": f"{address}/token",
    }  # fmt: skip
    google = [str(PYTHON), "-m", "simulators.google_ads", "--port", str(port), "--key", str(ADS_KEY)]
    return [Part("google-ads", google)]


def _tile_server(environment: dict[str, str]) -> list[Part]:
    """Our own maps of an invented town, which the product is told of; nothing when the caller named other layers."""
    if "MAP_LAYERS" in environment:
        return []
    port = local.free_port(8031)
    address = f"http://127.0.0.1:{port}"
    place = "{z}/{x}/{y}.png"
    environment["MAP_LAYERS"] = json.dumps([
        {"key": "karta", "label": "Karta", "kind": "street", "template": f"{address}/karta/{place}",
         "dark": f"{address}/karta-mork/{place}", "attribution": "© Kartdata"},
        {"key": "flygbild", "label": "Satellit", "kind": "satellite", "template": f"{address}/flygbild/{place}",
         "attribution": "© Flygbild"},
    ])  # fmt: skip
    return [Part("tiles", [str(PYTHON), "-m", "simulators.tiles", "--port", str(port)])]


def _places_and_roads(environment: dict[str, str]) -> list[Part]:
    """Our own addresses and roads of an invented town, which the product is told of; none of those the caller named."""
    parts = []
    if "ADDRESS_PROVIDERS" not in environment:
        port = local.free_port(8029)
        environment |= {"ADDRESS_PROVIDERS": "photon", "PHOTON_URL": f"http://127.0.0.1:{port}"}
        photon = [str(PYTHON), "-m", "simulators.photon", "--port", str(port), "--file", str(ADDRESSES)]
        parts.append(Part("photon", photon))
    if "ROUTER" not in environment:
        port = local.free_port(8030)
        environment |= {"ROUTER": "osrm", "ROUTER_URL": f"http://127.0.0.1:{port}"}
        parts.append(Part("osrm", [str(PYTHON), "-m", "simulators.osrm", "--port", str(port)]))
    return parts


def _simulators(
    environment: Mapping[str, str], mail_port: int, mail_page: int, sms_port: int, esign_port: int
) -> list[Part]:
    """What takes mails, text messages and contracts where no real server is named."""
    parts = []
    if environment["EMAIL_URL"].endswith(f":{mail_port}"):
        sink = [str(PYTHON), "-m", "simulators.mail", "--port", str(mail_port), "--page", str(mail_page)]
        parts.append(Part("mail", [*sink, "--folder", str(VAR / "mail")]))
    if sms_port:
        parts.append(Part("sms", [str(PYTHON), "-m", "simulators.sms", "--port", str(sms_port)]))
    if esign_port:
        oneflow = [str(PYTHON), "-m", "simulators.oneflow", "--port", str(esign_port), "--allow-http"]
        parts.append(Part("oneflow", [*oneflow, "--state", str(ESIGN_STATE)]))
    return parts


def _parts(port: int) -> list[Part]:
    celery = [str(VENV / "bin" / "celery"), "-A", "perforia.celery"]
    gunicorn = [str(VENV / "bin" / "gunicorn"), "perforia.wsgi", "--bind", f"127.0.0.1:{port}"]
    return [
        Part(
            "web",
            [
                *gunicorn,
                "--worker-class",
                "gthread",
                "--workers",
                "2",
                "--threads",
                "4",
                "--timeout",
                "60",
                "--no-control-socket",
            ],
        ),
        Part("worker", [*celery, "worker", "--queues", QUEUES, "--concurrency", "2", "--loglevel", "INFO"]),
        Part("beat", [*celery, "beat", "--schedule", str(VAR / "beat"), "--pidfile", "", "--loglevel", "INFO"]),
    ]


def _run(running: Supervisor, port: int, received: str, login: str) -> None:
    try:
        running.start()
        _wait_until_healthy(running, port)
        if not running.stopping.is_set():
            pages = f"http://localhost:{port}/  {login}  Received mail and text messages: {received}"
            say(f"Perforia: {pages}  Ctrl-C stops.")
        running.run()
    finally:
        say("Stopping ...")
        running.stop()


def _wait_until_healthy(running: Supervisor, port: int) -> None:
    """Wait until every part answers; a part that does not is named."""
    deadline = time.monotonic() + READY_SECONDS
    problem = "no answer"
    while problem and not running.stopping.wait(0.2):
        running.look()
        problem = _health_problem(port)
        if problem and time.monotonic() > deadline:
            raise Trouble(f"the product does not get well: {problem}. Logs: {supervisor.LOGS.relative_to(ROOT)}/")


def _health_problem(port: int) -> str:
    """What /healthz/ complains of; empty when all is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/", timeout=10):
            return ""
    except urllib.error.HTTPError as answer:
        return _complaint(answer.read())
    except OSError as error:
        return str(error)


def _complaint(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        return body[:200].decode(errors="replace")


if __name__ == "__main__":
    run_command(main)
