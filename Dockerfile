# The product in one image; docker-compose.yml runs it as web, worker and beat.
FROM node:22-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --silent

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 OMP_THREAD_LIMIT=1
RUN apt-get update \
    && apt-get install --no-install-recommends -y \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
        poppler-utils tesseract-ocr tesseract-ocr-swe \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /data perforia
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY . .
COPY --from=assets /app/node_modules node_modules
# Installed packages count as fetched, so only the copying is done; then static files get their lasting names.
RUN python -c "import hashlib, pathlib; lock = pathlib.Path('package-lock.json').read_bytes(); pathlib.Path('node_modules/.installed-lock').write_text(hashlib.sha256(lock).hexdigest())" \
    && python -m script.tools.assets \
    && SECRET_KEY=build FIELD_ENCRYPTION_KEYS=none LOOKUP_HASH_KEY=build \
       DATABASE_URL=postgresql:///none REDIS_URL=redis://none/0 \
       python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf node_modules var/assets script
USER perforia
EXPOSE 8000
CMD ["gunicorn", "perforia.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60", "--no-control-socket"]
